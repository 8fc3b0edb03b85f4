"""Organisations as officials see them: which may be one, each with all its names, and deciding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.agreements.policies import may_see_repeated_rows
from almoner.core.hindrances import hindrances_to
from almoner.core.verdicts import require
from almoner.organisations.groups import groups_now, head_of
from almoner.organisations.likenesses import (
    decisions_about,
    doubts_first,
    likeness_of,
    undecided_likenesses,
)
from almoner.organisations.models import Likeness, Organisation
from almoner.organisations.operations import (
    find_right,
    keep_apart,
    merge_organisations,
    part_organisation,
)
from almoner.organisations.policies import may_decide_likenesses, may_see_likenesses
from almoner.organisations.queries import live_organisations
from almoner.organisations.states import MERGING, LikenessState
from almoner.payments.selections import organisations_called
from almoner.registers.dealings import GroupDealings, dealings_with
from almoner.registers.doubts import DoubtfulRow, rows_in_doubt
from almoner.registers.policies import may_see_holdings
from almoner.web.forms.organisations import MergeForm, OrganisationSearch, ReasonForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .people import CHANGE

MOST_FOUND, SIZE, MOST_DECISIONS = 20, 10, 50


@dataclass(frozen=True, slots=True)
class Asked:
    """A likeness as the page shows it: what is known of each side, and where the doubt stands."""

    likeness: Likeness
    sides: Sequence[GroupDealings]
    rows: Sequence[DoubtfulRow]


@require_safe
def organisations(request: StaffRequest) -> HttpResponse:
    """What awaits somebody's decision, and a search for any organisation."""
    on = localdate()
    require(may_see_likenesses(request.user, on=on))
    form = OrganisationSearch(request.GET)
    typed = form.cleaned_data["q"].strip() if form.is_valid() else ""
    listed = page_of(request, doubts_first(undecided_likenesses()), size=SIZE)
    page = {
        "form": form,
        "typed": typed,
        "found": _found(typed, on=on) if typed else [],
        "page": listed,
        "asked": [] if typed else _asked(list(listed), on=on),
        "may_decide": may_decide_likenesses(request.user, on=on),
        "may_see_repeated": may_see_repeated_rows(request.user, on=on),
    }
    return render(request, "workspace/organisations/queue.html", page)


@require_safe
def organisation(request: StaffRequest, reference: str) -> HttpResponse:
    """One organisation with all that are merged into it, what was decided, and whom it may be."""
    on = localdate()
    require(may_see_likenesses(request.user, on=on))
    shown = shown_organisation(reference)
    if shown.survivor:
        return redirect("workspace:organisation", shown.survivor)
    form = OrganisationSearch(request.GET)
    typed = form.cleaned_data["q"].strip() if form.is_valid() else ""
    group = dealings_with([shown], on=on)[shown.pk]
    page = {
        "organisation": shown,
        "group": group,
        "decisions": decisions_about([one.organisation.pk for one in group.each])[:MOST_DECISIONS],
        "form": form,
        "typed": typed,
        "found": _found(typed, on=on, but=shown) if typed else [],
        "may_decide": may_decide_likenesses(request.user, on=on),
        "may_answer": may_see_holdings(request.user, on=on),
    }
    return render(request, "workspace/organisations/organisation.html", page)


@require_http_methods(CHANGE)
def merge(request: StaffRequest, reference: str, other: str) -> HttpResponse:
    """Two organisations side by side, what becomes of them, and merging them."""
    on = localdate()
    require(may_decide_likenesses(request.user, on=on))
    one, second = _two(reference, other)
    form = MergeForm(request.POST if request.method == "POST" else None, one=one, other=second)
    if form.is_valid():
        terms = {"into": form.survivor, "reason": form.cleaned_data["reason"]}
        survivor = merge_organisations(form.merged, **terms, by=request.user, at=now())
        messages.success(request, _("They are one organisation from now on."))
        return redirect("workspace:organisation", survivor)
    likeness, known = likeness_of(one, second), dealings_with([one, second], on=on)
    page = {
        "form": form,
        "sides": [known[one.pk], known[second.pk]],
        "likeness": likeness,
        "is_open": likeness is not None and likeness.state == LikenessState.OPEN,
        "why_not": hindrances_to(MERGING, groups_now().of_all([one.pk, second.pk])),
    }
    return render(request, "workspace/organisations/merge.html", page)


@require_POST
def apart(request: StaffRequest, reference: str, other: str) -> HttpResponse:
    require(may_decide_likenesses(request.user, on=localdate()))
    likeness = likeness_of(shown_organisation(reference), shown_organisation(other))
    if likeness is None:
        raise Http404
    keep_apart(likeness, reason="", by=request.user, at=now())
    messages.success(request, _("They are kept apart, and nobody is asked again."))
    return redirect("workspace:organisations")


@require_POST
def right(request: StaffRequest, reference: str) -> HttpResponse:
    require(may_decide_likenesses(request.user, on=localdate()))
    likeness = likeness_of(shown_organisation(reference), None)
    if likeness is None:
        raise Http404
    find_right(likeness, reason="", by=request.user, at=now())
    messages.success(request, _("It is right as it is, until a later file is in doubt of it."))
    return redirect("workspace:organisations")


@require_http_methods(CHANGE)
def part(request: StaffRequest, reference: str) -> HttpResponse:
    """Show what parting an organisation brings back, then part it."""
    on = localdate()
    require(may_decide_likenesses(request.user, on=on))
    shown = shown_organisation(reference)
    if shown.survivor is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        part_organisation(shown, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("It is an organisation by itself again."))
        return redirect("workspace:organisation", shown)
    known = dealings_with([shown], on=on)[shown.pk]
    page = {
        "form": form,
        "organisation": shown,
        "survivor": shown.survivor,
        "parted": next(one for one in known.each if one.organisation == shown),
        "why_not": hindrances_to(MERGING, groups_now().of(shown.pk)),
    }
    return render(request, "workspace/organisations/part.html", page)


def shown_organisation(reference: str) -> Organisation:
    found = live_organisations().select_related("survivor", "merged_into")
    return get_object_or_404(found, reference=reference)


def _two(reference: str, other: str) -> tuple[Organisation, Organisation]:
    """Those who speak for the two that an address names. One that it names twice is none."""
    one, second = (head_of(shown_organisation(named)) for named in (reference, other))
    if one == second:
        raise Http404
    return one, second


def _asked(likenesses: Sequence[Likeness], *, on: date) -> list[Asked]:
    pairs = [(one, [each for each in (one.organisation, one.other) if each]) for one in likenesses]
    known = dealings_with([each for _one, both in pairs for each in both], on=on)
    rows = rows_in_doubt(likenesses)
    return [
        Asked(
            one,
            [known[each.pk] for each in both],
            rows.get((one.organisation_id, one.other_id), []),
        )
        for one, both in pairs
    ]


def _found(typed: str, *, on: date, but: Organisation | None = None) -> list[GroupDealings]:
    """The organisations that answer to these words, each with all that are one with it."""
    called = organisations_called(typed, among=live_organisations()).filter(survivor=None)
    if but:
        called = called.exclude(pk=but.pk)
    some = list(called.order_by("matching_name", "pk")[:MOST_FOUND])
    known = dealings_with(some, on=on)
    return [known[one.pk] for one in some]
