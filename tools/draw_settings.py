"""Draw docs/reference/settings.md, from the lines of settings.py that read the environment."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tools.house import ROOT, SOURCE

FILE = ROOT / "docs" / "reference" / "settings.md"
READERS = {"text": "text", "flag": "0 or 1", "words": "words, parted by commas", "number": "number"}
READERS["secret"] = "secret, or `…_FILE` that names its file"  # noqa: S105 - the name of a kind
HEAD = """# Settings

Each is read from the environment once, at the start, in `src/almoner/settings.py` and nowhere else.
What cannot be read stops the program with a sentence.

| Name | Kind | Without it | |
| --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """One name that settings.py reads from the environment."""

    name: str
    kind: str
    default: str
    says: str

    def __str__(self) -> str:
        default = f"`{self.default}`" if self.default else ""
        return f"| `{self.name}` | {self.kind} | {default} | {self.says} |\n"


def draw() -> str:
    return HEAD + "".join(str(setting) for setting in sorted(settings(), key=lambda s: s.name))


def settings() -> Iterator[Setting]:
    source = (SOURCE / "settings.py").read_text(encoding="utf-8")
    lines, seen = source.splitlines(), set[str]()
    for call in ast.walk(ast.parse(source)):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
            continue
        name = literal(call)
        if call.func.id in READERS and name and name not in seen:
            seen.add(name)
            says = comment_of(lines, call.lineno - 1)
            yield Setting(name, READERS[call.func.id], default_of(call), says)


def literal(call: ast.Call) -> str:
    """The name that a call reads; nothing when it is worked out, as the readers themselves do."""
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def default_of(call: ast.Call) -> str:
    given = [*call.args[1:], *(word.value for word in call.keywords)]
    if not given:
        return "0" if getattr(call.func, "id", "") == "flag" else ""
    if isinstance(given[0], ast.Constant):
        return str(int(given[0].value) if isinstance(given[0].value, bool) else given[0].value)
    return ast.unparse(given[0]).replace('"', "").replace("'", "").removeprefix("f")


def comment_of(lines: list[str], nth: int) -> str:
    """What is said of a setting: at the end of its line, or on the line above it."""
    above = lines[nth - 1] if lines[nth - 1].startswith("# ") else ""
    found = re.search(r"# (.+)$", lines[nth]) or re.search(r"# (.+)$", above)
    return found[1][:1].upper() + found[1][1:] if found else ""
