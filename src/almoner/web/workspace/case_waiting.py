"""What is stuck and why: the cases that have stood still for long, and whom or what they await."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.commissions.policies import may_see_cases
from almoner.commissions.rules import rules_of
from almoner.commissions.waiting import LONG, Waiting, cases_waiting, why_they_wait
from almoner.core.verdicts import require
from almoner.web.addresses import address_of
from almoner.web.forms.forward_plan import LongerThanForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest


class Row:
    """A case that waits, with the addresses at which its reasons are put right."""

    def __init__(self, waiting: Waiting) -> None:
        self.waiting = waiting
        self.case = waiting.case
        self.stage = rules_of(waiting.case).stage.title
        self.reasons = [
            (one, address_of(one.place.about, one.place.verb) if one.place else None)
            for one in waiting.reasons
        ]


@require_safe
def stuck(request: StaffRequest) -> HttpResponse:
    on = localdate()
    require(may_see_cases(request.user, on=on))
    form = LongerThanForm(request.GET)
    longer_than = form.cleaned_data["days"] if form.is_valid() else LONG
    page = page_of(request, cases_waiting(request.user, longer_than=longer_than, on=on))
    shown = {
        "form": form,
        "page": page,
        "days": longer_than,
        "rows": [Row(one) for one in why_they_wait(page, on=on)],
    }
    return render(request, "workspace/commissions/stuck.html", shown)
