"""Draw docs/reference/checks.md: everything that `almoner check` looks for."""

from tools.house import ROOT

FILE = ROOT / "docs" / "reference" / "checks.md"
HEAD = """# Checks before publishing

Everything that `almoner check` looks for. A row in which something *blocks* is not to be published
until somebody has judged it; the rest is *to look at*. [The guide](../guide/checking.md) shows it
at work, and says what it misses.
"""


def draw() -> str:
    from almoner.opendata.safety import CHECKS, About, Severity  # noqa: PLC0415 - as the other drawers do

    said = {Severity.BLOCKS: "blocks", Severity.LOOK: "to look at"}
    parts = [HEAD]
    for about in About:
        parts.append(f"## About {about}\n")
        parts.append("| Code | | Why | What to do |\n| --- | --- | --- | --- |")
        parts += [
            f"| `{check.code}` | {said[check.severity]} | {check.why} | {check.remedy} |"
            for check in CHECKS.values()
            if check.about is about
        ]
        parts.append("")
    return "\n".join(parts)
