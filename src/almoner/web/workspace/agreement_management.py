"""What people do with one agreement: adopt, hand over, release, set its days, ring and note."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.accounts.access import read_restricted
from almoner.agreements.managed import (
    contact_of,
    contacts_of,
    managers_on,
    stewardship_of,
    terms_on,
)
from almoner.agreements.models import AgreementVersion, Stewardship
from almoner.agreements.operations import (
    adopt_agreement,
    change_contact,
    change_management,
    forget_contact,
    hand_over_agreement,
    release_agreement,
    write_note,
)
from almoner.agreements.policies import (
    may_adopt_agreements,
    may_change_management,
    may_forget_contact,
    may_release_agreement,
    may_write_note,
)
from almoner.core.lifecycles import IllegalTransition
from almoner.core.verdicts import require
from almoner.web.forms.agreements import ContactForm, DaysForm, ManagerForm, NoteForm, ReleaseForm
from almoner.web.forms.people import SureForm
from almoner.web.requests import StaffRequest

from .agreement_lists import title_of
from .agreements import shown_agreement, who_may_be_named
from .people import CHANGE


@require_http_methods(CHANGE)
def adopt(request: StaffRequest, reference: str) -> HttpResponse:
    version, on = shown_agreement(request, reference), localdate()
    require(may_adopt_agreements(request.user, on=on))
    if stewardship_of(version.agreement, on=on):
        raise IllegalTransition(f"Somebody manages {reference} already")
    among = who_may_be_named(request.user, on=on)
    form = ManagerForm(request.POST if request.method == "POST" else None, among=among)
    if form.is_valid():
        adopt_agreement(version.agreement, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("It is managed from today. Now say by which days."))
        mine = form.cleaned_data["manager"] == request.user
        return redirect("workspace:agreement-days" if mine else "workspace:agreement", reference)
    return _page(request, version, "adopt", form=form)


@require_http_methods(CHANGE)
def hand_over(request: StaffRequest, reference: str) -> HttpResponse:
    version, stewardship = _managed(request, reference)
    me, on = request.user, localdate()
    require(may_adopt_agreements(me, on=on))
    is_theirs = may_change_management(me, stewardship, on=on)
    among = managers_on(on) if is_theirs else who_may_be_named(me, on=on)
    among = among.exclude(reference=str(stewardship.manager))
    form = ManagerForm(request.POST if request.method == "POST" else None, among=among)
    if form.is_valid():
        hand_over_agreement(version.agreement, **form.cleaned_data, by=me, at=now())
        name = form.cleaned_data["manager"].name
        messages.success(request, _("%(name)s manages it from today.") % {"name": name})
        return redirect("workspace:agreement", reference)
    return _page(request, version, "hand_over", form=form, stewardship=stewardship, among=among)


@require_http_methods(CHANGE)
def days(request: StaffRequest, reference: str) -> HttpResponse:
    version, stewardship = _managed(request, reference)
    require(may_change_management(request.user, stewardship, on=localdate()))
    terms = terms_on(localdate()).filter(agreement=version.agreement).first()
    set_before = {
        name: getattr(terms, name, None)
        for name in ("ends_on", "notice_on", "notice_months", "review_on")
    }
    form = DaysForm(request.POST if request.method == "POST" else None, initial=set_before)
    if form.is_valid():
        change_management(version.agreement, form.days(), by=request.user, at=now())
        messages.success(request, _("The days are set."))
        return redirect("workspace:agreement", reference)
    return _page(request, version, "days", form=form)


@require_http_methods(CHANGE)
def release(request: StaffRequest, reference: str) -> HttpResponse:
    version, stewardship = _managed(request, reference)
    require(may_release_agreement(request.user, stewardship, on=localdate()))
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        release_agreement(version.agreement, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("Nobody manages it any more."))
        return redirect("workspace:agreement", reference)
    return _page(request, version, "release", form=form, stewardship=stewardship)


@require_safe
def contact(request: StaffRequest, reference: str) -> HttpResponse:
    """Whom to ring at the provider. That somebody read it is noted."""
    version, stewardship = _managed(request, reference)
    read_restricted(request.user, f"agreements.providercontact:{reference}", at=now())
    on = localdate()
    page = {
        "contact": contact_of(version.agreement, on=on),
        "kept": contacts_of(version.agreement),
        "may_change": may_change_management(request.user, stewardship, on=on),
    }
    return _page(request, version, "contact", **page)


@require_http_methods(CHANGE)
def new_contact(request: StaffRequest, reference: str) -> HttpResponse:
    version, stewardship = _managed(request, reference)
    require(may_change_management(request.user, stewardship, on=localdate()))
    form = ContactForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        change_contact(version.agreement, form.contact(), by=request.user, at=now())
        messages.success(request, _("The contact is kept."))
        return redirect("workspace:agreement-contact", reference)
    return _page(request, version, "new_contact", form=form)


@require_http_methods(CHANGE)
def forget(request: StaffRequest, reference: str) -> HttpResponse:
    version, stewardship = _managed(request, reference)
    require(may_forget_contact(request.user, stewardship, on=localdate()))
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        forget_contact(version.agreement, by=request.user, at=now())
        messages.success(request, _("The contact is forgotten, now and in the past."))
        return redirect("workspace:agreement", reference)
    return _page(request, version, "forget", form=form)


@require_POST
def note(request: StaffRequest, reference: str) -> HttpResponse:
    version = shown_agreement(request, reference)
    require(may_write_note(request.user, on=localdate()))
    form = NoteForm(request.POST)
    if form.is_valid():
        write_note(version.agreement, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("The note is written."))
        return redirect("workspace:agreement", reference)
    return _page(request, version, "note", form=form)


def _managed(request: StaffRequest, reference: str) -> tuple[AgreementVersion, Stewardship]:
    """An agreement that somebody manages, to whoever may see agreements."""
    version = shown_agreement(request, reference)
    stewardship = stewardship_of(version.agreement, on=localdate())
    if stewardship is None:
        raise IllegalTransition(f"Nobody manages {reference}")
    return version, stewardship


def _page(
    request: StaffRequest, version: AgreementVersion, name: str, **page: object
) -> HttpResponse:
    shown = {"version": version, "title": title_of(version), **page}
    return render(request, f"workspace/agreements/{name}.html", shown)
