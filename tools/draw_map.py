"""Draw docs/map.md: every app, from the top layer to the bottom, in its own words."""

import ast
import tomllib

from tools.house import ROOT, SOURCE

FILE = ROOT / "docs" / "map.md"


def draw() -> str:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    lines = ["# Map", "", "Each line may use the lines below it, never those above.", ""]
    for layer in layers:
        for app in (name.strip(" ()") for name in layer.split("|")):
            package = SOURCE / app / "__init__.py"
            if package.exists():
                says = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8"))) or ""
                lines.append(f"- **{app}** – {' '.join(says.split())}")
    return "\n".join(lines) + "\n"
