"""Agreements: the list of both registers, one agreement, and a whole list given to a manager."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from almoner.accounts.models import User
from almoner.accounts.operations import note_read
from almoner.accounts.queries import roles_of
from almoner.agreements.managed import managers_on, notes_on, with_management
from almoner.agreements.models import AgreementVersion
from almoner.agreements.operations import AgreementsChanged, give_agreements
from almoner.agreements.policies import (
    NAMERS,
    may_adopt_agreements,
    may_see_agreements,
    may_write_note,
)
from almoner.agreements.repetitions import row_repeated_by
from almoner.agreements.selections import has_agreements, registers_on
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.payments.policies import may_see_matches
from almoner.registers.officials import withheld_among
from almoner.web.forms.agreements import AgreementFilters, AsAtDayForm, GiveForm, NoteForm
from almoner.web.requests import StaffRequest

from .agreement_lists import DEFAULT, AgreementList, title_of
from .agreement_pages import (
    Gift,
    history_shown,
    management_shown,
    papers_shown,
    payments_shown,
    register_shown,
)
from .people import CHANGE

CSV = "text/csv; charset=utf-8"


@require_safe
def agreements(request: StaffRequest) -> HttpResponse:
    """Both registers, narrowed as the address says."""
    on = localdate()
    require(may_see_agreements(request.user, on=on))
    form = AgreementFilters(request.GET, me=request.user, today=on)
    page: dict[str, Any] = {"form": form, "default": DEFAULT, "has_any": has_agreements()}
    if form.is_valid():
        asked = AgreementList.asked(request, form)
        shown = asked.page(request)
        page |= {
            "asked": asked,
            "page": shown,
            "rows": asked.rows(shown),
            "query": _query(request),
            "may_give": form.is_of_today and bool(may_adopt_agreements(request.user, on=on)),
        }
    return render(request, "workspace/agreements/list.html", page)


@require_safe
def agreements_csv(request: StaffRequest) -> HttpResponseBase:
    """The same list, whole, as a file for officials: it says what is withheld."""
    require(may_see_agreements(request.user, on=localdate()))
    form = AgreementFilters(request.GET, me=request.user, today=localdate())
    if not form.is_valid():
        return redirect(f"{reverse('workspace:agreements')}{_query(request)}")
    asked = AgreementList.asked(request, form)
    response = StreamingHttpResponse(asked.csv(), content_type=CSV)
    name = f"agreements-{form.cleaned_data['on']}-not-for-publication.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def agreement(request: StaffRequest, reference: str) -> HttpResponse:
    """One agreement: how it is managed, what its register says, and how that came about."""
    me, today = request.user, localdate()
    require(may_see_agreements(me, on=today))
    form = AsAtDayForm(request.GET, today=today)
    on, is_as_at = (form.cleaned_data["on"], form.is_as_at) if form.is_valid() else (today, True)
    version = get_object_or_404(registers_on(on, is_as_at=is_as_at), agreement__reference=reference)
    is_withheld = bool(withheld_among([version.agreement_id]))
    if is_withheld:
        note_read(who=me.actor, about=name_of(version.agreement), is_allowed=True, at=now())
    (managed,) = with_management([version], on=on, is_as_at=is_as_at)
    page = {
        "form": form,
        "on": on,
        "is_past": on != today,
        "version": version,
        "title": title_of(version),
        "is_withheld": is_withheld,
        "repeats": row_repeated_by(reference, on=today),
        "managed": managed,
        "sees_matches": may_see_matches(me, on=today),
        "payments": payments_shown(version),
        "facts": register_shown(version),
        "history": history_shown(version.agreement, on=on, is_as_at=is_as_at),
        "notes": notes_on(version.agreement),
        "note_form": NoteForm(),
        "may_note": may_write_note(me, on=today),
    }
    page |= management_shown(managed, me, on=today) | papers_shown(version, me, on=today)
    return render(request, "workspace/agreements/agreement.html", page)


@require_http_methods(CHANGE)
def give(request: StaffRequest) -> HttpResponse:
    """Show who manages each agreement of a list, then give them all to one manager."""
    me, on = request.user, localdate()
    require(may_adopt_agreements(me, on=on))
    filters = AgreementFilters(request.GET, me=me, today=on)
    if not filters.is_valid() or not filters.is_of_today:
        return redirect(f"{reverse('workspace:agreements')}{_query(request)}")
    gift = Gift.of(AgreementList.asked(request, filters), me, on=on)
    said = request.POST if request.method == "POST" else None
    form = GiveForm(said, among=who_may_be_named(me, on=on))
    if form.is_valid() and not gift.is_too_much and _is_given(request, gift, form):
        return redirect(f"{reverse('workspace:agreements')}?whose={form.cleaned_data['manager']}")
    shown = gift.page(request)
    page = {"gift": gift, "page": shown, "rows": gift.rows(shown), "form": form}
    return render(request, "workspace/agreements/give.html", page | {"query": _query(request)})


def _is_given(request: StaffRequest, gift: Gift, form: GiveForm) -> bool:
    said = form.cleaned_data
    try:
        count = give_agreements(gift.agreements, **said, by=request.user, at=now())
    except AgreementsChanged as error:
        form.add_error(None, str(error))
        return False
    words = ngettext(
        "%(name)s manages %(count)d more agreement.",
        "%(name)s manages %(count)d more agreements.",
        count,
    )
    messages.success(request, words % {"name": said["manager"].name, "count": count})
    return True


def who_may_be_named(me: User, *, on: date) -> QuerySet[User]:
    """Whom somebody may name as a manager: any, or only themself."""
    named = managers_on(on)
    return named if roles_of(me, on=on) & NAMERS else named.filter(pk=me.pk)


def shown_agreement(request: StaffRequest, reference: str) -> AgreementVersion:
    """What is said of an agreement now, to whoever may see agreements."""
    require(may_see_agreements(request.user, on=localdate()))
    found = registers_on(localdate(), is_as_at=False)
    return get_object_or_404(found, agreement__reference=reference)


def _query(request: StaffRequest) -> str:
    """What was asked for, as other addresses about the same list say it."""
    said = request.GET.copy()
    said.pop("page", None)
    return f"?{said.urlencode()}" if said else ""
