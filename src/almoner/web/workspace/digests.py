"""Word by e-mail of what is due: how often somebody wants it, and what it would say now."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from almoner.core.verdicts import require
from almoner.outbox.operations import choose_digest
from almoner.outbox.policies import may_choose_digest
from almoner.outbox.queries import rhythms_of
from almoner.outbox.rhythms import DigestRhythm
from almoner.web.requests import StaffRequest

from .digest_letters import letter_to
from .people import CHANGE


class DigestForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often do you want word of what is due to you?"),
        choices=DigestRhythm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how often.")},
    )


@require_http_methods(CHANGE)
def digest(request: StaffRequest) -> HttpResponse:
    """How often one is told, and what a digest would say at this moment."""
    me, on = request.user, localdate()
    require(may_choose_digest(me, on=on))
    rhythm = rhythms_of([me])[me.pk]
    said = request.POST if request.method == "POST" else None
    form = DigestForm(said, initial={"rhythm": rhythm})
    if form.is_valid():
        choose_digest(DigestRhythm(form.cleaned_data["rhythm"]), by=me, at=now())
        messages.success(request, _("It is recorded, and holds from the next morning."))
        return redirect("workspace:digest")
    page = {"form": form, "letter": letter_to(me, on=on), "me": me}
    return render(request, "workspace/digest.html", page)
