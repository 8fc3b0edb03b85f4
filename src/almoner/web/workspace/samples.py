"""Samples: the list, drawing one, its members, and what was found of each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from almoner.audits.drawing import POPULATIONS
from almoner.audits.kinds import Tested
from almoner.audits.models import Sample
from almoner.audits.operations import draw_sample, record_result
from almoner.audits.policies import may_draw_sample, may_see_samples
from almoner.audits.queries import members_of, samples
from almoner.core.verdicts import require
from almoner.web.forms.samples import DrawForm, ResultForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .audits import CHANGE, done


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    require(may_see_samples(request.user, on=localdate()))
    page = page_of(request, samples())
    rows = [(one, _title(one)) for one in page]
    return render(request, "workspace/samples/list.html", {"page": page, "rows": rows})


@require_http_methods(CHANGE)
def draw(request: StaffRequest) -> HttpResponse:
    on = localdate()
    require(may_draw_sample(request.user, on=on))
    form = DrawForm(request.POST if request.method == "POST" else None, on=on)
    if form.is_valid() and (
        drawn := done(form, lambda: draw_sample(**form.cleaned_data, by=request.user, at=now()))
    ):
        messages.success(request, _("It is drawn and kept. Say what you find of each."))
        return redirect("workspace:sample", drawn)
    return render(request, "workspace/samples/draw.html", {"form": form})


@require_safe
def sample(request: StaffRequest, reference: str) -> HttpResponse:
    """Of what it was drawn, by which seed, and what was found of each member."""
    require(may_see_samples(request.user, on=localdate()))
    shown = get_object_or_404(samples(), reference=reference)
    found = list(members_of(shown))
    last = [next(iter(one.results.all()), None) for one in found]
    results = [one.result if one else "" for one in last]
    counts = [(label, results.count(code)) for code, label in Tested.choices]
    page = page_of(request, list(zip(found, last, strict=True)))
    said = {"sample": shown, "title": _title(shown), "page": page, "counts": counts}
    said["untested"] = results.count("")
    return render(request, "workspace/samples/sample.html", said)


@require_http_methods(CHANGE)
def test(request: StaffRequest, reference: str, place: int) -> HttpResponse:
    """Say what was found of a member."""
    require(may_draw_sample(request.user, on=localdate()))
    shown = get_object_or_404(samples(), reference=reference)
    member = get_object_or_404(members_of(shown), place=place)
    last = next(iter(member.results.all()), None)
    before = {"result": last.result, "text": last.text} if last else {}
    form = ResultForm(request.POST if request.method == "POST" else None, initial=before)
    if form.is_valid():
        said = {"result": Tested(form.cleaned_data["result"]), "text": form.cleaned_data["text"]}
        if done(form, lambda: record_result(member, **said, by=request.user, at=now())):
            messages.success(request, _("It is written down."))
            return redirect("workspace:sample", reference)
    page = {"sample": shown, "member": member, "form": form}
    return render(request, "workspace/samples/test.html", page)


def _title(sample: Sample) -> str:
    population = POPULATIONS.get(sample.population)
    return str(population.title) if population else sample.population
