"""Forms about the framework: another version of it, and why one is refused."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.framework.models import LONGEST_REMARK
from almoner.framework.operations import checked_text
from almoner.framework.reading import LARGEST, UnreadableFramework, text_of

from .fields import DayField


class FrameworkForm(forms.Form):
    """Another framework, as a file or as text, and from which day it is to hold."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        required=False,
        allow_empty_file=True,  # that it says nothing is said by its first missing line
        help_text=gettext_lazy("A TOML file: download the one that holds, change it, and send it."),
        widget=forms.FileInput({"accept": ".toml,text/plain"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or its text"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 12, "spellcheck": "false"}),
    )
    first_day = DayField(
        label=gettext_lazy("The first day on which it holds"),
        help_text=gettext_lazy("Today or later. Rules are not changed for days that have passed."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it is changed"),
        max_length=LONGEST_REMARK,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Such as the decision that changed your scheme of delegation."),
        error_messages={"required": gettext_lazy("Say why it is changed.")},
    )

    @property
    def said(self) -> dict[str, Any]:
        """What the operation is told."""
        return {name: self.cleaned_data[name] for name in ("text", "first_day", "reason")}

    def clean_file(self) -> "File[bytes] | None":
        file: File[bytes] | None = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise ValidationError(
                _("The file is longer than %(size)s kB. Give the framework’s own file.")
                % {"size": LARGEST >> 10}
            )
        return file

    def clean_first_day(self) -> Any:
        day = self.cleaned_data["first_day"]
        if day and day < localdate():
            raise ValidationError(_("The first day has passed. Choose today or a later day."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        file, text = said.get("file"), said.get("text", "").strip()
        if "file" in self.errors:
            return said
        if (file is None) == (not text):
            self.add_error("file", _("Choose a file, or write its text below: one of the two."))
            return said
        try:
            said["text"] = checked_text(text_of(file.read(), file=file.name) if file else text)
        except UnreadableFramework as error:
            self.add_error("file", list(error.problems))
        except ValidationError as error:
            self.add_error("file" if file else "text", error)
        return said


class RefuseFrameworkForm(forms.Form):
    remark = forms.CharField(
        label=gettext_lazy("Why it is refused"),
        max_length=LONGEST_REMARK,
        error_messages={"required": gettext_lazy("Say why it is refused.")},
        widget=forms.Textarea({"rows": 4}),
    )
