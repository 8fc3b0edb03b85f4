"""The form by which anyone follows a search, and that by which an official removes an address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from almoner.followers.terms import Rhythm

from .fields import AddressField


def address_field(*, help_text: Any = "") -> AddressField:
    return AddressField(
        label=_("E-mail address"),
        max_length=320,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": _("Enter an e-mail address.")},
        help_text=help_text,
    )


class FollowForm(forms.Form):
    """Where somebody wants to be told, and how often at most."""

    email = address_field()
    rhythm = forms.ChoiceField(
        label=_("How often, at most?"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often you want to be told.")},
    )

    @property
    def how_often(self) -> Rhythm:
        """How often. Only a valid form can say."""
        return Rhythm(self.cleaned_data["rhythm"])


class RemoveFollowerForm(forms.Form):
    """Whose address is to be removed."""

    email = address_field(help_text=_("As they told you. It is written into no record."))
