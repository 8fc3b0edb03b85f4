"""What a board is told of a risk, and of the risks of a case."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.actions.models import Action
from almoner.core.once import reading
from almoner.documents.blocks import as_typed
from almoner.documents.briefs import Brief, BriefPart, declare_brief

from .models import Acceptance, Assessment, Risk
from .queries import acceptances_of, assessed_for, assessment_of, mitigations_of
from .scores import Bounds, Impact, Level, Likelihood, bounds_on

MOST_RISKS = 5


def is_restricted_risk(reference: str) -> bool:
    return Risk.objects.filter(reference=reference, is_restricted=True).exists()


@declare_brief("risks.risk", is_restricted=is_restricted_risk)
def brief_of_risk(reference: str, on: date) -> Brief | None:
    risk = Risk.objects.filter(reference=reference).first()
    if risk is None:
        return None
    said, bounds = assessment_of(risk, on=on), bounds_on(on)
    acceptance = acceptances_of(risk).filter(accepted_on__lte=on).first()
    mitigations = [one for one in mitigations_of(risk) if not one.is_restricted]
    holds = _holds(acceptance, said, on=on)
    parts = (
        _what_may_happen(said),
        _scores(said, bounds),
        _mitigations(mitigations),
        *([_closing(risk)] if not risk.is_open else [_acceptance(acceptance, holds=holds)]),
    )
    title = f"{said.event} ({risk})"
    return Brief(title, _asks(risk, said, bounds, is_accepted=holds), _facts(risk, said), parts)


def risks_told(about: str, *, on: date) -> BriefPart:
    """The risks of a thing for its own brief, the worst first. Restricted ones are counted, and not
    described: whoever reads the paper may not read them.
    """
    with reading():
        found, bounds = list(assessed_for((about,), on)), bounds_on(on)
    told = [one for one in found if not one.risk.is_restricted]
    rows = tuple(_row(one, bounds) for one in told[:MOST_RISKS])
    said = [_("No risk is recorded.")] if not found else []
    if left := len(told) - len(rows):
        words = ngettext("%(n)d lower one is left out.", "%(n)d lower ones are left out.", left)
        said.append(words % {"n": left})
    if kept := len(found) - len(told):
        words = ngettext("%(n)d more is restricted.", "%(n)d more are restricted.", kept)
        said.append(words % {"n": kept})
    columns = (_("What may happen"), _("Score"), _("Owner"), _("What is done")) if rows else ()
    return BriefPart(_("Risks"), " ".join(said), columns, rows)


def _row(one: Assessment, bounds: Bounds) -> tuple[str, ...]:
    score = f"{one.current_score} ({bounds.level_of(one.current_score).label})"
    return one.event, score, one.owner.name, _handling(one)


def _handling(one: Assessment) -> str:
    """What is done about it. It was asked for with `accepted` and `mitigated`."""
    told = []
    if one.mitigated:  # type: ignore[attr-defined]  # an annotation, as the docstring says
        told.append(_("Actions are under way"))
    if one.accepted:  # type: ignore[attr-defined]  # as above
        told.append(_("An approver accepts it"))
    return "\n".join(told) or _("Nothing recorded")


def _asks(risk: Risk, said: Assessment, bounds: Bounds, *, is_accepted: bool) -> str:
    if not risk.is_open:
        return _("Note that the risk is closed.")
    if bounds.level_of(said.current_score) == Level.ESCALATED and not is_accepted:
        return _("Say what more is to be done about the risk, or that it should be accepted.")
    return _("Note the risk and how it is handled.")


def _facts(risk: Risk, said: Assessment) -> tuple[tuple[str, str], ...]:
    about = risk.about.rpartition(":")[2] or _("The body as a whole")
    return (
        (_("Stands"), str(risk.get_state_display())),
        (_("Risk of"), about),
        (_("Owner"), said.owner.name),
        (_("Last looked at"), _day(said.valid_from)),
        (_("To be looked at again by"), _day(said.review_on)),
    )


def _what_may_happen(said: Assessment) -> BriefPart:
    words = [(_("Cause"), said.cause), (_("Event"), said.event), (_("Effect"), said.effect)]
    text = "\n\n".join(f"**{term}:** {as_typed(one)}" for term, one in words)
    return BriefPart(_("What may happen"), text)


def _scores(said: Assessment, bounds: Bounds) -> BriefPart:
    columns = (_("When"), _("Likelihood"), _("Impact"), _("Score"), _("Level"))
    inherent = (_("Before anything is done"), said.inherent_likelihood, said.inherent_impact)
    current = (_("Now"), said.current_likelihood, said.current_impact)
    rows = tuple(
        (
            when,
            str(Likelihood(likelihood).label),
            str(Impact(impact).label),
            str(likelihood * impact),
            str(bounds.level_of(likelihood * impact).label),
        )
        for when, likelihood, impact in (inherent, current)
    )
    return BriefPart(_("How bad it is"), "", columns, rows)


def _mitigations(found: list[Action]) -> BriefPart:
    heading = _("What is done about it")
    if not found:
        return BriefPart(heading, _("No action is recorded."))
    columns = (_("Action"), _("Owner"), _("Due"), _("Stands"))
    rows = tuple(
        (one.what, one.owner.name, _day(one.due_on), str(one.get_state_display())) for one in found
    )
    return BriefPart(heading, "", columns, rows)


def _holds(acceptance: Acceptance | None, said: Assessment, *, on: date) -> bool:
    """Whether the last acceptance is of so high a score, and still lasts."""
    if acceptance is None:
        return False
    return acceptance.until >= on and acceptance.score >= said.current_score


def _acceptance(found: Acceptance | None, *, holds: bool) -> BriefPart:
    heading = _("Who accepts it")
    if found is None:
        return BriefPart(heading, _("Nobody has accepted it."))
    words = {"name": found.accepted_by.name, "score": found.score, "until": _day(found.until)}
    said = _("%(name)s accepts it, at a score of %(score)d, until %(until)s.") % words
    if not holds:
        said = _(
            "%(name)s accepted it, at a score of %(score)d, until %(until)s: that holds no more."
        )
        said %= words
    return BriefPart(heading, "\n\n".join(map(as_typed, (said, found.reason))))


def _closing(risk: Risk) -> BriefPart:
    return BriefPart(_("Why it was closed"), as_typed(risk.closing_reason))


def _day(day: date) -> str:
    return date_format(day, "j F Y")
