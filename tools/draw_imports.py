"""Draw docs/reference/imports.md: which app uses which, as the code has it."""

import grimp

from tools.house import ROOT

FILE = ROOT / "docs" / "reference" / "imports.md"
HEAD = """# Imports

Which app uses which, from the code itself. Arrows lead down the house only, and there is no way
round in a circle, between apps or between modules: the tests look for one.

```mermaid
flowchart TD
"""


def draw() -> str:
    graph = grimp.build_graph("almoner", exclude_type_checking_imports=True, cache_dir=None)
    uses = {
        (app_of(module), app_of(used))
        for module in graph.modules
        for used in graph.find_modules_directly_imported_by(module)
    }
    arrows = sorted((user, used) for user, used in uses if user != used and "" not in (user, used))
    return HEAD + "".join(f"    {user} --> {used}\n" for user, used in arrows) + "```\n"


def app_of(module: str) -> str:
    """The app a module belongs to; settings and the like belong to none."""
    path = (ROOT / "src").joinpath(*module.split(".")[:2])
    return path.name if path.is_dir() and path.name != "almoner" else ""
