"""The forms of sign-in, in the words of the house: labels above the box, none inside it."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from almoner.accounts.models import User
from almoner.accounts.operations.people import NO_USERNAME, is_username

SHORT = "govuk-input--width-10"


class InOurWords:
    """Gives allauth's form our labels and takes the words out of its boxes."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}
    classes: dict[str, str] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            if name in self.classes:
                field.widget.attrs["class"] = self.classes[name]


class SignInForm(InOurWords, account.LoginForm):  # type: ignore[misc]  # allauth ships no types
    labels = {"login": _("Username or e-mail address"), "password": _("Password")}


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):  # type: ignore[misc]  # as above
    labels = {"email": _("E-mail address")}


NEW_PASSWORD = {"password1": _("New password"), "password2": _("New password again")}
RULE = {"password1": _("At least 12 characters. Three or four unrelated words do well.")}


class SetPasswordByLinkForm(InOurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]  # as above
    labels, hints = NEW_PASSWORD, RULE


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):  # type: ignore[misc]  # as above
    labels, hints = {"oldpassword": _("Present password"), **NEW_PASSWORD}, RULE


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):  # type: ignore[misc]  # as above
    labels = {"password": _("Password")}


class CodeForm(InOurWords, second.AuthenticateForm):  # type: ignore[misc]  # as above
    labels = {"code": _("Code")}
    hints = {"code": _("Six digits from your authenticator app, or one of your recovery codes.")}
    classes = {"code": SHORT}


class ReauthenticateByCodeForm(InOurWords, second.ReauthenticateForm):  # type: ignore[misc]  # as above
    labels, hints, classes = CodeForm.labels, CodeForm.hints, CodeForm.classes


class ActivateTOTPForm(InOurWords, totp.ActivateTOTPForm):  # type: ignore[misc]  # as above
    labels = {"code": _("Code")}
    hints = {"code": _("The six digits that your app shows now.")}
    classes = {"code": SHORT}


class AddPasskeyForm(InOurWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]  # as above
    labels = {"name": _("Name"), "passwordless": _("Sign in with it alone, without a password")}
    hints = {"name": _("What you will know it by, such as “work laptop”.")}


class JoinForm(forms.Form):
    """What somebody invited chooses: a username and a password."""

    username = forms.CharField(
        label=_("Username"),
        max_length=80,
        help_text=_("What you will sign in with. Letters, figures, full stops and hyphens."),
        widget=forms.TextInput({"autocomplete": "username", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=RULE["password1"],
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, name: str, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = User(name=name, email=email)

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"]).strip()
        if not is_username(username):
            raise forms.ValidationError(NO_USERNAME)
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("Somebody has this username. Choose another."))
        self.person.username = username
        return username

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self.person)
        return password
