"""Documents that are written from a template: whose they are, what they say, and their sections."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.accounts.access import read_restricted
from almoner.accounts.models import User
from almoner.core.references import name_of
from almoner.core.verdicts import Verdict, require
from almoner.documents.contents import in_words
from almoner.documents.models import Filling, SectionText
from almoner.documents.operations import begin_filling, save_section
from almoner.documents.operations.fillings import Overtaken
from almoner.documents.policies import (
    may_begin_filling,
    may_read_filling,
    may_see_templates,
    may_take_down_file,
    may_write_filling,
)
from almoner.documents.queries import (
    attached_to,
    comments_on,
    fillings_of,
    latest_texts,
    left_over,
    template_standings,
    written_of,
)
from almoner.documents.states import FillingState, TemplateState
from almoner.documents.subjects import belongs_to, is_restricted
from almoner.documents.written import Part, gaps_in
from almoner.web.addresses import address_of
from almoner.web.forms.fillings import BeginForm, CommentForm, SectionForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .filled_words import Differing, differing, drawn_part, drawn_parts, in_plain_words

CHANGE = ["GET", "HEAD", "POST"]
CONFLICT, UNFIT = 409, 400


@require_safe
def fillings(request: StaffRequest) -> HttpResponse:
    """The documents that somebody began or wrote in."""
    on = localdate()
    require(may_see_templates(request.user, on=on))
    page = {"page": page_of(request, fillings_of(request.user, on=on))}
    return render(request, "workspace/fillings/list.html", page)


@require_http_methods(CHANGE)
def begin(request: StaffRequest, about: str) -> HttpResponse:
    """Choose a template for a document about a case, which the address names."""
    require(may_begin_filling(request.user, about, on=localdate()))
    choices = [
        (one.code, one.template.title)
        for one in template_standings()
        if one.template.belongs_to == belongs_to(about)
    ]
    said = request.POST if request.method == "POST" else None
    form = BeginForm(said, templates=choices, initial={"template": request.GET.get("template")})
    if form.is_valid():
        code, title = form.cleaned_data["template"], form.cleaned_data["title"]
        filling = begin_filling(code, about=about, title=title, by=request.user, at=now())
        return redirect("workspace:filling", filling)
    page = {"form": form, "about": about, "case": address_of(about)}
    return render(request, "workspace/fillings/begin.html", page)


@dataclass(frozen=True, slots=True)
class Row:
    """A section in the list of them."""

    part: Part
    last: SectionText | None
    open_comments: int


@require_safe
def filling(request: StaffRequest, reference: str) -> HttpResponse:
    """A document: as it reads, where it stands, and what is still missing."""
    shown, may_write = filling_or_404(request, reference)
    written, values = written_of(shown, on=localdate())
    page = {
        **around(shown, may_write),
        "written": written,
        "drawn": drawn_parts(written.parts),
        "gaps": gaps_in(written.parts, values) if shown.is_open else [],
        **attachments_shown(shown, request.user),
        "former_template": shown.template.state == TemplateState.SUPERSEDED,
        "follower": shown.followers.exclude(state=FillingState.DROPPED).first(),
    }
    if shown.is_open:
        page["rows"] = _rows(shown, written.parts, is_of_team=bool(may_write))
        page["left_over"] = [(one.section, in_plain_words(one.text)) for one in left_over(shown)]
    return render(request, "workspace/fillings/filling.html", page)


@require_http_methods(CHANGE)
def section(request: StaffRequest, reference: str, section: str) -> HttpResponse:
    """One section: its guidance, its text, and what was said about it."""
    shown, may_write = filling_or_404(request, reference)
    parts, part = _part_or_404(shown, section)
    said = request.POST if request.method == "POST" else None
    form, theirs = SectionForm(said, part=part), None
    if form.is_valid():
        theirs = _kept(request, shown, form)
        if theirs is None and form.is_valid():
            return _onwards(request, shown, parts, part)
    page = {
        **around(shown, may_write),
        **_about_section(shown, parts, part, is_of_team=bool(may_write)),
        "form": form,
        "theirs": theirs,
        "their_words": theirs and in_words(part.section, theirs.text),
        "against_theirs": theirs and differing(part.section, theirs.text, form.said),
    }
    status = CONFLICT if theirs else 200
    return render(request, "workspace/fillings/section.html", page, status=status)


@require_POST
def keep(request: StaffRequest, reference: str, section: str) -> JsonResponse:
    """Keep a section while it is being written. The page's script asks, and is told in words."""
    shown, may_write = filling_or_404(request, reference)
    require(may_write)
    _parts, part = _part_or_404(shown, section)
    form = SectionForm(request.POST, part=part)
    if not form.is_valid():
        return _said(_("Not saved: press Save to see why."), status=UNFIT)
    theirs = _kept(request, shown, form)
    if theirs:
        words = _("Not saved: %(name)s saved this section meanwhile. Press Save to see both.")
        return _said(words % {"name": theirs.written_by.name}, status=CONFLICT)
    if form.errors:
        return _said(_("Not saved: press Save to see why."), status=UNFIT)
    latest = latest_texts(shown).filter(section=section).first()
    at = f"{localtime(now()):%H:%M}"
    number = latest.number if latest else 0
    return JsonResponse({"said": _("Saved at %(at)s") % {"at": at}, "based_on": number})


def _said(words: str, *, status: int) -> JsonResponse:
    return JsonResponse({"said": words}, status=status)


def filling_or_404(request: StaffRequest, reference: str) -> tuple[Filling, Verdict]:
    """A document that somebody may read, and whether they may write it."""
    people = ("template__layout", "begun_by", "closed_by", "follows")
    found = get_object_or_404(Filling.objects.select_related(*people), reference=reference)
    if is_restricted(found.about):
        read_restricted(request.user, name_of(found), at=now())
    require(may_read_filling(request.user, found, on=localdate()))
    return found, may_write_filling(request.user, found, on=localdate())


def attachments_shown(shown: Filling, user: User) -> dict[str, Any]:
    """What goes with a document, and whether its reader may take a file of it down."""
    attachments = list(attached_to(shown))
    may = attachments and may_take_down_file(user, attachments[0].file, on=localdate())
    return {"attachments": attachments, "may_take_down": may}


def around(shown: Filling, may_write: Verdict) -> dict[str, Any]:
    """What every page about a document says of it."""
    return {
        "filling": shown,
        "case": address_of(shown.about),
        "case_name": shown.about.partition(":")[2],
        "may_write": may_write,
    }


def _rows(shown: Filling, parts: list[Part], *, is_of_team: bool) -> list[Row]:
    last = {one.section: one for one in latest_texts(shown)}
    waiting: dict[str, int] = {}
    for comment in comments_on(shown, is_of_team=is_of_team).filter(resolved_at=None):
        waiting[comment.section] = waiting.get(comment.section, 0) + 1
    return [
        Row(part, last.get(part.section.code), waiting.get(part.section.code, 0)) for part in parts
    ]


def _part_or_404(shown: Filling, code: str) -> tuple[list[Part], Part]:
    written, _values = written_of(shown, on=localdate())
    part = next((part for part in written.parts if part.section.code == code), None)
    if part is None:
        raise Http404
    return written.parts, part


def _about_section(
    shown: Filling, parts: list[Part], part: Part, *, is_of_team: bool
) -> dict[str, Any]:
    place = parts.index(part)
    comments = comments_on(shown, is_of_team=is_of_team).filter(section=part.section.code)
    return {
        "part": part,
        "drawn": drawn_part(part),
        "last": latest_texts(shown).filter(section=part.section.code).first(),
        "before": parts[place - 1] if place else None,
        "after": parts[place + 1] if place + 1 < len(parts) else None,
        "from_standard": _from_standard(part),
        "comments": comments,
        "comment_form": CommentForm(auto_id="comment_%s"),
    }


def _from_standard(part: Part) -> Differing | None:
    return differing(part.section, part.section.text, part.text) if part.is_clause else None


def _kept(request: StaffRequest, shown: Filling, form: SectionForm) -> SectionText | None:
    """Keep what was written; or what somebody else saved meanwhile, and nothing is kept. The next
    time, what is sent is based on theirs, which the page shows.
    """
    try:
        save_section(
            shown,
            section=form.section.code,
            text=form.said,
            based_on=form.cleaned_data["based_on"],
            reason=form.cleaned_data.get("reason", ""),
            by=request.user,
            at=now(),
        )
    except Overtaken as told:
        form.data = said = request.POST.copy()
        said["based_on"] = str(told.latest.number)
        return told.latest
    except ValidationError as refused:
        form.add_error("text" if "text" in form.fields else None, refused)
    return None


def _onwards(request: StaffRequest, shown: Filling, parts: list[Part], part: Part) -> HttpResponse:
    messages.success(request, _("Saved at %(at)s") % {"at": f"{localtime(now()):%H:%M}"})
    place = parts.index(part) + 1
    if request.POST.get("then") == "next" and place < len(parts):
        return redirect("workspace:fill-section", shown, parts[place].section.code)
    return redirect("workspace:fill-section", shown, part.section.code)
