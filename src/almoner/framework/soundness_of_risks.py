"""Whether the rules by which risks go to boards speak of categories that there are."""

from collections.abc import Iterator

from .contents import Framework
from .words import Inconsistent, listed


def faults_of_risks(framework: Framework) -> Iterator[Inconsistent]:
    """Every rule that names a category that is none, or an appetite where there is none."""
    known = [category.code for category in framework.risk_categories]
    for nth, rule in enumerate(framework.escalations):
        for place, code in enumerate(rule.categories):
            if code not in known:
                yield Inconsistent(
                    f"No category of risk is called {code}. {listed(known)}",
                    *("risk-escalation", nth, "categories", place),
                )
        if rule.over_appetite_by is not None and not known:
            yield Inconsistent(
                "No category of risk says what the body bears. Write a [[risk-category]] first.",
                *("risk-escalation", nth, "over_appetite_by"),
            )
