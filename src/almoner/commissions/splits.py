"""Cases that together reach a line which each stays below: what is noticed, and whether it is
answered.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from almoner.framework.splitting import Line, Piece, Split, splits_among

from .digests import digest_of
from .models import Commission, Link, SplittingAnswer
from .queries import cases
from .readings import derivation_of, gross_of, terms_of
from .rules import Rules, rules_of
from .states import CaseState

COUNTED = (CaseState.DRAFT, CaseState.OPEN, CaseState.ON_HOLD, CaseState.CLOSED)
A_MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Noticed:
    """What was noticed of a case, and whether somebody has said why it is no evasion."""

    splits: tuple[Split, ...]
    digest: str
    answer: SplittingAnswer | None

    @property
    def is_open(self) -> bool:
        return bool(self.splits) and self.answer is None


def noticed_of(commission: Commission) -> Noticed:
    return noticed_among([commission])[commission.pk]


def noticed_among(asked: Sequence[Commission]) -> dict[int, Noticed]:
    """What is noticed of each of these cases, by its key: three queries, however many there are."""
    others = _others_of(asked)
    found = {case.pk: tuple(_splits_of(case, others[case.pk])) for case in asked}
    answers = _answers_to([key for key, splits in found.items() if splits])
    noticed = {}
    for key, splits in found.items():
        digest = digest_of(_written(splits)) if splits else ""
        noticed[key] = Noticed(splits, digest, answers[key].get(digest))
    return noticed


def _answers_to(keys: Sequence[int]) -> dict[int, dict[str, SplittingAnswer]]:
    answers: dict[int, dict[str, SplittingAnswer]] = defaultdict(dict)
    if keys:
        given = SplittingAnswer.objects.filter(commission__in=keys).select_related("answered_by")
        for answer in given.order_by("pk"):
            answers[answer.commission_id][answer.found] = answer
    return answers


def _splits_of(commission: Commission, others: Iterable[Piece]) -> list[Split]:
    own = Piece(commission.reference, gross_of(terms_of(commission)))
    return splits_among(own, others, lines_for(commission))


def lines_for(commission: Commission) -> list[Line]:
    """The amounts at which more would be asked of a case: the law's, and the body's limits."""
    rules = rules_of(commission)
    lines = {line.pounds: line for line in (*_limits(rules), *_thresholds(commission, rules))}
    return list(lines.values())


def _thresholds(commission: Commission, rules: Rules) -> list[Line]:
    threshold = derivation_of(terms_of(commission), rules).threshold
    return [Line(threshold, _("the threshold of the law"))] if threshold else []


def _limits(rules: Rules) -> list[Line]:
    matters = {stage.matter for stage in rules.route.stages if stage.matter}
    return [
        Line(Decimal(limit.at_least), _("the approval limit of £%s") % f"{limit.at_least:,}")
        for limit in rules.framework.limits
        if limit.matter in matters and limit.at_least and not limit.when
    ]


def _written(splits: Iterable[Split]) -> list[object]:
    return [
        [str(split.line.pounds), [[one.reference, f"{one.amount:.2f}"] for one in split.pieces]]
        for split in splits
    ]


def _others_of(asked: Sequence[Commission]) -> dict[int, list[Piece]]:
    suppliers = {terms_of(one).supplier_id for one in asked} - {None}
    codes = {terms_of(one).cpv for one in asked} - {""}
    near = Q(current__supplier__in=suppliers) | Q(current__cpv__in=codes) | Q(is_linked=True)
    found = cases().annotate(is_linked=_is_linked_to(asked))
    candidates = list(found.filter(near, state__in=COUNTED).order_by("reference"))
    linked = _linked_to(asked, [one.pk for one in candidates if one.is_linked])
    return {
        commission.pk: [
            Piece(other.reference, gross_of(terms_of(other)), shares)
            for other in candidates
            if other.pk != commission.pk and (shares := _shares(commission, other, linked))
        ]
        for commission in asked
    }


def _is_linked_to(asked: Sequence[Commission]) -> Exists:
    there = Q(commission__in=asked, other=OuterRef("pk"))
    back = Q(commission=OuterRef("pk"), other__in=asked)
    return Exists(Link.objects.filter(there | back))


def _linked_to(asked: Sequence[Commission], keys: list[int]) -> dict[int, set[int]]:
    """Which cases are linked to which; of one case, those that were found to be."""
    links: dict[int, set[int]] = defaultdict(set)
    if len(asked) == 1 or not keys:
        return defaultdict(set, {one.pk: set(keys) for one in asked})
    both = Q(commission__in=asked) | Q(other__in=asked)
    for one, other in Link.objects.filter(both).values_list("commission_id", "other_id"):
        links[one].add(other)
        links[other].add(one)
    return links


def _shares(one: Commission, other: Commission, linked: dict[int, set[int]]) -> str:
    """Why the other counts beside the one, in words; nothing if it does not."""
    if other.pk in linked[one.pk]:
        return _("linked")
    mine, theirs = terms_of(one), terms_of(other)
    if not _within_months(mine.starts_on, theirs.starts_on, rules_of(one)):
        return ""
    if mine.supplier_id and mine.supplier_id == theirs.supplier_id:
        return _("the same supplier")
    if mine.cpv and mine.cpv == theirs.cpv:
        return _("the same kind of thing")
    return ""


def _within_months(mine: date | None, theirs: date | None, rules: Rules) -> bool:
    if mine is None or theirs is None:
        return True  # one that has no day yet might have any
    return abs(mine - theirs) < rules.framework.rules.splitting_months * A_MONTH
