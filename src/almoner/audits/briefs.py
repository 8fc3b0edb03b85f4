"""What a board is told of a review and of a recommendation: management's word and the auditor's,
side by side and never mixed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.actions.standings import ActionStood
from almoner.assurance.controls import control_called, known_controls
from almoner.assurance.models import Run
from almoner.documents.blocks import as_typed
from almoner.documents.briefs import Brief, BriefPart, declare_brief

from .models import Finding, Recommendation, Review
from .queries import findings_of, in_full, ratings_of, ties_of
from .standings import Stood, owners_named, stood
from .states import ReviewState

NIGHTS = timedelta(days=31)


def is_restricted_review(reference: str) -> bool:
    """Until its report is final, a review is for auditors and those whom it names."""
    return Review.objects.filter(reference=reference, issued_on=None).exists()


def is_restricted_recommendation(reference: str) -> bool:
    found = Recommendation.objects.filter(reference=reference, review__issued_on=None)
    return found.exists()


@declare_brief("audits.recommendation", is_restricted=is_restricted_recommendation)
def brief_of_recommendation(reference: str, on: date) -> Brief | None:
    found = stood(in_full(Recommendation.objects.filter(reference=reference)), on=on)
    if not found:
        return None
    one = found[0]
    recommendation = one.recommendation
    title = f"{recommendation.review.title}: {recommendation.issued_as} ({recommendation})"
    parts = (
        BriefPart(_("Recommendation, as issued"), as_typed(recommendation.text)),
        _finding(recommendation.finding),
        _agreed(one),
        _verdict(one),
        _controls(recommendation, on=on),
    )
    return Brief(title, _asks_of(one), tuple(_facts_of(one)), parts)


@declare_brief("audits.review", is_restricted=is_restricted_review)
def brief_of_review(reference: str, on: date) -> Brief | None:
    found = Review.objects.select_related("lead", "sponsor", "follows").filter(reference=reference)
    review = found.first()
    if review is None:
        return None
    findings = list(findings_of(review))
    rows = stood((one for f in findings for one in f.recommendations.all()), on=on)
    parts = (
        BriefPart(_("What was looked at"), as_typed(review.scope)),
        _by_priority(rows),
        _findings(findings),
        _open_ones(rows),
    )
    title = f"{review.title} ({review})"
    return Brief(title, _asks_of_review(review, rows), tuple(_facts_of_review(review)), parts)


def _asks_of(one: Stood) -> str:
    if not one.is_open:
        return _("Note that the auditor is satisfied, or looks at it no more.")
    if one.response is None:
        return _("Say when management answers the recommendation.")
    if one.is_overdue:
        return _("Ask its owner why it is overdue, and by when it will be done.")
    return _("Note how far the recommendation has got.")


def _facts_of(one: Stood) -> Iterator[tuple[str, str]]:
    recommendation = one.recommendation
    issued = recommendation.review.issued_on
    yield _("Priority"), recommendation.priority_title
    yield _("Issued"), _day(issued) if issued else _("The report is not final yet")
    yield _("Management says"), str(one.progress.label)
    yield _("The auditor found"), _found(one)
    if one.action:
        yield _("Owner"), one.action.owner_name
        yield _("Due"), _due(one)
        yield _("Slippage"), _slippage(one)


def _found(one: Stood) -> str:
    if one.verdict is None:
        return _("No verdict yet")
    words = {"finds": one.verdict.get_finds_display(), "day": _day(one.verdict.valid_from)}
    return _("%(finds)s (%(day)s)") % words


def _slippage(one: Stood) -> str:
    if one.first_due_on is None or not one.moves:
        return _("None: its day was never moved")
    said = ngettext(
        "Moved %(n)d time, by %(days)d days in all; first due %(day)s",
        "Moved %(n)d times, by %(days)d days in all; first due %(day)s",
        one.moves,
    )
    if one.others:
        said = ngettext(
            "Of all that was agreed %(n)d day was moved, by %(days)d days",
            "Of all that was agreed days were moved %(n)d times, the furthest by %(days)d days",
            one.moves,
        )
    first = _day(one.first_due_on)
    return said % {"n": one.moves, "days": one.days_slipped, "day": first}


def _finding(finding: Finding) -> BriefPart:
    said = [f"**{as_typed(finding.title)}**", as_typed(finding.text)]
    if finding.risk:
        said.append(f"**{_('What may come of it')}:** {as_typed(finding.risk)}")
    return BriefPart(_("What was found"), "\n\n".join(said))


def _agreed(one: Stood) -> BriefPart:
    heading, response = _("What management answered and agreed"), one.response
    if response is None:
        return BriefPart(heading, _("Nobody has answered for management."))
    words = {"answer": response.get_answer_display(), "name": response.given_by.name}
    said = [_("%(answer)s, by %(name)s on %(day)s.") % {**words, "day": _day(response.valid_from)}]
    said.extend(words for words in (response.agreed, response.reason) if words)
    columns = (_("Agreed action"), _("Owner"), _("Due"), _("How far"))
    rows = tuple(_action_row(action, one) for action in one.agreed) if one.others else ()
    return BriefPart(heading, "\n\n".join(map(as_typed, said)), columns if rows else (), rows)


def _action_row(action: ActionStood, one: Stood) -> tuple[str, ...]:
    due = _day(action.due_on)
    due = _("%s (overdue)") % due if one.is_open and action.is_overdue(one.on) else due
    what = f"{action.action}: {action.action.what}"
    return what, action.owner_name, due, action.get_state_display()


def _due(one: Stood) -> str:
    """By when the whole is due and, where a part of it is late, since when."""
    if one.due_on is None:
        return ""
    if not one.is_overdue or one.next_on is None:
        return _day(one.due_on)
    if one.next_on == one.due_on:
        return _("%s (overdue)") % _day(one.due_on)
    days = {"due": _day(one.due_on), "late": _day(one.next_on)}
    return _("%(due)s (overdue since %(late)s)") % days


def _verdict(one: Stood) -> BriefPart:
    heading = _("What the auditor found when it was tested")
    if one.verdict is None:
        return BriefPart(heading, _("It has not been tested yet."))
    return BriefPart(heading, as_typed(f"{_found(one)}.\n{one.verdict.reasons}"))


def _controls(recommendation: Recommendation, *, on: date) -> BriefPart:
    """The controls that measure it, each as its last night left it."""
    heading, codes = _("Controls that measure it"), [one.code for one in ties_of(recommendation)]
    if not codes:
        return BriefPart(heading, _("It is tied to no control."))
    runs = Run.objects.filter(control__in=codes, night__lte=on, night__gt=on - NIGHTS)
    last = {run.control: run for run in runs.order_by("night")}
    rows = tuple((_title_of(code), _night(last.get(code))) for code in codes)
    return BriefPart(heading, "", (_("Control"), _("Its last night")), rows)


def _title_of(code: str) -> str:
    return str(control_called(code).title) if code in known_controls() else code


def _night(run: Run | None) -> str:
    if run is None:
        return _("Not asked in the last month")
    night = _day(run.night)
    if run.failure:
        return _("%s: could not be asked") % night
    if not run.broken:
        return _("%s: green") % night
    said = ngettext(
        "%(night)s: broken by %(n)d case", "%(night)s: broken by %(n)d cases", run.broken
    )
    return said % {"night": night, "n": run.broken}


def _asks_of_review(review: Review, rows: list[Stood]) -> str:
    if not review.is_issued:
        return _("Note how far the review has got.")
    overdue = sum(one.is_overdue for one in rows)
    if not overdue:
        return _("Note the report and how its recommendations stand.")
    said = ngettext(
        "Ask why %d recommendation is overdue, and by when it will be done.",
        "Ask why %d recommendations are overdue, and by when they will be done.",
        overdue,
    )
    return said % overdue


def _facts_of_review(review: Review) -> Iterator[tuple[str, str]]:
    ratings = list(ratings_of(review))
    yield _("Kind"), str(review.get_kind_display())
    yield _("Stands"), str(review.get_state_display())
    yield _("Rating"), ratings[0].title if ratings else _("Not rated yet")
    if len(ratings) > 1:
        yield _("First rated"), ratings[-1].title
    yield _("Carried out by"), review.carried_out_by
    yield _("Led by"), review.lead.name
    yield _("Answers for it"), review.sponsor.name
    if review.issued_on:
        yield _("Issued"), _day(review.issued_on)
    if review.follow_up_on and review.state != ReviewState.FOLLOWED_UP:
        yield _("To be followed up by"), _day(review.follow_up_on)


def _by_priority(rows: list[Stood]) -> BriefPart:
    heading = _("Recommendations by priority")
    if not rows:
        return BriefPart(heading, _("It recommends nothing."))
    issued = _count(rows)
    still = _count(one for one in rows if one.is_open)
    overdue = _count(one for one in rows if one.is_overdue)
    columns = (_("Priority"), _("Issued"), _("Open"), _("Overdue"))
    table = tuple(
        (title, str(issued[title]), str(still[title]), str(overdue[title])) for title in issued
    )
    return BriefPart(heading, "", columns, table)


def _count(rows: Iterable[Stood]) -> Counter[str]:
    return Counter(one.recommendation.priority_title for one in rows)


def _findings(findings: list[Finding]) -> BriefPart:
    heading = _("What was found")
    if not findings:
        return BriefPart(heading, _("Nothing is recorded yet."))
    rows = tuple(
        (
            f"{one.number}. {one.title}",
            one.risk,
            "\n".join(_listed(one.recommendations.all())),
        )
        for one in findings
    )
    columns = (_("Finding"), _("What may come of it"), _("Recommendations"))
    return BriefPart(heading, "", columns, rows)


def _listed(recommendations: Iterable[Recommendation]) -> Iterator[str]:
    for one in recommendations:
        yield f"{one.issued_as} ({one.priority_title})"


def _open_ones(rows: list[Stood]) -> BriefPart:
    heading, still = _("Recommendations that are open"), [one for one in rows if one.is_open]
    if not still:
        return BriefPart(heading, _("None is open."))
    columns = (_("Recommendation"), _("Owner"), _("Due"), _("Management says"), _("Auditor found"))
    return BriefPart(heading, "", columns, tuple(_open_row(one) for one in still))


def _open_row(one: Stood) -> tuple[str, ...]:
    said = f"{one.recommendation.issued_as}\n{one.recommendation.text}"
    return said, owners_named(one), _due(one), str(one.progress.label), _found(one)


def _day(day: date) -> str:
    return date_format(day, "j F Y")
