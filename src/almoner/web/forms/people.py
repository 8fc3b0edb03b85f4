"""Forms about people, their roles and their invitations."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.models import RoleGrant, User
from almoner.accounts.policies import may_end_on, may_stand_grant
from almoner.accounts.roles import DUTIES, Role

from .fields import DayField

ROLES = [(role, f"{role.label}. {DUTIES[role]}") for role in Role]


class AsAtForm(forms.Form):
    on = DayField(
        label=gettext_lazy("Day"),
        help_text=gettext_lazy("What they held then, as was known on that day."),
    )


class InviteForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Full name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles to propose"),
        choices=ROLES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Each holds once a second person confirms it."),
    )


class GrantForm(forms.Form):
    """Says what a paper would give; asks of the whole whether it could stand."""

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def grant(self, said: dict[str, Any]) -> RoleGrant:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not (verdict := may_stand_grant(self.grant(said), on=self.on)):
            raise forms.ValidationError(verdict.reason)
        return said


class ProposeRoleForm(GrantForm):
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=ROLES, widget=forms.RadioSelect)
    valid_from = DayField(label=gettext_lazy("First day"))
    valid_to = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Leave it empty if it has no end."),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def grant(self, said: dict[str, Any]) -> RoleGrant:
        return RoleGrant(holder=self.person, **said)


class ProposeDeputyForm(GrantForm):
    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Who stands in"),
        queryset=User.objects.none(),
        to_field_name="reference",
    )
    role = forms.ChoiceField(label=gettext_lazy("In which role"))
    valid_from = DayField(label=gettext_lazy("First day of the leave"))
    valid_to = DayField(label=gettext_lazy("Last day of the leave"))

    def __init__(self, *args: Any, absent: User, by: User, roles: set[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.absent = absent
        others = (
            User.objects.filter(is_active=True).exclude(pk__in=[absent.pk, by.pk]).order_by("name")
        )
        deputy, role = self.fields["deputy"], self.fields["role"]
        assert isinstance(deputy, forms.ModelChoiceField)
        assert isinstance(role, forms.ChoiceField)
        deputy.queryset = others
        deputy.label_from_instance = lambda person: person.name  # type: ignore[assignment,method-assign]  # as Django documents
        role.choices = [(each, each.label) for each in Role if each in roles]

    def grant(self, said: dict[str, Any]) -> RoleGrant:
        terms = {name: value for name, value in said.items() if name != "deputy"}
        return RoleGrant(holder=said["deputy"], in_place_of=self.absent, **terms)


class DecideForm(forms.Form):
    """Confirms a role, or refuses it with a reason."""

    CONFIRM, REFUSE = "confirm", "refuse"

    decision = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[
            (CONFIRM, gettext_lazy("Confirm: the role holds")),
            (REFUSE, gettext_lazy("Refuse")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why you refuse"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Needed to refuse. It stays on this page, not in the ledger."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("decision") == self.REFUSE and not said.get("reason"):
            self.add_error("reason", _("Say why you refuse."))
        return said


class EndRoleForm(forms.Form):
    ends = DayField(
        label=gettext_lazy("From which day does it no longer hold?"),
        help_text=gettext_lazy("Today at the earliest: what was done in the role stays done."),
    )

    def __init__(self, *args: Any, grant: RoleGrant, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper, self.on = grant, on

    def clean_ends(self) -> date:
        ends: date = self.cleaned_data["ends"]
        if not (verdict := may_end_on(self.paper, ends=ends, on=self.on)):
            raise forms.ValidationError(verdict.reason)
        return ends


class SureForm(forms.Form):
    """Nothing to fill in: the button is the answer."""
