"""The forward plan: what is coming, so that whoever may want it can make ready in time."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from almoner.opendata.standards.catalogue import Distribution, Entry, Rhythm
from almoner.registers.forward_plan import ForwardPlan, public_plan
from almoner.web import words
from almoner.web.lists import page_of

from .twins import csv_twin, json_twin, twin
from .workbooks import xlsx_twin

MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@login_not_required
@require_safe
def forward_plan(request: HttpRequest) -> HttpResponse:
    page = {"page": page_of(request, public_plan(on=localdate()))}
    return render(request, "public/forward_plan/forward_plan.html", page)


@login_not_required
@require_safe
@twin
def forward_plan_csv(request: HttpRequest) -> HttpResponseBase:
    return csv_twin(request, _dataset(), file_name=ForwardPlan.slug)


@login_not_required
@require_safe
@twin
def forward_plan_json(request: HttpRequest) -> HttpResponseBase:
    return json_twin(
        request,
        _dataset(),
        file_name=ForwardPlan.slug,
        publisher=settings.BODY_NAME,
        address=f"{settings.ADDRESS}{request.path}",
        as_at=localdate().isoformat(),
    )


@login_not_required
@require_safe
@twin
def forward_plan_xlsx(request: HttpRequest) -> HttpResponseBase:
    said = _("As it stood on %(day)s.") % {"day": words.day(localdate())}
    return xlsx_twin(request, _dataset(), file_name=ForwardPlan.slug, said=said)


def _dataset() -> ForwardPlan:
    return ForwardPlan(public_plan(on=localdate()))


def plan_catalogued() -> Entry | None:
    """The plan as the catalogue lists it, if anything stands on it."""
    entries = public_plan(on=localdate())
    if not entries:
        return None
    title = _("Forward plan")
    return Entry(
        address=f"{settings.ADDRESS}{reverse('public:forward-plan')}",
        identifier=ForwardPlan.slug,
        title=title,
        about=_("Grants and contracts that are to come: what for, about how much, and when."),
        keywords=[_("grants"), _("contracts"), _("procurement"), _("pipeline")],
        modified=max(one.judged_at for one in entries if one.judged_at),
        rhythm=Rhythm.CONTINUOUS,
        distributions=[
            Distribution(
                title=_("%(title)s, as %(form)s") % {"title": title, "form": form.upper()},
                address=f"{settings.ADDRESS}{reverse(f'public:forward-plan-{form}')}",
                media_type=kind,
                format=form.upper(),
            )
            for form, kind in MEDIA_TYPES.items()
        ],
    )
