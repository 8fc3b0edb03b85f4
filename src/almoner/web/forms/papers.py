"""Forms about documents of agreements, and copies of contracts to publish."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.documents.grounds import Danger
from almoner.framework.grounds import View
from almoner.papers.kinds import DocumentKind, Reason, Redaction
from almoner.papers.models import Exemption
from almoner.papers.operations import Said, Terms
from almoner.papers.operations.exemptions import mistakes_in
from almoner.papers.states import CopyState
from almoner.registers.copies import EXEMPT, MISSING

from .fields import DayField
from .filters import FilterForm

LINES = forms.Textarea({"rows": 3})
ANY = [("", gettext_lazy("Any"))]


def refuse_too_large(file: "File[bytes]") -> "File[bytes]":
    if file.size > settings.DOCUMENT_LIMIT:
        words = {
            "size": filesizeformat(file.size),
            "most": filesizeformat(settings.DOCUMENT_LIMIT),
        }
        raise ValidationError(
            _("The file has %(size)s, and at most %(most)s are kept. Make it smaller.") % words
        )
    return file


class ReplaceDocumentForm(forms.Form):
    """A document that takes the place of one, or is the first of its kind."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        allow_empty_file=True,  # what is wrong with it is said better when it is kept
        help_text=gettext_lazy(
            "PDF, .docx, .xlsx, .odt, .ods, .png, .jpg, .txt or .csv. Only officials read it."
        ),
    )
    title = forms.CharField(label=gettext_lazy("What it is called"), max_length=200)
    dated_on = DayField(
        label=gettext_lazy("The day of the document"),
        help_text=gettext_lazy("The day that it bears, such as that of the signature."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), widget=LINES, required=False, max_length=2_000
    )

    def clean_file(self) -> "File[bytes]":
        return refuse_too_large(self.cleaned_data["file"])

    def said(self) -> Said:
        said = self.cleaned_data
        return Said(said["title"], said["dated_on"], said["note"])


class AddDocumentForm(ReplaceDocumentForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=DocumentKind.choices, widget=forms.RadioSelect
    )
    field_order = ["kind", "file", "title", "dated_on", "note"]


class ReasonForm(forms.Form):
    """Says why, of what cannot be taken back by a click."""

    reason = forms.CharField(label=gettext_lazy("Why"), widget=LINES, max_length=2_000)


class TakeDownForm(ReasonForm):
    ground = forms.ChoiceField(
        label=gettext_lazy("What it endangers"), choices=Danger.choices, widget=forms.RadioSelect
    )
    field_order = ["ground", "reason"]


class ReviewFileForm(forms.Form):
    DELETE, RESTORE = "delete", "restore"

    decision = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[
            (DELETE, gettext_lazy("Delete the file for good. Its digest stays on record")),
            (RESTORE, gettext_lazy("Put it back as it was")),
        ],
        widget=forms.RadioSelect,
    )


class PrepareCopyForm(forms.Form):
    """A redacted copy as it is sent, and what is blacked out in it."""

    NOTHING = "nothing"

    file = forms.FileField(
        label=gettext_lazy("The redacted copy, as PDF"),
        allow_empty_file=True,
        help_text=gettext_lazy(
            "It is published as flat pages: its author, comments, attachments and bookmarks are"
            " left out. Black out by an application that removes the words, then print to PDF."
        ),
    )
    redactions = forms.MultipleChoiceField(
        label=gettext_lazy("Why is something blacked out?"),
        choices=[*Redaction.choices, (NOTHING, gettext_lazy("Nothing is blacked out"))],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The grounds are published beside the copy."),
    )
    explanation = forms.CharField(
        label=gettext_lazy("What is blacked out"),
        widget=LINES,
        required=False,
        max_length=2_000,
        help_text=gettext_lazy("For whoever checks it. It is not published."),
    )
    correction = forms.CharField(
        label=gettext_lazy("What does the new copy put right?"), widget=LINES, max_length=2_000
    )

    def __init__(self, *args: Any, is_correction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_correction:
            del self.fields["correction"]

    def clean_file(self) -> "File[bytes]":
        return refuse_too_large(self.cleaned_data["file"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        grounds = said.get("redactions", [])
        if self.NOTHING in grounds and len(grounds) > 1:
            self.add_error("redactions", _("Choose grounds, or that nothing is blacked out."))
        if set(grounds) - {self.NOTHING} and not said.get("explanation"):
            self.add_error("explanation", _("Say what is blacked out, for whoever checks it."))
        return said

    def terms(self) -> Terms:
        said = self.cleaned_data
        grounds = [Redaction(one) for one in said["redactions"] if one != self.NOTHING]
        return Terms(grounds, said["explanation"], said.get("correction", ""))


class SubmitCopyForm(forms.Form):
    judgement = forms.CharField(
        label=gettext_lazy("Why may what was found be published?"),
        widget=LINES,
        max_length=2_000,
        help_text=gettext_lazy("For whoever checks it. It is not published."),
    )

    def __init__(self, *args: Any, needs_judgement: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_judgement:
            del self.fields["judgement"]


class CheckCopyForm(forms.Form):
    PUBLISH, RETURN = "publish", "return"

    decision = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[
            (PUBLISH, gettext_lazy("I have read the copy, and it may be public now")),
            (RETURN, gettext_lazy("Send it back")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("If you send it back: what is to be put right"),
        widget=LINES,
        required=False,
        max_length=2_000,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("decision") == self.RETURN and not said.get("reason"):
            self.add_error("reason", _("Say what is to be put right."))
        return said

    @property
    def publishes(self) -> bool:
        return bool(self.cleaned_data["decision"] == self.PUBLISH)


class ProposeExemptionForm(forms.Form):
    """Says of a contract that no copy of it is to be published."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why is no copy to be published?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
    )
    view_of = forms.ChoiceField(
        label=gettext_lazy("Whose view that is"), choices=View.choices, widget=forms.RadioSelect
    )
    explanation = forms.CharField(
        label=gettext_lazy("What it rests on"),
        widget=LINES,
        max_length=2_000,
        help_text=gettext_lazy("For officials and auditors. It is never published."),
    )

    def __init__(self, *args: Any, exemption: Exemption, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exemption = exemption

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name, value in said.items():
            setattr(self.exemption, name, value)
        if not self.errors and (mistakes := list(mistakes_in(self.exemption))):
            raise ValidationError(mistakes)
        return said


class DecideExemptionForm(forms.Form):
    AGREE, REFUSE = "agree", "refuse"

    decision = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[
            (AGREE, gettext_lazy("I agree: no copy is owed")),
            (REFUSE, gettext_lazy("I refuse: a copy is owed")),
        ],
        widget=forms.RadioSelect,
    )

    @property
    def agrees(self) -> bool:
        return bool(self.cleaned_data["decision"] == self.AGREE)


class CopyFilters(FilterForm):
    """Narrows the list of contracts by how each stands with its copy, and by a word."""

    stands = forms.ChoiceField(
        label=gettext_lazy("Copy"),
        choices=[
            *ANY,
            (MISSING, gettext_lazy("Missing")),
            (CopyState.DRAFTED, CopyState.DRAFTED.label),
            (CopyState.SUBMITTED, CopyState.SUBMITTED.label),
            (CopyState.PUBLISHED, CopyState.PUBLISHED.label),
            (EXEMPT, gettext_lazy("None is owed")),
        ],
    )
    q = forms.CharField(
        label=gettext_lazy("Supplier"),
        max_length=100,
        widget=forms.TextInput({"type": "search", "class": "govuk-input--width-20"}),
    )
