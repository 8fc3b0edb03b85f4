"""Draw docs/reference/reading.md: what `almoner read` prints, its codes, and its fields."""

from tools.house import ROOT

FILE = ROOT / "docs" / "reference" / "reading.md"
HEAD = """# Reading files

Every code that `almoner read` says of a row, and every field that it knows.
[The guide](../guide/reading.md) shows it at work, and what `--json` prints.

## What is said of rows

A code's level may differ by place: what cannot be read in a column that every row needs rejects
the row, and elsewhere leaves the cell out.
"""
FIELDS = """## Fields

A row needs one field of each group that its kind names; the first money field that has a column
is added up.
"""


def draw() -> str:
    from almoner.opendata.dictionaries import shipped  # noqa: PLC0415 - as the other drawers do
    from almoner.opendata.problems import GROUPS  # noqa: PLC0415 - the same

    parts = [HEAD]
    for title, codes in GROUPS.items():
        parts.append(f"### {title}\n\n| Code | What it means | What to do |\n| --- | --- | --- |")
        parts += [f"| `{code.code}` | {code.meaning} | {code.remedy} |" for code in codes]
        parts.append("")
    parts.append(FIELDS)
    for dictionary in shipped():
        needs = ", and ".join(" or ".join(f"`{n}`" for n in group) for group in dictionary.needs)
        money = ", else ".join(f"`{name}`" for name in dictionary.money)
        parts.append(f"### {dictionary.kind}\n\nNeeds {needs}. Adds up {money}.\n")
        parts.append("| Field | What it is | Values |\n| --- | --- | --- |")
        parts += [
            f"| `{name}` | {said.says} | {said.type} |"
            for name, said in dictionary.fields.items()
            if not said.internal
        ]
        parts.append("")
    return "\n".join(parts)
