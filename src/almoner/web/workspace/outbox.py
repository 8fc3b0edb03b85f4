"""Messages: what the house says to people, how far each has got, and mending what failed."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from almoner.accounts.operations import note_read
from almoner.core.references import name_of
from almoner.outbox.models import Message
from almoner.outbox.operations import cancel_message, send_message_again
from almoner.outbox.policies import (
    may_cancel_message,
    may_read_address,
    may_read_text,
    may_send_message_again,
)
from almoner.outbox.queries import messages_visible_to
from almoner.outbox.states import DELIVERY_LIFECYCLE, DeliveryState
from almoner.web.addresses import address_of
from almoner.web.forms.filters import FilterForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest


class StateFilter(FilterForm):
    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=[("", gettext_lazy("Any")), *DeliveryState.choices]
    )


@require_safe
def outbox(request: StaffRequest) -> HttpResponse:
    found = messages_visible_to(request.user, on=localdate()).order_by("-queued_at", "-pk")
    form = StateFilter(request.GET)
    if form.is_valid() and (state := form.cleaned_data["state"]):
        found = found.filter(delivery__state=state)
    page = {"form": form, "page": page_of(request, found, size=50)}
    return render(request, "workspace/outbox/list.html", page)


@require_safe
def message(request: StaffRequest, reference: str) -> HttpResponse:
    shown, on = _visible(request, reference), localdate()
    text = may_read_text(request.user, shown, on=on)
    if text and shown.to_actor != request.user.actor:
        note_read(who=request.user.actor, about=name_of(shown), is_allowed=True, at=now())
    page = {
        "message": shown,
        "about_url": address_of(shown.about),
        "address": may_read_address(request.user, shown, on=on),
        "text": text,
        "may_send_again": _may_become(shown, DeliveryState.QUEUED)
        and may_send_message_again(request.user, shown, on=on),
        "may_cancel": _may_become(shown, DeliveryState.CANCELLED)
        and may_cancel_message(request.user, shown, on=on),
        "attempts": shown.delivery.tries.order_by("-number"),
    }
    return render(request, "workspace/outbox/message.html", page)


@require_POST
def send_again(request: StaffRequest, reference: str) -> HttpResponse:
    send_message_again(_visible(request, reference), by=request.user, at=now())
    messages.success(request, _("The message is waiting to be sent again."))
    return redirect("workspace:message", reference)


@require_POST
def cancel(request: StaffRequest, reference: str) -> HttpResponse:
    cancel_message(_visible(request, reference), by=request.user, at=now())
    messages.success(request, _("The message is cancelled and will not be sent."))
    return redirect("workspace:message", reference)


def _visible(request: StaffRequest, reference: str) -> Message:
    return get_object_or_404(messages_visible_to(request.user, on=localdate()), reference=reference)


def _may_become(message: Message, state: DeliveryState) -> bool:
    now_in = DeliveryState(message.delivery.state)
    return state in DELIVERY_LIFECYCLE.table[now_in] and now_in != DeliveryState.SENDING
