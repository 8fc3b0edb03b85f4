"""Forms by which what the checks found is judged, one by one or all at once."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from almoner.registers.models import Judgement
from almoner.registers.operations.judging import mistakes_in_judgement
from almoner.registers.reasons import FOR_PUBLISHING, FindingState, Reason

VERDICTS = {
    FindingState.SAFE: gettext_lazy("It is safe to publish, as it stands"),
    FindingState.KEPT_BACK: gettext_lazy("Keep it back: the rows that say it stay unpublished"),
    FindingState.MENDED: gettext_lazy(
        "It is mended in the source: it stays unpublished, and comes again with the next import"
    ),
}


class JudgeForm(forms.Form):
    """Says what is to become of it and, where it is to be published, why that is safe."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("What is to become of it"),
        choices=list(VERDICTS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what is to become of it.")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why it is safe to publish"),
        choices=[(reason, reason.label) for reason in FOR_PUBLISHING],
        widget=forms.RadioSelect,
        required=False,
        help_text=gettext_lazy("Only needed if it is safe to publish."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2_000,
        required=False,
        help_text=gettext_lazy(
            "For those who judge here. It is not in the ledger, and never published."
        ),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, is_blocking: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_blocking = is_blocking

    def judgement(self) -> Judgement:
        said = self.cleaned_data
        is_safe = said.get("verdict") == FindingState.SAFE
        return Judgement(
            verdict=said.get("verdict", ""),
            reason=said.get("reason", "") if is_safe else "",
            note=said.get("note", "").strip(),
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors:
            for mistake in mistakes_in_judgement(self.judgement(), blocking=self.is_blocking):
                name = "note" if said.get("reason") == Reason.OTHER else "reason"
                self.add_error(name, ValidationError(mistake))
        return said


class TickForm(forms.Form):
    """Nothing to say: the button is the answer. Sends what was seen."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def judgement(self) -> Judgement:
        return Judgement(verdict=FindingState.SAFE, reason=Reason.LOOKED_AT)


class ReopenForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Why it is to be judged anew"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2_000,
        help_text=gettext_lazy(
            "For those who judge here. It is not in the ledger, and never published."
        ),
    )
