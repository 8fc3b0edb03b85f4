"""What is done with a filled document: comments, history, finishing, and going out and back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.accounts.access import read_restricted
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.documents.audiences import Audience
from almoner.documents.contents import begun_text
from almoner.documents.kinds import MIMETYPES, FileKind
from almoner.documents.layouts import word_of
from almoner.documents.models import Comment, Filling
from almoner.documents.operations import (
    comment_on_filling,
    drop_filling,
    finish_filling,
    move_filling_to_template,
    reopen_filling,
    resolve_comment,
    return_filling_from_word,
)
from almoner.documents.operations.fillings import hindrances_to_finish
from almoner.documents.outputs.html import as_html
from almoner.documents.outputs.pdf import as_pdf
from almoner.documents.policies import may_read_comment
from almoner.documents.queries import texts_of, texts_of_section, written_of
from almoner.documents.subjects import hindrances_of
from almoner.documents.written import Part, gaps_in
from almoner.web.copies import as_download
from almoner.web.forms.fillings import CommentForm, WordForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .filled_documents import CHANGE, around, filling_or_404
from .filled_words import Differing, differing

HTML = "html"


@require_safe
def download(request: StaffRequest, reference: str, kind: str) -> HttpResponse:
    """The document as a file. Who took it is noted."""
    shown, _may_write = filling_or_404(request, reference)
    read_restricted(request.user, name_of(shown), at=now())
    written, values = written_of(shown, on=localdate())
    if kind == HTML:
        content, mimetype = as_html(written).encode(), "text/html; charset=utf-8"
    elif kind == FileKind.PDF:
        content, mimetype = as_pdf(written), MIMETYPES[FileKind.PDF]
    else:
        content, mimetype = word_of(shown, written, values), MIMETYPES[FileKind.DOCX]
    return as_download(content, name=f"{shown}.{kind}", mimetype=mimetype)


@require_http_methods(CHANGE)
def word(request: StaffRequest, reference: str) -> HttpResponse:
    """Take in a Word file that was made of the document."""
    shown, may_write = filling_or_404(request, reference)
    require(may_write)
    said, sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = WordForm(said, sent)
    if form.is_valid() and _has_returned(request, shown, form):
        return redirect("workspace:filling", shown)
    page = {**around(shown, may_write), "form": form}
    return render(request, "workspace/fillings/word.html", page)


@require_safe
def history(request: StaffRequest, reference: str) -> HttpResponse:
    """Every version of every section, the latest first."""
    shown, may_write = filling_or_404(request, reference)
    headings = {one.code: one.heading for one in shown.template.template.section}
    page = page_of(request, texts_of(shown).defer("text", "reason"))
    rows = [(one, headings.get(one.section, one.section), one.number - 1) for one in page]
    shown_page = {**around(shown, may_write), "page": page, "rows": rows}
    return render(request, "workspace/fillings/history.html", shown_page)


@require_safe
def compare(request: StaffRequest, reference: str) -> HttpResponse:
    """What a document says that its former version does not; or two texts of a section."""
    shown, may_write = filling_or_404(request, reference)
    written, _values = written_of(shown, on=localdate())
    code = request.GET.get("section", "")
    if code:
        found = [_two_texts(request, shown, written.parts, code)]
    else:
        found = _against_former(shown, written.parts)
    page = {
        **around(shown, may_write),
        "found": [one for one in found if one.has_changes],
        "is_of_section": bool(code),
    }
    return render(request, "workspace/fillings/compare.html", page)


@require_http_methods(CHANGE)
def finish(request: StaffRequest, reference: str) -> HttpResponse:
    shown, may_write = filling_or_404(request, reference)
    require(may_write)
    on = localdate()
    written, values = written_of(shown, on=on)
    hindrances = [*hindrances_to_finish(written), *hindrances_of(shown.about, values, on=on)]
    if request.method == "POST" and not hindrances:
        finish_filling(shown, by=request.user, at=now())
        messages.success(request, _("It is finished. Its text is frozen."))
        return redirect("workspace:filling", shown)
    page = {
        **around(shown, may_write),
        "hindrances": hindrances,
        "gaps": gaps_in(written.parts, values),
        "written": written,
        "open_comments": shown.comments.filter(resolved_at=None).count(),
    }
    return render(request, "workspace/fillings/finish.html", page)


@require_http_methods(CHANGE)
def reopen(request: StaffRequest, reference: str) -> HttpResponse:
    shown, may_write = filling_or_404(request, reference)
    require(may_write)
    if request.method == "POST":
        following = reopen_filling(shown, by=request.user, at=now())
        messages.success(request, _("The next version is begun."))
        return redirect("workspace:filling", following)
    return render(request, "workspace/fillings/reopen.html", around(shown, may_write))


@require_http_methods(CHANGE)
def drop(request: StaffRequest, reference: str) -> HttpResponse:
    shown, may_write = filling_or_404(request, reference)
    require(may_write)
    if request.method == "POST":
        drop_filling(shown, by=request.user, at=now())
        messages.success(request, _("It is dropped."))
        return redirect("workspace:filling", shown)
    return render(request, "workspace/fillings/drop.html", around(shown, may_write))


@require_POST
def move(request: StaffRequest, reference: str) -> HttpResponse:
    shown, may_write = filling_or_404(request, reference)
    require(may_write)
    move_filling_to_template(shown, by=request.user, at=now())
    messages.success(request, _("It is on the template as it stands now."))
    return redirect("workspace:filling", shown)


@require_POST
def comment(request: StaffRequest, reference: str, section: str) -> HttpResponse:
    """Say something about a section, to the audience on the button."""
    shown, _may_write = filling_or_404(request, reference)
    form = CommentForm(request.POST)
    is_known = request.POST.get("audience") in Audience.values
    if form.is_valid() and is_known:
        audience = Audience(request.POST["audience"])
        said = form.cleaned_data["text"]
        comment_on_filling(
            shown, section=section, text=said, audience=audience, by=request.user, at=now()
        )
        messages.success(
            request, _("Your comment is there, for: %(who)s.") % {"who": audience.label}
        )
    else:
        messages.error(request, _("Nothing was said: write your comment first."))
    return redirect("workspace:fill-section", shown, section)


@require_POST
def settle(request: StaffRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(Comment.objects.select_related("filling"), reference=reference)
    require(may_read_comment(request.user, found, on=localdate()))
    resolve_comment(found, by=request.user, at=now())
    messages.success(request, _("The comment is settled."))
    return redirect("workspace:fill-section", found.filling, found.section)


def _has_returned(request: StaffRequest, shown: Filling, form: WordForm) -> bool:
    pieces = form.cleaned_data["file"].chunks()
    try:
        changed = return_filling_from_word(shown, pieces=pieces, by=request.user, at=now())
    except ValidationError as refused:
        form.add_error("file", refused)
        return False
    words = ngettext(
        "%(n)d section has a new version: %(which)s.",
        "%(n)d sections have a new version: %(which)s.",
        len(changed),
    )
    messages.success(request, words % {"n": len(changed), "which": ", ".join(changed)})
    return True


def _two_texts(request: StaffRequest, shown: Filling, parts: list[Part], code: str) -> Differing:
    """Two texts of a section, by their numbers; the one before any is the template's own."""
    part = next((part for part in parts if part.section.code == code), None)
    numbers = [request.GET.get(name, "") for name in ("from", "to")]
    if part is None or not all(number.isdecimal() for number in numbers):
        raise Http404
    texts = {one.number: one.text for one in texts_of_section(shown, code)}
    texts[0] = begun_text(part.section)
    was, now_said = (texts.get(int(number)) for number in numbers)
    if was is None or now_said is None:
        raise Http404
    return differing(part.section, was, now_said)


def _against_former(shown: Filling, parts: list[Part]) -> list[Differing]:
    """Each section against the document that this one follows or, if none, its template."""
    before: dict[str, str] = {}
    if shown.follows:
        former, _values = written_of(shown.follows, on=localdate())
        before = {part.section.code: part.text for part in former.parts}
    return [
        differing(part.section, before.get(part.section.code, begun_text(part.section)), part.text)
        for part in parts
    ]
