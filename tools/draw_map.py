"""Draw docs/map.md: every app, from the top layer to the bottom, in its own words."""

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def draw() -> str:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    lines = ["# Map", "", "Each line may use the lines below it, never those above.", ""]
    for layer in layers:
        for app in (name.strip(" ()") for name in layer.split("|")):
            package = ROOT / "src/almoner" / app / "__init__.py"
            if package.exists():
                says = ast.get_docstring(ast.parse(package.read_text()))
                lines.append(f"- **{app}** – {says}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (ROOT / "docs/map.md").write_text(draw())
