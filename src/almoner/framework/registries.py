"""What other apps declare, which the framework knows by name only: controls, templates, cases."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TypeAlias

# By code of route and of stage, how many live cases stand there.
Standing: TypeAlias = Mapping[tuple[str, str], int]
# It is given the digest of a framework's text, which each case keeps.
Counting: TypeAlias = Callable[[str], Standing]

CONTROLS = frozenset(
    {
        "need-recorded",
        "objective-named",
        "power-named",
        "route-test-signed",
        "regime-derived",
        "timetable-sufficient",
        "consultation-answered",
        "equality-assessed",
        "data-protection-screened",
        "risks-scored",
        "headroom-there",
        "documents-finished",
        "direct-award-justified",
        "splitting-answered",
        "conditions-met",
    }
)
TEMPLATES = frozenset(
    {
        "needs-assessment",
        "business-case",
        "options-appraisal",
        "route-test",
        "procurement-strategy",
        "market-engagement",
        "service-specification",
        "grant-prospectus",
        "scoring-guide",
        "equality-impact-assessment",
        "data-protection-screening",
        "risk-register",
        "direct-award-justification",
        "decision-form",
        "award-report",
        "grant-agreement",
        "contract-summary",
        "variation",
        "closure-report",
    }
)
_counting: list[Counting] = []


def known_controls() -> frozenset[str]:
    """The codes of the controls that a gate may ask."""
    return CONTROLS


def known_templates() -> frozenset[str]:
    """The codes of the templates that a gate may want filled."""
    return TEMPLATES


def named(code: str) -> str:
    """A control or template as its code says it: `need-recorded` is “Need recorded”."""
    return code.replace("-", " ").capitalize()


def count_live_cases_by(counting: Counting) -> None:
    """Let the app that holds cases say how many stand where. It is called from its `ready`."""
    _counting.append(counting)


def live_cases(digest: str) -> Standing:
    """How many live cases that keep a framework's text stand at each stage.

    None, while no app holds cases.
    """
    total: Counter[tuple[str, str]] = Counter()
    for counting in _counting:
        total.update(counting(digest))
    return total
