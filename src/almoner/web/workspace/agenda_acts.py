"""What is done about one item until it is minuted: by its secretary, members, the chair."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from almoner.boards.models import ItemFile
from almoner.boards.operations import (
    add_item_file,
    answer_question,
    ask_question,
    change_item,
    declare_interest,
    move_item,
    remove_item_file,
    rule_on_interest,
    withdraw_item,
)
from almoner.boards.policies import (
    may_answer,
    may_ask,
    may_change_item,
    may_declare,
    may_rule,
    may_withdraw_item,
)
from almoner.core.verdicts import require
from almoner.web.forms.agendas import (
    ItemFileForm,
    ItemForm,
    RulingForm,
    SayForm,
)
from almoner.web.forms.boards import BecauseForm
from almoner.web.requests import StaffRequest

from .board_pages import CHANGE, Ask, done, form_page, item_or_404, sent

ITEM = "workspace:agenda-item"


@require_http_methods(CHANGE)
def change(request: StaffRequest, reference: str) -> HttpResponse:
    shown, on = item_or_404(request, reference), localdate()
    require(may_change_item(request.user, shown, on=on))
    form = ItemForm(sent(request), on=on, item=shown)
    if form.is_valid() and done(
        form, lambda: change_item(shown, form.wanted(), by=request.user, at=now())
    ):
        messages.success(request, _("It is changed."))
        return redirect(ITEM, reference)
    return form_page(request, shown, form, Ask(_("Change the item"), _("Change it")))


@require_POST
def move(request: StaffRequest, reference: str) -> HttpResponse:
    """Another place on the agenda, counted from 1."""
    shown = item_or_404(request, reference)
    said = request.POST.get("to", "")
    try:
        to = int(said) if said.isdecimal() else 0
        move_item(shown, to=to, by=request.user, at=now())
    except ValidationError as mistake:
        messages.warning(request, " ".join(mistake.messages))
    return redirect("workspace:meeting", shown.meeting)


@require_http_methods(CHANGE)
def withdraw(request: StaffRequest, reference: str) -> HttpResponse:
    shown = item_or_404(request, reference)
    require(may_withdraw_item(request.user, shown, on=localdate()))
    form = BecauseForm(sent(request))
    if form.is_valid() and done(
        form, lambda: withdraw_item(shown, **form.cleaned_data, by=request.user, at=now())
    ):
        messages.success(request, _("It is off the agenda."))
        return redirect("workspace:meeting", shown.meeting)
    warning = _("It cannot be put back: put it down again. A paper that is out stays on record.")
    ask = Ask(_("Take it off the agenda"), _("Take it off"), warning=warning, is_grave=True)
    return form_page(request, shown, form, ask)


@require_http_methods(CHANGE)
def add_file(request: StaffRequest, reference: str) -> HttpResponse:
    shown = item_or_404(request, reference)
    require(may_change_item(request.user, shown, on=localdate()))
    files = request.FILES if request.method == "POST" else None
    form = ItemFileForm(sent(request), files)
    if form.is_valid():
        said = form.cleaned_data
        upload, title = said["file"], said["title"]
        about = {"name": upload.name, "item": shown, "title": title}
        try:
            add_item_file(upload.chunks(), **about, by=request.user, at=now())
        except ValidationError as mistake:
            form.add_error("file", mistake)
        else:
            messages.success(request, _("It goes with the item."))
            return redirect(ITEM, reference)
    words = _("Whoever may read the paper of the item reads it too.")
    return form_page(request, shown, form, Ask(_("Attach a file"), _("Attach it"), words=words))


@require_http_methods(CHANGE)
def remove_file(request: StaffRequest, reference: str, file: str) -> HttpResponse:
    shown = item_or_404(request, reference)
    require(may_change_item(request.user, shown, on=localdate()))
    there = ItemFile.objects.filter(item=shown, removed_at=None)
    added = get_object_or_404(there, file__reference=file)
    if request.method == "POST":
        remove_item_file(added, by=request.user, at=now())
        messages.success(request, _("It is taken off. That it was there stays on record."))
        return redirect(ITEM, reference)
    ask = Ask(_("Take a file off"), _("Take it off"), words=added.title, is_grave=True)
    return form_page(request, shown, None, ask)


@require_http_methods(CHANGE)
def ask(request: StaffRequest, reference: str) -> HttpResponse:
    """Ask about the paper before the meeting."""
    shown = item_or_404(request, reference)
    require(may_ask(request.user, shown, at=now(), on=localdate()))
    form = SayForm(sent(request), label=_("Your question"))
    if form.is_valid() and done(
        form, lambda: ask_question(shown, **form.cleaned_data, by=request.user, at=now())
    ):
        messages.success(request, _("It is asked. Everybody who reads the paper sees it."))
        return redirect(ITEM, reference)
    words = _("Everybody who may read the paper sees it, with your name, and its answer.")
    return form_page(request, shown, form, Ask(_("Ask a question"), _("Ask it"), words=words))


@require_http_methods(CHANGE)
def answer(request: StaffRequest, reference: str, number: int) -> HttpResponse:
    """Answer a question, which is counted from the first that was asked about the item."""
    shown = item_or_404(request, reference)
    require(may_answer(request.user, shown, on=localdate()))
    asked = get_object_or_404(shown.questions.order_by("pk")[number - 1 : number])
    form = SayForm(sent(request), label=_("Your answer"))
    if form.is_valid() and done(
        form, lambda: answer_question(asked, **form.cleaned_data, by=request.user, at=now())
    ):
        messages.success(request, _("It is answered."))
        return redirect(ITEM, reference)
    said = Ask(_("Answer a question"), _("Answer it"), words=asked.text)
    return form_page(request, shown, form, said)


@require_http_methods(CHANGE)
def declare(request: StaffRequest, reference: str) -> HttpResponse:
    """Declare an interest: whoever does is out of the item from then on."""
    shown = item_or_404(request, reference)
    require(may_declare(request.user, shown, on=localdate()))
    form = SayForm(sent(request), label=_("What your interest is"))
    if form.is_valid() and done(
        form,
        lambda: declare_interest(shown, what=form.cleaned_data["text"], by=request.user, at=now()),
    ):
        messages.success(request, _("It is declared, and you are out of this item."))
        return redirect("workspace:meeting", shown.meeting)
    warning = _(
        "From then on you are out of this item: you read neither its paper nor its minute, and you"
        " leave while it is heard, unless the chair finds that you may stay. It cannot be taken"
        " back."
    )
    told = Ask(_("Declare an interest"), _("Declare it"), warning=warning, is_grave=True)
    return form_page(request, shown, form, told)


@require_http_methods(CHANGE)
def rule(request: StaffRequest, reference: str, person: str) -> HttpResponse:
    """Say, in the chair, whether somebody who declared an interest may stay."""
    shown = item_or_404(request, reference)
    declared = shown.interests.select_related("person")
    interest = get_object_or_404(declared, person__reference=person)
    interest.item = shown
    require(may_rule(request.user, interest, on=localdate()))
    form = RulingForm(sent(request))
    if form.is_valid() and done(
        form, lambda: rule_on_interest(interest, **form.cleaned_data, by=request.user, at=now())
    ):
        messages.success(request, _("It is recorded."))
        return redirect(ITEM, reference)
    words = _("%(name)s declared: %(what)s") % {"name": interest.person.name, "what": interest.what}
    warning = _("This cannot be taken back.")
    told = Ask(_("Decide on an interest"), _("Record it"), words=words, warning=warning)
    return form_page(request, shown, form, told)
