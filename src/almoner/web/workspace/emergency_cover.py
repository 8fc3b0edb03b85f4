"""Emergency cover: who acts without a certificate, why and until when."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from almoner.academy.models import EmergencyCover
from almoner.academy.operations import end_cover, grant_cover
from almoner.academy.policies import may_cover, may_end_cover, may_see_covers
from almoner.core.verdicts import require
from almoner.framework.queries import framework_on
from almoner.web.forms.academy import CoverForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

CHANGE = ["GET", "HEAD", "POST"]


@require_safe
def covers(request: StaffRequest) -> HttpResponse:
    """All that was ever granted, the latest first."""
    on, me = localdate(), request.user
    require(may_see_covers(me, on=on))
    framework = framework_on(on)
    found = EmergencyCover.objects.select_related("person", "granted_by").order_by("-pk")
    shown = page_of(request, found)
    page = {
        "page": shown,
        "rows": [(one, framework.title_of_course(one.course_code)) for one in shown],
        "today": on,
        "may_cover": may_cover(me, on=on),
    }
    return render(request, "workspace/academy/covers.html", page)


@require_http_methods(CHANGE)
def grant(request: StaffRequest) -> HttpResponse:
    """Let somebody act for a while without a certificate."""
    on = localdate()
    require(may_cover(request.user, on=on))
    said = request.POST if request.method == "POST" else None
    form = CoverForm(said, on=on, framework=framework_on(on))
    if form.is_valid() and _granted(request, form):
        messages.success(request, _("They may act until that day. It is recorded."))
        return redirect("workspace:emergency-cover")
    return render(request, "workspace/academy/grant_cover.html", {"form": form})


def _granted(request: StaffRequest, form: CoverForm) -> EmergencyCover | None:
    facts = dict(form.cleaned_data)
    person, course = facts.pop("person"), facts.pop("course")
    try:
        return grant_cover(person, course, **facts, by=request.user, at=now())
    except ValidationError as mistake:
        form.add_error(None, mistake)
        return None


@require_http_methods(CHANGE)
def end(request: StaffRequest, reference: str) -> HttpResponse:
    """End it today."""
    on = localdate()
    people = EmergencyCover.objects.select_related("person", "granted_by")
    cover = get_object_or_404(people, reference=reference)
    require(may_cover(request.user, on=on))
    require(may_end_cover(request.user, cover, on=on))
    if request.method == "POST":
        end_cover(cover, by=request.user, at=now())
        messages.success(request, _("It has ended."))
        return redirect("workspace:emergency-cover")
    title = framework_on(on).title_of_course(cover.course_code)
    return render(request, "workspace/academy/end_cover.html", {"cover": cover, "title": title})
