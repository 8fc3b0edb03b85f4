"""What the checks found in imported rows, judged before anything dangerous is public."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from almoner.accounts.access import read_restricted
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.opendata.safety import CHECKS, Severity
from almoner.registers.findings import (
    OfACheck,
    counts_by_check,
    findings_of,
    judgements_of,
    live_findings,
    seen_as,
    sightings_of,
    words_of,
)
from almoner.registers.kinds import Register
from almoner.registers.looking import blocks
from almoner.registers.models import Finding
from almoner.registers.operations import (
    FindingsChanged,
    judge_finding,
    judge_findings,
    reopen_finding,
)
from almoner.registers.operations.judging import open_to
from almoner.registers.policies import (
    may_judge_finding,
    may_judge_findings_of,
    may_reopen_finding,
    may_see_findings,
    registers_judged_by,
)
from almoner.registers.reasons import FindingState
from almoner.web.forms.findings import JudgeForm, ReopenForm, TickForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .people import CHANGE

ROWS = 20


@require_safe
def findings(request: StaffRequest) -> HttpResponse:
    """All that waits, by register and check. No words: those are a step further."""
    on = localdate()
    require(may_see_findings(request.user, on=on))
    return _listed(request, registers_judged_by(request.user, on=on))


@require_safe
def findings_in(request: StaffRequest, register: str) -> HttpResponse:
    """The same of one register: where *My work* leads."""
    wanted = _register_or_404(register)
    require(may_judge_findings_of(request.user, wanted, on=localdate()))
    return _listed(request, [wanted])


def _listed(request: StaffRequest, registers: list[Register]) -> HttpResponse:
    waiting = counts_by_check(registers)
    page = {
        "registers": registers,
        "holding": [one for one in waiting if _holds(one)],
        "to_look_at": [one for one in waiting if not _holds(one)],
        "kept_back": counts_by_check(registers, state=FindingState.KEPT_BACK),
        "mended": counts_by_check(registers, state=FindingState.MENDED),
        "safe": counts_by_check(registers, state=FindingState.SAFE),
    }
    return render(request, "workspace/findings/index.html", page)


def _holds(one: OfACheck) -> bool:
    return one.check.severity is Severity.BLOCKS


@require_safe
def texts(request: StaffRequest, register: str, code: str) -> HttpResponse:
    """Every distinct text in which one check found something, of those that stand as asked."""
    wanted = _readable(request, register, code)
    state = _state_or_404(request.GET.get("state", FindingState.WAITING))
    shown = page_of(request, findings_of(wanted, code, state=state), size=25)
    page = {
        "register": wanted,
        "check": CHECKS[code],
        "state": state,
        "page": shown,
        "found": words_of(shown),
        "is_waiting": state == FindingState.WAITING,
        "is_blocking": blocks(code),
    }
    return render(request, "workspace/findings/texts.html", page)


@require_http_methods(CHANGE)
def judge_all(request: StaffRequest, register: str, code: str) -> HttpResponse:
    """Show all that one check found and that the reader may judge, then judge it at once."""
    wanted, at = _readable(request, register, code), now()
    waiting = open_to(request.user, wanted, code, at=at)
    form = _form(request, waiting, is_blocking=blocks(code))
    if form.is_valid() and isinstance(form, JudgeForm | TickForm):
        try:
            seen = form.cleaned_data["seen"]
            said = form.judgement()
            judge_findings(wanted, code, said, seen=seen, by=request.user, at=at)
        except FindingsChanged as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your judgement is recorded, and holds from now on."))
        return redirect("workspace:findings-in", wanted)
    shown = page_of(request, waiting, size=25)
    others = findings_of(wanted, code).count() - shown.paginator.count
    page = {
        "register": wanted,
        "check": CHECKS[code],
        "form": form,
        "page": shown,
        "found": words_of(shown),
        "not_mine": others,
        "is_blocking": blocks(code),
    }
    return render(request, "workspace/findings/judge_all.html", page)


def _form(request: StaffRequest, waiting: Any, *, is_blocking: bool) -> JudgeForm | TickForm:
    """What there is to say of what waits; of what only asks for a look, nothing."""
    said = request.POST if request.method == "POST" else None
    initial = {"seen": seen_as(waiting)}
    if is_blocking:
        return JudgeForm(said, is_blocking=True, initial=initial)
    return TickForm(said, initial=initial)


@require_http_methods(CHANGE)
def finding(request: StaffRequest, reference: str) -> HttpResponse:
    """One finding: the words, the rows that say them, what was decided, and deciding it."""
    shown, on = _shown(request, reference), localdate()
    verdict = may_judge_finding(request.user, shown, on=on)
    is_waiting = shown.state == FindingState.WAITING
    form = JudgeForm(request.POST if request.method == "POST" else None, is_blocking=shown.blocks)
    if is_waiting and verdict and form.is_valid():
        judge_finding(shown, form.judgement(), by=request.user, at=now())
        messages.success(request, _("Your judgement is recorded, and holds from now on."))
        return redirect("workspace:findings-in", shown.register)
    (words,) = words_of([shown])
    page = {
        "finding": shown,
        "words": words,
        "sightings": sightings_of(shown)[:ROWS],
        "more": max(0, words.rows - ROWS),
        "judgements": judgements_of(shown),
        "is_waiting": is_waiting,
        "verdict": verdict,
        "may_reopen": not is_waiting and may_reopen_finding(request.user, shown, on=on),
        "form": form,
    }
    return render(request, "workspace/findings/finding.html", page)


@require_http_methods(CHANGE)
def reopen(request: StaffRequest, reference: str) -> HttpResponse:
    """Revoke what was decided: its rows are held until it is judged anew."""
    shown = _shown(request, reference)
    require(may_reopen_finding(request.user, shown, on=localdate()))
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reopen_finding(shown, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("It is to be judged anew. Its rows are held until then."))
        return redirect("workspace:finding", shown)
    (words,) = words_of([shown])
    page = {"finding": shown, "words": words, "form": form}
    return render(request, "workspace/findings/reopen.html", page)


def _shown(request: StaffRequest, reference: str) -> Finding:
    """What an address names, to whoever may judge it; that they read it is noted."""
    on = localdate()
    require(may_see_findings(request.user, on=on))
    found = get_object_or_404(live_findings(list(Register)), reference=reference)
    read_restricted(request.user, name_of(found), at=now())
    return found


def _readable(request: StaffRequest, register: str, code: str) -> Register:
    """The register of a list of texts, for whoever may read it; that they do is noted."""
    wanted = _register_or_404(register)
    if code not in CHECKS:
        raise Http404
    read_restricted(request.user, f"registers.findings:{wanted}", at=now())
    return wanted


def _register_or_404(register: str) -> Register:
    if register not in Register.values:
        raise Http404
    return Register(register)


def _state_or_404(state: str) -> FindingState:
    if state not in FindingState.values:
        raise Http404
    return FindingState(state)
