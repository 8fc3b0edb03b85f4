"""Draw docs/reference/controls.md: what is promised, by whom, and what a framework may set."""

from typing import Any

from tools.house import ROOT, set_up

FILE = ROOT / "docs" / "reference" / "controls.md"
HEAD = """# Controls

What is promised, and asked: of one case by a gate that names the code, of all of them by assurance.
A framework may set the parameters; what is given here holds until it does.
"""


def draw() -> str:
    set_up()
    from almoner.assurance.controls import registry  # noqa: PLC0415 - Django must be set up first

    return "\n".join([HEAD, *(section(control) for _code, control in sorted(registry.items()))])


def section(control: Any) -> str:
    app = type(control).__module__.split(".")[1]
    head = f"## {control.title} (`{control.code}`)\n\n{control.promise}\n"
    facts = f"Declared by `{app}`; owned by: {control.owner.label.lower()}.\n"
    if not control.parameters:
        return f"{head}\n{facts}"
    rows = "\n".join(f"| `{p.name}` | {p.about} | {p.default} |" for p in control.parameters)
    return f"{head}\n{facts}\n| Parameter | Meaning | Default |\n| --- | --- | --- |\n{rows}\n"
