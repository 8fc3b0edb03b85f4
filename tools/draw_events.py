"""Draw docs/reference/events.md: every kind of line in the ledger, and the facts it carries."""

from tools.house import ROOT, modules_called

FILE = ROOT / "docs" / "reference" / "events.md"
HEAD = """# Events

Every act leaves one line in the ledger. This is every kind of line and every fact one may carry.
No shape can hold a name, a contact detail or a sentence.

| Kind | Facts |
| --- | --- |
"""


def draw() -> str:
    return HEAD + "".join(f"| `{kind}` | {facts} |\n" for kind, facts in sorted(kinds()))


def kinds() -> set[tuple[str, str]]:
    from almoner.core.events import EventKind  # noqa: PLC0415 - Django must be set up first

    modules_called("events", "batches", "installation", "backups", "operations")
    return {
        (str(kind), ", ".join(f"{name}: {shape.name}" for name, shape in kind.shapes.items()))
        for family in EventKind.__subclasses__()
        if family.__module__.startswith("almoner.")
        for kind in family
    }
