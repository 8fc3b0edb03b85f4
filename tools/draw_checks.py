"""Draw docs/reference/checks.md: everything that `almoner check` looks for."""

from tools.house import ROOT

FILE = ROOT / "docs" / "reference" / "checks.md"
HEAD = """# Checks before publishing

Everything that `almoner check` looks for. A row in which something *blocks* is not to be published
until somebody has judged it; the rest is *to look at*. [The guide](../guide/checking.md) shows it
at work, and says what it misses.
"""
SAMPLE = """## How well they do

On the labelled sample of invented rows that comes with the program; `almoner check --sample` shows
each code.

| | Must wait | and do | Harmless | yet held up |
| --- | --: | --: | --: | --: |"""


def draw() -> str:
    from almoner.cli.checking_sample import TITLES  # noqa: PLC0415 - as the other drawers do
    from almoner.opendata.safety import CHECKS, About, Severity  # noqa: PLC0415 - the same
    from almoner.opendata.safety.samples import NAMES  # noqa: PLC0415 - the same

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
    parts.append(SAMPLE)
    parts += [line(TITLES[name], name) for name in NAMES]
    return "\n".join(parts) + "\n"


def line(title: str, name: str) -> str:
    """What became of one sample: shares of the rows that must wait, and of the harmless ones."""
    from almoner.opendata.safety.samples import measure, sample  # noqa: PLC0415 - as above

    sums = measure(sample(name))
    found = f"{sums.dangerous_held_up / sums.dangerous_that_should:.1%}"
    wrongly = f"{sums.harmless_held_up / sums.harmless:.1%}"
    return f"| {title} | {sums.dangerous_that_should} | {found} | {sums.harmless} | {wrongly} |"
