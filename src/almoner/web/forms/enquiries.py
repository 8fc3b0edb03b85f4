"""The form by which anyone writes to the body, and those by which officials deal with it."""

from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.enquiries.models import LONGEST, Enquiry
from almoner.enquiries.states import EnquiryState, Outcome
from almoner.enquiries.subjects import Subject
from almoner.web.places import Place, place_of

from .fields import AddressField
from .filters import FilterForm

QUICKEST = 3  # seconds: nobody reads the form and writes in less
SLOWEST = 60 * 60 * 24
SIGNER = TimestampSigner(salt="enquiry-form")


def fresh_stamp() -> str:
    """A word of ours that says when a form was given out, and tells it from every other."""
    return SIGNER.sign(token_urlsafe(12))


class EnquiryForm(forms.Form):
    """What somebody outside writes. Whatever is wrong with it, what they typed stays."""

    subject = forms.ChoiceField(
        label=gettext_lazy("What are you writing about?"),
        choices=Subject.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you are writing about.")},
    )
    message = forms.CharField(
        label=gettext_lazy("Your message"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy(
            "If something is wrong, say what, and what it should be. Please leave out personal"
            " details that we do not need. Up to 4,000 characters."
        ),
        error_messages={"required": gettext_lazy("Enter your message.")},
    )
    is_danger = forms.BooleanField(
        label=gettext_lazy("Somebody could be found or harmed because of what is published here"),
        required=False,
    )
    wants_answer = forms.BooleanField(label=gettext_lazy("I would like an answer"), required=False)
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "name", "class": "govuk-input--width-20"}),
    )
    email = AddressField(
        label=gettext_lazy("Your e-mail address"),
        max_length=320,
        required=False,
        help_text=gettext_lazy("We need it only if you would like an answer."),
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
    )
    about = forms.CharField(required=False, widget=forms.HiddenInput)
    # The template draws these two: neither is given back as it came.
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("wants_answer") and not said.get("email") and "email" not in self.errors:
            self.add_error("email", _("Enter your e-mail address, so that we can answer you."))
        if self.errors:
            return said  # one who has something to put right is asked nothing else yet
        if said.get("website"):
            raise ValidationError(
                _("Your message was not sent yet. Look it over, and send it again.")
            )
        self._check_stamp(said.get("stamp", ""))
        return said

    def _check_stamp(self, stamp: str) -> None:
        if self._is_fresh(stamp, seconds=QUICKEST):
            raise ValidationError(
                _("That was very quick. Look your message over, and send it again.")
            )
        if not self._is_fresh(stamp, seconds=SLOWEST):
            raise ValidationError(
                _("This form was open for too long. Look your message over, and send it again.")
            )

    @staticmethod
    def _is_fresh(stamp: str, *, seconds: int) -> bool:
        try:
            SIGNER.unsign(stamp, max_age=seconds)
        except (SignatureExpired, BadSignature):
            return False
        return True

    @property
    def stamp_to_send(self) -> str:
        """The stamp it came with while that is good, so that a form sent twice is known."""
        said = str(self["stamp"].value() or "")
        return said if self._is_fresh(said, seconds=SLOWEST) else fresh_stamp()

    @property
    def place(self) -> Place | None:
        """The page that is written about, if it is a public one."""
        return place_of(str(self["about"].value() or ""))

    def enquiry(self) -> Enquiry:
        """What was said. Only a form without mistakes can say."""
        said = {
            name: self.cleaned_data[name]
            for name in ("subject", "message", "is_danger", "wants_answer", "name", "email")
        }
        digest = sha256(self.cleaned_data["stamp"].encode()).hexdigest()
        return Enquiry(**said, about=self.place.path if self.place else "", sent_with=digest)


class EnquiryFilter(FilterForm):
    """Which enquiries to list: sent by GET."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("Open")), *EnquiryState.choices],
    )


class PassOnForm(forms.Form):
    """Says whose work an enquiry is."""

    subject = forms.ChoiceField(
        label=gettext_lazy("What it is about"), choices=Subject.choices, widget=forms.RadioSelect
    )
    is_danger = forms.BooleanField(
        label=gettext_lazy("Somebody may be in danger: tell approvers and publishers now"),
        required=False,
    )


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 10}),
        help_text=gettext_lazy(
            "Their name comes before it; the body’s name and the reference come after. Say nothing"
            " of what is withheld, not even that it is."
        ),
    )


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("How it ended"), choices=Outcome.choices, widget=forms.RadioSelect
    )
