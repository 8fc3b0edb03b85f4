"""Draw docs/reference/duties.md: the words a duty may use, and the duties we come with."""

from collections.abc import Iterator
from typing import Any

from tools.house import ROOT, set_up

FILE = ROOT / "docs" / "reference" / "duties.md"
HEAD = """# Duties to publish

`ALMONER_FRAMEWORK` names the TOML file that says what the body must publish. To write another, copy
one of those in `src/almoner/framework/`; `almoner duties` shows what it comes to. What is wrong in
it stops the start with a sentence that names the line. Months are whole: a month after a quarter
is the end of the month that follows. These words are closed lists:

| Key | May be |
| --- | --- |
"""


def draw() -> str:
    set_up()
    from almoner.framework.mistakes import LISTS  # noqa: PLC0415 - Django must be set up first
    from almoner.framework.reading import SHIPPED  # noqa: PLC0415 - as above

    lists = [f"| `{key}` | {', '.join(words.values)} |\n" for key, words in LISTS.items()]
    return "".join([HEAD, *lists, *(part for name in SHIPPED for part in section(name))])


def section(name: str) -> Iterator[str]:
    """One of the frameworks that come with Almoner, a duty to a row."""
    from almoner.framework.reading import framework_called  # noqa: PLC0415 - as above

    framework = framework_called(name)
    yield f"\n## {framework.title} (`{name}`)\n\n"
    yield "| Code | What | Law, or own commitment | How often | Out within | Owner, deputy |\n"
    yield "| --- | --- | --- | --- | --- | --- |\n"
    yield from (row(duty) for duty in framework.duties)


def limits(duty: Any) -> list[str]:
    over = [f"over £{duty.over:,}"] if duty.over else []
    return [*over, *([f"up to £{duty.at_most:,}"] if duty.at_most else [])]


def row(duty: Any) -> str:
    why = duty.law or f"Own commitment: {duty.commitment}"
    rhythm = ", ".join(filter(None, [duty.frequency, str(duty.scope.label), *limits(duty)]))
    within = f"{duty.due}, {duty.due.set_by.label}"
    whose = f"{duty.owner.label}, {duty.deputy.label}"
    return f"| `{duty.code}` | {duty.what} | {why} | {rhythm} | {within} | {whose} |\n"
