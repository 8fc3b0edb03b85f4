"""Questions about risks: how each stands on a day, and what those of a case still want.

A thing's risks are asked for by its name in the ledger, such as
`commissions.commission:COM-2026-014` (`core.references.name_of`).
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Concat
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from almoner.accounts.due import people_of
from almoner.accounts.models import User
from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.actions.models import Action
from almoner.actions.queries import actions_of, unfinished_actions
from almoner.assurance.controls import Break, Place
from almoner.core.dated import as_at, versions_on
from almoner.core.moments import end_of
from almoner.core.once import asked_once, reading
from almoner.core.references import name_of

from .appetite import categories_on, over_appetite, to_be_brought_in
from .models import Acceptance, Assessment, Risk
from .scores import SCALE, Bounds, Level, bounds_on
from .states import RiskState
from .subjects import of_restricted, of_restricted_from

READERS = frozenset(Role) - {Role.ADMINISTRATOR, Role.MEMBER, Role.ASSESSOR}
READERS_OF_RESTRICTED = frozenset({Role.APPROVER, Role.AUDITOR})
NAMED = f"{Risk._meta.label_lower}:"


def assessments_on(on: date) -> QuerySet[Assessment]:
    """The one that speaks for each open risk on a day, with its risk and owner."""
    spoken = versions_on(Assessment.objects.filter(risk__state=RiskState.OPEN), "risk", on=on)
    return in_full(spoken)


def assessments_as_at(on: date) -> QuerySet[Assessment]:
    """The same by what was known on that day: those closed since are among them."""
    end = end_of(on)
    was_open = Q(risk__closed_at=None) | Q(risk__closed_at__gte=end)
    return in_full(as_at(Assessment.objects.filter(was_open), "risk", on=on))


def worst_first(assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
    return assessments.order_by("-current_score", "-inherent_score", "risk")


def risks_of(about: str, *, on: date) -> QuerySet[Assessment]:
    """The open risks of a thing as they stand on a day, the worst first."""
    return worst_first(assessments_on(on).filter(risk__about=about))


@asked_once
def assessed_for(abouts: tuple[str, ...], on: date) -> list[Assessment]:
    """The open risks of many things, the worst first, with what `wants_of` asks: one query."""
    found = assessments_on(on).filter(risk__about__in=abouts)
    return list(worst_first(with_treatment(found, on=on)))


def assessments_visible_to(user: User, *, on: date) -> QuerySet[Assessment]:
    """Of all open risks, those that somebody may read."""
    return assessments_on(on).filter(seen_by(user, on=on))


def seen_by(user: User, *, on: date) -> Q:
    """Of assessments: that somebody may read the risk. Those of a restricted case are read by
    whoever may read the case, whatever else the risk says.
    """
    worker = worker_of(user, on=on)
    people = people_of(worker)
    seen = Q(owner__reference__in=people) | Q(risk__recorded_by__reference__in=people)
    if worker.roles & READERS:
        seen |= Q(risk__is_restricted=False) & ~of_restricted_from(user, on=on)
    if worker.roles & READERS_OF_RESTRICTED:
        seen |= Q(risk__is_restricted=True)
    return seen


def is_hidden_from(user: User, risk: Risk, *, on: date) -> bool:
    """Whether a risk is of a restricted case that somebody does not see."""
    if not risk.about:
        return False
    return Assessment.objects.filter(of_restricted_from(user, on=on), risk=risk).exists()


def is_of_restricted(risk: Risk) -> bool:
    """Whether every read of it is noted: it is restricted itself, or of a restricted case."""
    if risk.is_restricted or not risk.about:
        return risk.is_restricted
    return Assessment.objects.filter(of_restricted(), risk=risk).exists()


def assessment_of(risk: Risk, *, on: date) -> Assessment:
    """What was last said of a risk, open or closed."""
    spoken = versions_on(Assessment.objects.filter(risk=risk), "risk", on=on)
    found = in_full(spoken).first()
    return found or in_full(risk.assessments.order_by("-pk")).get()


def history_of(risk: Risk) -> QuerySet[Assessment]:
    return in_full(risk.assessments.all()).order_by("-recorded_at", "-pk")


def mitigations_of(risk: Risk) -> QuerySet[Action]:
    """What is done about a risk: actions that it asked for."""
    return actions_of(name_of(risk))


def acceptances_of(risk: Risk) -> QuerySet[Acceptance]:
    return risk.acceptances.select_related("accepted_by").order_by("-pk")


def is_accepted(on: date) -> Exists:
    """Of an assessment: whether an approver accepts the risk that day at so high a score."""
    accepted = Acceptance.objects.filter(risk=OuterRef("risk"), until__gte=on)
    return Exists(accepted.filter(accepted_on__lte=on, score__gte=OuterRef("current_score")))


def is_being_mitigated() -> Exists:
    """Of an assessment: whether an action about the risk is still to be done."""
    asked = unfinished_actions().filter(source=Concat(Value(NAMED), OuterRef("risk__reference")))
    return Exists(asked)


def is_left_over_appetite(on: date) -> Q:
    """Of assessments: that the risk is over what the body bears, no approver accepts it, and no
    action is under way that is to bring it in.
    """
    brought_in = to_be_brought_in(on) & Q(is_being_mitigated())
    return over_appetite(on) & ~Q(is_accepted(on)) & ~brought_in


def with_treatment(assessments: QuerySet[Assessment], *, on: date) -> QuerySet[Assessment]:
    """With whether each is accepted, mitigated, and left over the appetite: see `wants_of`."""
    left = ExpressionWrapper(is_left_over_appetite(on), BooleanField())
    return assessments.annotate(
        accepted=is_accepted(on), mitigated=is_being_mitigated(), is_left_over=left
    )


def is_wanting(on: date, bounds: Bounds | None = None) -> Q:
    """Of assessments: that the risk's review is overdue, that it is so high that an approver is to
    accept it and none does, or high, and nothing is done about it nor accepted, or left over what
    the body bears.
    """
    bounds = bounds or bounds_on(on)
    accepted = is_accepted(on)
    escalated = Q(current_score__gte=bounds.escalated) & ~Q(accepted)
    unmitigated = Q(current_score__gte=bounds.high) & ~Q(accepted) & ~Q(is_being_mitigated())
    return Q(review_on__lt=on) | escalated | unmitigated | is_left_over_appetite(on)


def risks_wanting(about: str, *, on: date) -> list[Break]:
    """What the risks of a thing still want before it goes on, each with its reason and place: two
    queries. Of a thing of which no risk is recorded, that.
    """
    with reading():
        assessments = assessed_for((about,), on)
        if not assessments:
            return [Break("", _("No risk of it is recorded."), Place("risks.risk:", "record"))]
        bounds = bounds_on(on)
        return [
            Break(str(one.risk), reason, Place(name_of(one.risk)))
            for one in assessments
            for reason in wants_of(one, bounds=bounds, on=on)
        ]


def wants_of(assessment: Assessment, *, bounds: Bounds, on: date) -> list[str]:
    """What one risk wants, in sentences. It was asked `with_treatment`."""
    wants, score = [], assessment.current_score
    if assessment.review_on < on:
        day = date_format(assessment.review_on, "j F Y")
        wants.append(_("It was to be reviewed by %(day)s.") % {"day": day})
    if assessment.accepted:  # type: ignore[attr-defined]  # an annotation, as the docstring says
        return wants
    if score >= bounds.escalated:
        wants.append(_("It scores %(score)d: an approver has to accept it.") % {"score": score})
    elif score >= bounds.high and not assessment.mitigated:  # type: ignore[attr-defined]  # as above
        wants.append(
            _("It scores %(score)d, and no action about it is under way.") % {"score": score}
        )
    elif assessment.is_left_over:  # type: ignore[attr-defined]  # as above
        wants.append(_left_over(assessment, on=on))
    return wants


def _left_over(assessment: Assessment, *, on: date) -> str:
    category = categories_on(on)[assessment.category]
    return _(
        "It scores %(score)d, and the body bears %(bears)d of a risk that is %(category)s:"
        " an action has to bring it in, or an approver has to accept it."
    ) % {
        "score": assessment.current_score,
        "bears": category.appetite,
        "category": category.title.lower(),
    }


def has_risks(label: str) -> Exists:
    """Of rows with a `reference`, of the kind that the ledger calls `label`: whether an open risk
    of theirs is recorded. For controls over all of them.
    """
    return Exists(Risk.objects.filter(state=RiskState.OPEN, about=_named(label)))


def has_risks_wanting(label: str, *, on: date) -> Exists:
    """Of the same: whether one of those wants something (see `is_wanting`)."""
    return Exists(assessments_on(on).filter(is_wanting(on), risk__about=_named(label)))


def _named(label: str) -> Concat:
    return Concat(Value(f"{label}:"), OuterRef("reference"))


def in_full(assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
    return assessments.select_related("risk__recorded_by", "owner", "assessed_by")


@dataclass(frozen=True, slots=True)
class Cell:
    """How many risks are as likely and as bad as this."""

    likelihood: int
    impact: int
    count: int
    level: Level

    @property
    def score(self) -> int:
        return self.likelihood * self.impact


def heat_map(assessments: QuerySet[Assessment], bounds: Bounds) -> list[list[Cell]]:
    """Five rows of five cells, the likeliest on top, the worst to the right: one query."""
    pairs = assessments.order_by().values_list("current_likelihood", "current_impact")
    counts = {(likely, bad): n for likely, bad, n in pairs.annotate(count=Count("pk"))}
    return [
        [
            Cell(likely, bad, counts.get((likely, bad), 0), bounds.level_of(likely * bad))
            for bad in SCALE
        ]
        for likely in reversed(SCALE)
    ]
