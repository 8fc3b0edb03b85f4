"""Rows of grants and contracts that a register holds twice: saying so, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from almoner.agreements.models import Agreement, AgreementVersion, RepetitionDecision
from almoner.agreements.operations import say_repeated, say_separate
from almoner.agreements.policies import may_decide_repeated_rows, may_see_repeated_rows
from almoner.agreements.repetitions import (
    first_of,
    last_decisions_on,
    repeated_rows,
    rows_held_twice,
)
from almoner.core.verdicts import require
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

MOST_REPEATED = 50


@dataclass(frozen=True, slots=True)
class Repeated:
    """A row that a person said repeats another; `is_alike` while it still says the same."""

    version: AgreementVersion
    decision: RepetitionDecision
    is_alike: bool


@require_safe
def repeated(request: StaffRequest) -> HttpResponse:
    """Rows that say the same in every word, and those of which somebody said that they are one."""
    on = localdate()
    require(may_see_repeated_rows(request.user, on=on))
    listed = page_of(request, rows_held_twice(on=on))
    firsts = first_of(listed, on=on)
    page = {
        "page": listed,
        "rows": [(version, firsts[version.agreement_id]) for version in listed],
        "repeated": _repeated(list(repeated_rows(on=on)[:MOST_REPEATED])),
        "may_decide": may_decide_repeated_rows(request.user, on=on),
    }
    return render(request, "workspace/repeated_rows/list.html", page)


@require_POST
def repeat(request: StaffRequest, reference: str) -> HttpResponse:
    on = localdate()
    require(may_decide_repeated_rows(request.user, on=on))
    again = get_object_or_404(rows_held_twice(on=on), agreement__reference=reference)
    first = first_of([again], on=on)[again.agreement_id].agreement
    say_repeated(again.agreement, of=first, reason="", by=request.user, at=now())
    messages.success(request, _("It counts as one row from now on."))
    return redirect("workspace:repeated-rows")


@require_POST
def separate(request: StaffRequest, reference: str) -> HttpResponse:
    require(may_decide_repeated_rows(request.user, on=localdate()))
    agreement = get_object_or_404(Agreement, reference=reference)
    if agreement.repeats is None:
        raise Http404
    say_separate(agreement, reason="", by=request.user, at=now())
    messages.success(request, _("They count as two rows again."))
    return redirect("workspace:repeated-rows")


def _repeated(versions: Sequence[AgreementVersion]) -> list[Repeated]:
    decisions = last_decisions_on([version.agreement_id for version in versions])
    return [
        Repeated(
            version,
            decisions[version.agreement_id],
            version.fingerprint == version.agreement.repeated_words,
        )
        for version in versions
    ]
