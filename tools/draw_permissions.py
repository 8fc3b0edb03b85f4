"""Draw docs/reference/permissions.md: the tables that the tests of the policies run."""

import importlib
from pathlib import Path

from tools.house import ROOT, set_up

FILE = ROOT / "docs" / "reference" / "permissions.md"
HEAD = """# Permissions

Who may do what, and when. The tests run these very rows, so the table is what the system does.
Whatever no row allows is refused.
"""


def draw() -> str:
    set_up()
    return "\n".join([HEAD, *(section(path) for path in sorted(ROOT.glob("tests/*/table.py")))])


def section(path: Path) -> str:
    app = path.parent.name
    table = importlib.import_module(f"tests.{app}.table")
    rows = "".join(
        f"| `{policy}` | {who} | {situation} | {'yes' if allowed else 'no'} |\n"
        for policy, who, situation, allowed in table.ROWS
    )
    head = "| Policy | Who | When | May |\n| --- | --- | --- | --- |\n"
    return f"## {app}\n\n{head}{rows}"
