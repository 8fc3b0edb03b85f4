"""Recommendations: the list and its file, and one as a whole."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from almoner.actions.models import Action
from almoner.assurance.controls import control_called
from almoner.assurance.holding import runs_between
from almoner.assurance.models import Run
from almoner.audits.agreed import KIND
from almoner.audits.models import Recommendation
from almoner.audits.policies import (
    may_add_evidence,
    may_answer_recommendation,
    may_give_verdict,
    may_import_recommendations,
    may_read_recommendation,
    may_see_audits,
    may_tie_controls,
)
from almoner.audits.queries import (
    evidence_of,
    in_full,
    recommendations_visible_to,
    responses_of,
    ties_of,
    verdicts_of,
)
from almoner.audits.standings import (
    Stood,
    ageing,
    agreed_words,
    owners_named,
    recommendations_as_at,
    recommendations_known,
    stood,
)
from almoner.audits.states import Progress
from almoner.audits.wants import wants_of, wants_of_controls
from almoner.core.moments import day_of, end_of
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.publication.writers import CsvWriter
from almoner.reports.policies import may_take_assurance_file
from almoner.web.forms.recommendations import CLOSED, OPEN, AsAtForm, RecommendationFilters
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .agreed_actions import what_was_agreed

CSV = "text/csv; charset=utf-8"
MOST_BARS = 14
MONTH = timedelta(days=31)


@require_safe
def recommendations(request: StaffRequest) -> HttpResponse:
    """Those that somebody asks for, as at a day; at first the open ones of today."""
    require(may_see_audits(request.user, on=localdate()))
    form, every, rows = _asked(request)
    page = {
        "page": page_of(request, rows),
        "form": form,
        "ages": ageing(every),
        "count": sum(one.is_open for one in every),
        "overdue": sum(one.is_overdue for one in every),
        "on": form.cleaned_data["on"] if form.is_valid() else localdate(),
        "may_import": may_import_recommendations(request.user, on=localdate()),
    }
    return render(request, "workspace/recommendations/list.html", page)


@require_safe
def recommendations_csv(request: StaffRequest) -> HttpResponseBase:
    """The same list, whole, as a file for officials."""
    require(may_see_audits(request.user, on=localdate()))
    form, _every, rows = _asked(request)
    response = StreamingHttpResponse(_csv(rows), content_type=CSV)
    on = form.cleaned_data["on"] if form.is_valid() else localdate()
    name = f"recommendations-{on}-not-for-publication.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(request: StaffRequest) -> tuple[RecommendationFilters, list[Stood], list[Stood]]:
    """What somebody asked for, all that they may read of the day, and what is left of that."""
    today = localdate()
    mine = recommendations_visible_to(request.user, on=today)
    keys = dict(mine.order_by().values_list("pk", "reference"))
    agreed = Action.objects.filter(source__in=[f"{KIND}{one}" for one in keys.values()])
    agreed = agreed.filter(is_restricted=False).order_by("owner__name", "owner__reference")
    owners = agreed.values_list("owner__reference", "owner__name").distinct()
    form = RecommendationFilters(request.GET, owners=owners, today=today)
    said = form.cleaned_data if form.is_valid() else {}
    on, is_as_at = said.get("on", today), not said or form.is_as_at
    found = recommendations_as_at(on) if is_as_at else recommendations_known(on)
    every = [one for one in found if one.recommendation.pk in keys]
    return form, every, sorted(_narrowed(every, said), key=_place)


def _narrowed(rows: Iterable[Stood], said: dict[str, Any]) -> list[Stood]:
    which = said.get("which", OPEN)
    tests: dict[str, Callable[[Stood], object]] = {
        OPEN: lambda one: one.is_open,
        CLOSED: lambda one: not one.is_open,
        "overdue": lambda one: one.is_overdue,
        "slipped": lambda one: one.moves or one.days_slipped,
        "all": lambda _one: True,
    }
    found = [one for one in rows if tests[which](one)]
    if said.get("progress"):
        found = [one for one in found if one.progress == said["progress"]]
    if said.get("finds"):
        wanted = "" if said["finds"] == "none" else said["finds"]
        found = [one for one in found if (one.verdict.finds if one.verdict else "") == wanted]
    if said.get("owner"):
        found = [one for one in found if said["owner"] in _owners_of(one)]
    return found


def _owners_of(one: Stood) -> set[str]:
    return {action.owner.reference for action in one.agreed}


def _place(one: Stood) -> tuple[bool, date, int]:
    """What has no day yet first, then that of which something is due the soonest."""
    return one.next_on is not None, one.next_on or date.min, one.recommendation.pk


def _csv(rows: Iterable[Stood]) -> Iterator[bytes]:
    writer = CsvWriter(_headings())
    yield writer.begin()
    for one in rows:
        yield writer.row(_cells(one))


def _headings() -> list[str]:
    return [
        _("Recommendation"),
        _("Review"),
        _("Title of the review"),
        _("Report date"),
        _("Number in the report"),
        _("Finding"),
        _("Risk"),
        _("What is recommended"),
        _("Priority"),
        _("Management response"),
        _("Agreed actions"),
        _("Owners"),
        _("First due"),
        _("Due"),
        _("Times moved"),
        _("As management says"),
        _("As the auditor found"),
        _("Found on"),
    ]


def _cells(one: Stood) -> tuple[Any, ...]:
    said = one.recommendation
    return (
        said.reference,
        said.review.reference,
        said.review.title,
        said.review.issued_on,
        said.issued_as,
        said.finding.title,
        said.finding.risk,
        said.text,
        said.priority_title,
        one.response.get_answer_display() if one.response else "",
        agreed_words(one),
        owners_named(one),
        one.first_due_on,
        one.due_on,
        str(one.moves),
        str(one.progress.label),
        one.verdict.get_finds_display() if one.verdict else "",
        one.verdict.valid_from if one.verdict else None,
    )


@require_safe
def recommendation(request: StaffRequest, reference: str) -> HttpResponse:
    """One recommendation: as management says, as the auditor found, and all that shows it."""
    shown, today, me = recommendation_or_404(request, reference), localdate(), request.user
    form = AsAtForm(request.GET, today=today)
    on, is_as_at = (form.cleaned_data["on"], form.is_as_at) if form.is_valid() else (today, True)
    row = stood([shown], on=on, known_before=end_of(on) if is_as_at else None)[0]
    is_issued = shown.review.is_issued
    page = {
        "recommendation": shown,
        "row": row,
        "form": form,
        "on": on,
        "today": today,
        "is_past": on != today,
        "wants": _wants(row, on=today) if on == today else [],
        "charts": _charts(shown, on=on),
        "evidence": _evidence_by(shown, on),
        "may_answer": is_issued
        and _is_unanswered(row)
        and may_answer_recommendation(me, shown, on=today),
        "may_show": is_issued and not row.is_given_up and may_add_evidence(me, shown, on=today),
        "may_find": is_issued and may_give_verdict(me, shown, on=today),
        "may_tie": may_tie_controls(me, shown, on=today),
        "may_take_file": may_take_assurance_file(me, name_of(shown), on=today),
        **what_was_agreed(shown, row, me),
        "responses": responses_of(shown),
        "verdicts": verdicts_of(shown),
    }
    return render(request, "workspace/recommendations/recommendation.html", page)


def _is_unanswered(row: Stood) -> bool:
    return row.progress in {Progress.UNANSWERED, Progress.REJECTED} and row.is_open


def _wants(row: Stood, *, on: date) -> list[Any]:
    """What it still wants, once management says that it is implemented; after the verdict, whether
    a control that it is tied to has fallen back.
    """
    if row.progress != Progress.IMPLEMENTED:
        return []
    if row.is_verified:
        return wants_of_controls(row.recommendation, on=on)
    return wants_of(row.recommendation, on=on) if row.is_open else []


def _evidence_by(shown: Recommendation, on: date) -> Any:
    return evidence_of(shown).filter(recorded_at__lt=end_of(on))


def _charts(shown: Recommendation, *, on: date) -> list[dict[str, Any]]:
    """For each control that measures it, how many in a hundred cases kept it, since the day on
    which the action was agreed.
    """
    since = day_of(shown.action.opened_at) if shown.action else on - MONTH
    charts = []
    for tie in ties_of(shown):
        runs = runs_between(tie.code, since, on)
        charts.append(
            {
                "control": control_called(tie.code),
                "since": since,
                "nights": len(runs),
                "red": sum(bool(run.broken or run.failure) for run in runs),
                "kept": _drawn(runs),
            }
        )
    return charts


def _drawn(runs: list[Run]) -> list[tuple[str, int]]:
    """Each night or, of many, the worst of as many as make the bars few enough to be read."""
    told = [(run.night, run.percent_kept) for run in runs if run.percent_kept is not None]
    each = -(-len(told) // MOST_BARS) or 1
    worst = [min(told[n : n + each], key=lambda one: one[1]) for n in range(0, len(told), each)]
    drawn = [(date_format(night, "j M"), percent) for night, percent in worst]
    return drawn if any(percent for _night, percent in drawn) else []


def recommendation_or_404(request: StaffRequest, reference: str) -> Recommendation:
    """What an address names, to whoever may read it."""
    on = localdate()
    require(may_see_audits(request.user, on=on))
    found = get_object_or_404(in_full(Recommendation.objects.all()), reference=reference)
    require(may_read_recommendation(request.user, found, on=on))
    return found
