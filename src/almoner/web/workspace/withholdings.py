"""What is withheld from the public: proposing it, deciding on it, its reviews, and lifting it."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from almoner.accounts.access import read_restricted
from almoner.core.references import name_of
from almoner.core.verdicts import Verdict, refused, require
from almoner.papers.kinds import CopyKind
from almoner.payments.models import Payment
from almoner.registers.copies import copies_touched_by
from almoner.registers.kinds import KINDS
from almoner.registers.models import Withholding
from almoner.registers.operations import (
    agree_to_withhold,
    keep_withholding,
    lift_withholding,
    propose_lifting,
    refuse_lifting,
    refuse_withholding,
    withhold,
)
from almoner.registers.policies import (
    may_decide_lifting,
    may_decide_withholding,
    may_keep_withholding,
    may_propose_lifting,
    may_propose_withholding,
    may_see_withholdings,
)
from almoner.registers.publicity import published_by_name, rows_withheld_by
from almoner.registers.queries import withholdings_listed
from almoner.registers.states import WITHHOLDING_LIFECYCLE, WithholdingState
from almoner.web.forms.withholdings import (
    DecideWithholdingForm,
    KeepWithholdingForm,
    LiftWithholdingForm,
    ProposeWithholdingForm,
)
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .program_addresses import addresses_for_programs, agreements_of, organisations_of

CHANGE = ["GET", "HEAD", "POST"]
MENTIONS = 10
UNDECIDED = (
    WithholdingState.PROPOSED,
    WithholdingState.TAKEN_DOWN,
    WithholdingState.LIFTING,
)


@require_safe
def withholdings(request: StaffRequest) -> HttpResponse:
    """Everything that is or was withheld, what is to be reviewed first on top."""
    require(may_see_withholdings(request.user, on=localdate()))
    page = {
        "page": page_of(request, withholdings_listed()),
        "may_propose": may_propose_withholding(request.user, on=localdate()),
        "today": localdate(),
    }
    return render(request, "workspace/withholdings/list.html", page)


@require_http_methods(CHANGE)
def propose(request: StaffRequest) -> HttpResponse:
    require(may_propose_withholding(request.user, on=localdate()))
    said = request.POST if request.method == "POST" else None
    initial = {"about": request.GET.get("about", "")}
    form = ProposeWithholdingForm(said, on=localdate(), initial=initial)
    if form.is_valid():
        made = withhold(form.withholding(), by=request.user, at=now())
        if made.state == WithholdingState.TAKEN_DOWN:
            messages.success(request, _("It is taken down. A second person looks at it next."))
        else:
            messages.success(request, _("It is proposed. A second person decides."))
        return redirect("workspace:withholding", made)
    return render(request, "workspace/withholdings/propose.html", {"form": form})


@require_safe
def withholding(request: StaffRequest, reference: str) -> HttpResponse:
    """All about one: what it withholds, who decided, and what of it can still be found."""
    shown, on = _shown(request, reference), localdate()
    state = WithholdingState(shown.state)
    page = {
        "withholding": shown,
        "rows": rows_withheld_by(shown),
        "mentions": published_by_name(shown, most=MENTIONS),
        "tombstones": shown.tombstones.select_related("edition").order_by("pk"),
        "is_undecided": state in UNDECIDED,
        "may_keep": state == WithholdingState.IN_FORCE
        and may_keep_withholding(request.user, shown, on=on),
        "may_lift": WithholdingState.LIFTING in WITHHOLDING_LIFECYCLE.table[state]
        and may_propose_lifting(request.user, shown, on=on),
    }
    return render(request, "workspace/withholdings/withholding.html", page)


@require_http_methods(CHANGE)
def decide(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _shown(request, reference)
    said = request.POST if request.method == "POST" else None
    may_refuse = shown.state != WithholdingState.TAKEN_DOWN
    form = DecideWithholdingForm(said, may_refuse=may_refuse)
    if form.is_valid():
        _settle(shown, request, agrees=form.agrees)
        messages.success(request, _("Your decision is recorded."))
        return redirect("workspace:withholding", shown)
    page = {"withholding": shown, "verdict": _may_decide(request, shown), "form": form}
    return render(request, "workspace/withholdings/decide.html", page)


@require_http_methods(CHANGE)
def keep(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _shown(request, reference)
    require(may_keep_withholding(request.user, shown, on=localdate()))
    said = request.POST if request.method == "POST" else None
    form = KeepWithholdingForm(said, on=localdate())
    if form.is_valid():
        keep_withholding(shown, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("It stays withheld until the next review."))
        return redirect("workspace:withholding", shown)
    page = {"withholding": shown, "form": form}
    return render(request, "workspace/withholdings/keep.html", page)


@require_http_methods(CHANGE)
def lift(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _shown(request, reference)
    require(may_propose_lifting(request.user, shown, on=localdate()))
    form = LiftWithholdingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        propose_lifting(shown, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("It stays withheld until a second person agrees."))
        return redirect("workspace:withholding", shown)
    page = {"withholding": shown, "form": form}
    return render(request, "workspace/withholdings/lift.html", page)


@require_safe
def addresses(request: StaffRequest, reference: str) -> HttpResponseBase:
    """Every address that outside caches should be asked to forget, a line each."""
    shown = _shown(request, reference)
    lines = (f"{settings.ADDRESS}{address}\n" for address in _addresses_of(shown))
    response = StreamingHttpResponse(lines, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{shown}.txt"'
    return response


def _shown(request: StaffRequest, reference: str) -> Withholding:
    """What an address names, to whoever may read it; that they did is noted."""
    require(may_see_withholdings(request.user, on=localdate()))
    found = get_object_or_404(withholdings_listed(), reference=reference)
    read_restricted(request.user, name_of(found), at=now())
    return found


def _may_decide(request: StaffRequest, shown: Withholding) -> Verdict:
    if shown.state not in UNDECIDED:
        return refused(_("This has been decided."))
    if shown.state == WithholdingState.LIFTING:
        return may_decide_lifting(request.user, shown, on=localdate())
    return may_decide_withholding(request.user, shown, on=localdate())


def _settle(shown: Withholding, request: StaffRequest, *, agrees: bool) -> None:
    by, at = request.user, now()
    if shown.state == WithholdingState.LIFTING:
        (lift_withholding if agrees else refuse_lifting)(shown, by=by, at=at)
    else:
        (agree_to_withhold if agrees else refuse_withholding)(shown, by=by, at=at)


def _addresses_of(shown: Withholding) -> Iterator[str]:
    """The pages and twins that showed it, those that list others too, and editions' files."""
    yield from _of_its_own(shown)
    for route in ("home", "registers", "organisations"):
        yield reverse(f"public:{route}")
    for route in ("payments", *KINDS):
        yield from _with_twins(route)
    for series in CopyKind:
        yield from _with_twins("copies", series)
    for stone in shown.tombstones.select_related("edition").order_by("pk"):
        edition = stone.edition
        where = (edition.series, edition.period, edition.number)
        yield reverse("public:edition", args=where)
        for name in edition.files.order_by("name").values_list("name", flat=True):
            yield reverse("public:edition-file", args=(*where, name))
    yield from addresses_for_programs(shown)


def _of_its_own(shown: Withholding) -> Iterator[str]:
    """The pages, twins and files that are about what it withholds, and nothing else."""
    covered = organisations_of(shown)
    for reference in covered.values_list("reference", flat=True):
        yield from _with_twins("organisation", reference)
    paid = Payment.objects.filter(organisation__in=covered.values("pk")).order_by("pk")
    for payment in paid.values_list("reference", flat=True).iterator():
        yield from _with_twins("payment", payment)
    for copy in copies_touched_by(shown):
        for route in ("copy", "copy-file"):
            yield reverse(f"public:{route}", args=(copy.kind, copy.agreement))
    for kind, reference in agreements_of(shown).values_list("kind", "reference"):
        yield from _with_twins(kind, reference)


def _with_twins(route: str, *named: str) -> Iterator[str]:
    for kind in ("", "-csv", "-json"):
        yield reverse(f"public:{route}{kind}", args=named)
