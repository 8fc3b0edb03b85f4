"""Another day for an action: its owner asks for it, and another person agrees or refuses."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from almoner.actions.days import agree_to_action_day, propose_action_day, refuse_action_day
from almoner.actions.models import LONGEST
from almoner.actions.policies import may_do_action, may_steer_action
from almoner.actions.queries import proposed_day_of
from almoner.core.verdicts import require
from almoner.web.forms.actions import MoveForm
from almoner.web.requests import StaffRequest

from .actions import CHANGE, Act, action_or_404, done_or_said

PROPOSE = Act(
    propose_action_day,
    may_do_action,
    gettext_lazy("Ask for another day"),
    gettext_lazy("Why it needs another day"),
    gettext_lazy("Ask for it"),
    gettext_lazy("Another person decides. Its day stands until then."),
)


class DecideForm(forms.Form):
    """Whether an action has another day."""

    AGREE, REFUSE = "agree", "refuse"
    decision = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[(AGREE, gettext_lazy("Agree")), (REFUSE, gettext_lazy("Refuse"))],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Whoever refuses says why."),
    )


@require_http_methods(CHANGE)
def propose(request: StaffRequest, reference: str) -> HttpResponse:
    shown = action_or_404(request, reference)
    require(may_do_action(request.user, shown, on=localdate()))
    form = MoveForm(request.POST if request.method == "POST" else None, label=PROPOSE.asks)
    if form.is_valid() and done_or_said(
        form, lambda: propose_action_day(shown, **form.cleaned_data, by=request.user, at=now())
    ):
        messages.success(request, PROPOSE.told)
        return redirect("workspace:action", reference)
    page = {"action": shown, "act": PROPOSE, "form": form}
    return render(request, "workspace/actions/act.html", page)


@require_http_methods(CHANGE)
def decide(request: StaffRequest, reference: str) -> HttpResponse:
    shown = action_or_404(request, reference)
    require(may_steer_action(request.user, shown, on=localdate()))
    proposal = proposed_day_of(shown)
    if proposal is None:
        raise Http404(reference)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        agrees = form.cleaned_data["decision"] == form.AGREE
        act, text = agree_to_action_day if agrees else refuse_action_day, form.cleaned_data["text"]
        if done_or_said(form, lambda: act(proposal, text=text, by=request.user, at=now())):
            messages.success(request, _("Your decision is recorded."))
            return redirect("workspace:action", reference)
    page = {"action": shown, "proposal": proposal, "form": form}
    return render(request, "workspace/actions/decide_day.html", page)
