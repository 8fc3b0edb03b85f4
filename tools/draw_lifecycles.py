"""Draw docs/reference/lifecycles.md: everything with a state, from the tables the code obeys."""

from collections.abc import Iterator

from tools.house import ROOT, modules_called

FILE = ROOT / "docs" / "reference" / "lifecycles.md"


def draw() -> str:
    parts = ["# Lifecycles\n", "Which state may follow which. Operations obey these tables.\n"]
    for title, states, diagram in sorted(lifecycles()):
        parts.append(f"## {title}\n\n{states}\n\n```mermaid\n{diagram}\n```\n")
    return "\n".join(parts)


def lifecycles() -> Iterator[tuple[str, str, str]]:
    from almoner.core.lifecycles import Lifecycle  # noqa: PLC0415 - Django must be set up first

    for module in modules_called("states"):
        app = module.__name__.split(".")[1]
        for name, value in vars(module).items():
            if isinstance(value, Lifecycle) and value.table:
                thing = name.removesuffix("_LIFECYCLE").removesuffix("LIFECYCLE")
                states = ", ".join(f"`{s.value}` ({s.label})" for s in value.table)
                title = f"{app}: {thing.lower().replace('_', ' ') or 'its one thing'}"
                yield title, states, value.diagram()
