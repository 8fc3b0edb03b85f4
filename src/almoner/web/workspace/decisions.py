"""One decision: as it stands, as it is written by sections, and its restricted part."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from almoner.accounts.access import read_restricted
from almoner.actions.queries import people_who_may_act
from almoner.commissions.rules import rules_of
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.decisions.access import PART_TWO
from almoner.decisions.form import written_of
from almoner.decisions.models import Decision
from almoner.decisions.operations import draft_decision, draft_decision_about_body, revise_decision
from almoner.decisions.operations.drafting import text_of
from almoner.decisions.policies import (
    may_draft_about_body,
    may_draft_decision,
    may_revise_decision,
    may_see_decision,
    may_see_decisions,
)
from almoner.decisions.queries import decisions, delegations_in_force
from almoner.documents.kinds import MIMETYPES, FileKind
from almoner.documents.outputs.pdf import as_pdf
from almoner.documents.outputs.word import as_word
from almoner.framework.queries import framework_in_force, framework_on
from almoner.web.copies import as_download
from almoner.web.forms.decisions import BeginAboutBodyForm, BeginForm, sections_of
from almoner.web.requests import StaffRequest

from .cases import CHANGE, case_or_404, done
from .decision_pages import page_of_decision

DRAWN = {str(FileKind.PDF): as_pdf, str(FileKind.DOCX): as_word}


def decision_or_404(request: StaffRequest, reference: str) -> Decision:
    """The decision of a reference or a number, for whoever may see it. Reads about a restricted
    case are logged.
    """
    require(may_see_decisions(request.user, on=localdate()))
    named = Q(reference=reference) | Q(number=reference)
    found = get_object_or_404(decisions().filter(named))
    if found.is_restricted:
        read_restricted(request.user, name_of(found), at=now())
    require(may_see_decision(request.user, found, on=localdate()))
    return found


@require_http_methods(CHANGE)
def begin(request: StaffRequest, reference: str) -> HttpResponse:
    """Begin a decision about a case."""
    case = case_or_404(request, reference)
    require(may_draft_decision(request.user, case, on=localdate()))
    held = framework_in_force(localdate())
    said = request.POST if request.method == "POST" else None
    matter = rules_of(case).stage.matter or ""
    form = BeginForm(said, framework=held.framework, matter=matter)
    if form.is_valid():
        text = {"title": form.cleaned_data["title"]}
        chosen = form.cleaned_data["matter"]
        made = draft_decision(case, chosen, text, now=held, by=request.user, at=now())
        messages.success(request, _("It is begun. Write it section by section."))
        return redirect("workspace:decision", made)
    return render(request, "workspace/decisions/begin.html", {"case": case, "form": form})


@require_http_methods(CHANGE)
def begin_about_body(request: StaffRequest) -> HttpResponse:
    """Begin a decision that is about no case but the body itself."""
    require(may_draft_about_body(request.user, on=localdate()))
    held = framework_in_force(localdate())
    said = request.POST if request.method == "POST" else None
    form = BeginAboutBodyForm(said, framework=held.framework, matter="")
    if form.is_valid():
        made = draft_decision_about_body(
            form.cleaned_data["matter"],
            {"title": form.cleaned_data["title"]},
            is_restricted=form.cleaned_data["is_restricted"],
            now=held,
            by=request.user,
            at=now(),
        )
        messages.success(request, _("It is begun. Write it section by section."))
        return redirect("workspace:decision", made)
    return render(request, "workspace/decisions/begin.html", {"form": form})


@require_safe
def decision(request: StaffRequest, reference: str) -> HttpResponse:
    shown = decision_or_404(request, reference)
    page = page_of_decision(shown, request.user, on=localdate())
    page["sections"] = [(code, title) for code, (title, _form) in sections_of(shown).items()]
    return render(request, "workspace/decisions/decision.html", page)


@require_http_methods(CHANGE)
def edit(request: StaffRequest, reference: str, section: str) -> HttpResponse:
    """A section of a draft, or of what was returned."""
    shown, on = decision_or_404(request, reference), localdate()
    sections = sections_of(shown)
    if section not in sections:
        raise Http404
    require(may_revise_decision(request.user, shown, on=on))
    if section == "restricted":
        read_restricted(request.user, f"{PART_TWO}:{shown.reference}", at=now())
    title, make = sections[section]
    said = request.POST if request.method == "POST" else None
    known: dict[str, Any] = {"text": text_of(shown), "framework": framework_on(on)}
    if section == "delegation":
        known["delegations"] = delegations_in_force(on)
        known["people"] = people_who_may_act(on)
    form = make(said, **known)
    if form.is_valid():
        read = form.cleaned_data["read"]
        act = partial(revise_decision, shown, form.said(), read=read, by=request.user, at=now())
        if done(form, act):
            messages.success(request, _("It is recorded."))
            return redirect("workspace:decision", shown)
    page = {"decision": shown, "title": title, "form": form}
    return render(request, "workspace/decisions/edit.html", page)


@require_safe
def part_two(request: StaffRequest, reference: str) -> HttpResponse:
    """Part 2, for its readers. Each reading is logged, and each refusal."""
    shown = decision_or_404(request, reference)
    read_restricted(request.user, f"{PART_TWO}:{shown.reference}", at=now())
    page = {"decision": shown, "text": text_of(shown)}
    return render(request, "workspace/decisions/part_two.html", page)


@require_safe
def form_file(request: StaffRequest, reference: str, kind: str) -> HttpResponse:
    """Part 1 as a file, with the advice and who signed it."""
    shown, on = decision_or_404(request, reference), localdate()
    if kind not in DRAWN:
        raise Http404
    written = written_of(shown, body=settings.BODY_NAME, framework=framework_on(on), on=on)
    mimetype = MIMETYPES[FileKind(kind)]
    return as_download(DRAWN[kind](written), name=f"{shown.called}.{kind}", mimetype=mimetype)
