"""Which risks go to which board, by the framework's rules, and since when.

The boards themselves are of a room above: they are known here by their codes. What a board is told
says nothing of a restricted risk, nor of one of a restricted case, but how many there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from almoner.core.moments import end_of
from almoner.core.once import reading
from almoner.framework.queries import framework_on
from almoner.framework.risks import RiskEscalation

from .appetite import NONE, over_appetite
from .models import Assessment
from .queries import assessments_as_at, worst_first
from .subjects import of_restricted

Rules: TypeAlias = Sequence[RiskEscalation]


@dataclass(frozen=True, slots=True)
class Escalated:
    """A risk that goes to a board. `since` is the first day of the unbroken time for which it has
    met a rule; by `look_by` its owner looks at it again, unless they have since.
    """

    assessment: Assessment
    board: str
    title: str
    since: date
    look_by: date
    was_looked_at: bool


Standing: TypeAlias = tuple[Assessment, list[Escalated]]


def for_board(board: str, *, on: date) -> list[Escalated]:
    """The risks that a board is told of, as at a day, the worst first: three queries."""
    with reading():
        told = assessments_as_at(on).exclude(_quiet())
        return list(_those_for(board, _rules_on(on).get(board, ()), told, on=on))


def count_quiet_for_board(board: str, *, on: date) -> int:
    """How many more there are, of which a board is told no more than that."""
    with reading():
        quiet = assessments_as_at(on).filter(_quiet())
        return quiet.filter(_meeting(_rules_on(on).get(board, ()), on=on)).count()


def standing_of(owned: QuerySet[Assessment], *, on: date) -> list[Standing]:
    """These assessments, the soonest review first, each with the boards that are told of it: two
    queries, whatever there is.
    """
    rules = list(_rules_on(on).items())
    judged = {
        f"met_{n}": ExpressionWrapper(_meeting(told, on=on), BooleanField())
        for n, (_board, told) in enumerate(rules)
    }
    judged["speaks"] = ExpressionWrapper(Q(pk__in=owned.order_by().values("pk")), BooleanField())
    known = Assessment.objects.filter(risk__in=owned.order_by().values("risk"))
    history: dict[int, list[Assessment]] = defaultdict(list)
    for one in known.annotate(**judged).select_related("risk").order_by("recorded_at", "pk"):
        history[one.risk_id].append(one)
    found = []
    for versions in history.values():
        speaking = next(one for one in versions if one.speaks)
        told = [
            _escalated(speaking, board, those, run)
            for n, (board, those) in enumerate(rules)
            if getattr(speaking, f"met_{n}") and (run := _last_run(versions, f"met_{n}"))
        ]
        found.append((speaking, told))
    return sorted(found, key=lambda one: (one[0].review_on, one[0].pk))


def _last_run(versions: Sequence[Assessment], met: str) -> list[Assessment]:
    """The latest assessments one after another that meet a rule, the first of them first."""
    missed = [place for place, one in enumerate(versions) if not getattr(one, met)]
    return list(versions[missed[-1] + 1 if missed else 0 :])


def _quiet() -> Q:
    return Q(risk__is_restricted=True) | of_restricted()


def _rules_on(on: date) -> dict[str, list[RiskEscalation]]:
    """The rules of a day, by board."""
    rules = defaultdict(list)
    for rule in framework_on(on).escalations:
        rules[rule.board].append(rule)
    return dict(rules)


def _meeting(rules: Rules, *, on: date) -> Q:
    """Of assessments: that one of the rules is met."""
    met = NONE
    for rule in rules:
        if rule.from_score is not None:
            reached = Q(current_score__gte=rule.from_score)
        else:
            reached = over_appetite(on, by=rule.over_appetite_by or 1)
        met |= reached & Q(category__in=rule.categories) if rule.categories else reached
    return met


def _those_for(
    board: str, rules: Rules, assessments: QuerySet[Assessment], *, on: date
) -> Iterator[Escalated]:
    met = _meeting(rules, on=on)
    found = list(worst_first(assessments.filter(met))) if rules else []
    runs = _runs_of(found, met, on=on)
    for one in found:
        yield _escalated(one, board, rules, runs[one.risk_id])


def _escalated(
    assessment: Assessment, board: str, rules: Rules, run: Sequence[Assessment]
) -> Escalated:
    return Escalated(
        assessment=assessment,
        board=board,
        title=rules[0].title,
        since=run[0].valid_from,
        look_by=run[0].valid_from + timedelta(days=min(rule.within_days for rule in rules)),
        was_looked_at=len(run) > 1,
    )


def _runs_of(found: Iterable[Assessment], met: Q, *, on: date) -> dict[int, list[Assessment]]:
    """By risk, the latest assessments one after another that meet a rule, the first of them first.

    Earlier days are judged by the rules of this one: what the body thinks of them today.
    """
    risks = [one.risk_id for one in found]
    if not risks:
        return {}
    known = Assessment.objects.filter(risk__in=risks, recorded_at__lt=end_of(on))
    judged = known.annotate(is_met=ExpressionWrapper(met, BooleanField()))
    runs: dict[int, list[Assessment]] = defaultdict(list)
    for one in judged.only("risk_id", "valid_from").order_by("recorded_at", "pk"):
        if one.is_met:
            runs[one.risk_id].append(one)
        else:
            runs[one.risk_id].clear()
    return runs
