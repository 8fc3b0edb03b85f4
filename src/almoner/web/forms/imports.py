"""Forms of the wizard that imports registers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.opendata.dictionaries import Dictionary
from almoner.registers.kinds import Register, field_in_words
from almoner.registers.operations.imports import LONGEST_PUBLISHER

from .fields import DayField


class UploadForm(forms.Form):
    register = forms.ChoiceField(
        label=gettext_lazy("Which register is it of?"), widget=forms.RadioSelect
    )
    file = forms.FileField(
        label=gettext_lazy("The file"),
        allow_empty_file=True,  # the reader says it better
        help_text=gettext_lazy(
            "CSV, a workbook (.xlsx, .xls or .ods) or JSON, as it is. Nothing is public until you"
            " have looked it over and confirmed it."
        ),
    )
    publisher = forms.CharField(
        label=gettext_lazy("Whose register is it?"),
        required=False,
        max_length=LONGEST_PUBLISHER,
        help_text=gettext_lazy("It is compared with what this publisher’s register said before."),
    )
    known_from = DayField(
        label=gettext_lazy("From which day was this known?"),
        help_text=gettext_lazy("For example 4 3 2026. Mostly the day on which it was drawn up."),
    )

    def __init__(self, *args: Any, registers: Sequence[Register], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.initial["known_from"] = on
        self.initial["publisher"] = settings.BODY_NAME if settings.IS_NAMED else ""
        if len(registers) == 1:
            self.initial["register"] = registers[0]
        register = self.fields["register"]
        assert isinstance(register, forms.ChoiceField)
        register.choices = [(one, one.label) for one in registers]

    def clean_file(self) -> "File[bytes]":
        file: File[bytes] = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            said = {
                "size": filesizeformat(file.size),
                "most": filesizeformat(settings.UPLOAD_LIMIT),
            }
            raise forms.ValidationError(
                _("The file has %(size)s, and at most %(most)s are taken. Part it, or pack it.")
                % said
            )
        return file

    def clean_known_from(self) -> date:
        day: date = self.cleaned_data["known_from"]
        if day > self.on:
            raise forms.ValidationError(_("Enter today or a day before: it was known by then."))
        return day


class ColumnsForm(forms.Form):
    """For each heading, the field that it is read as."""

    def __init__(
        self,
        *args: Any,
        headings: Sequence[Mapping[str, Any]],
        dictionary: Dictionary,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.headings, self.dictionary = headings, dictionary
        choices = [
            ("", _("Not read")),
            *((name, field_in_words(name)) for name in dictionary.fields),
        ]
        for number, heading in enumerate(headings):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=heading["key"],
                choices=choices,
                required=False,
                initial=heading["field"],
                help_text=" ",  # the page draws it: how sure, and what stands in the column
            )

    @property
    def lines(self) -> list[tuple[Mapping[str, Any], forms.BoundField]]:
        return list(zip(self.headings, self, strict=True))

    def columns(self) -> dict[str, str]:
        said = self.cleaned_data
        return {
            heading["key"]: said[f"column-{number}"] for number, heading in enumerate(self.headings)
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        taken: dict[str, str] = {}
        for number, heading in enumerate(self.headings):
            name = said.get(f"column-{number}", "")
            if name and name in taken:
                words = {"heading": taken[name], "field": field_in_words(name)}
                self.add_error(
                    f"column-{number}",
                    _("“%(heading)s” is read as %(field)s already. Choose one of them.") % words,
                )
            taken.setdefault(name, heading["key"])
        self._refuse_what_every_row_lacks(taken.keys())
        return said

    def _refuse_what_every_row_lacks(self, taken: Any) -> None:
        excused = {name for excuse in self.dictionary.excused for name in excuse.fields}
        for group in self.dictionary.needs:
            if not set(group) & (set(taken) | excused):
                needed = _(" or ").join(field_in_words(name) for name in group)
                self.add_error(
                    None,
                    _("Every row needs %(needed)s. Say which column it is.") % {"needed": needed},
                )


class CellsForm(forms.Form):
    """The cells of one row that are read, for a person to mend."""

    is_filter = True  # any cell may be empty, so none is said to be optional

    def __init__(self, *args: Any, cells: Sequence[Mapping[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for cell in cells:
            if cell["field"]:
                self.fields[cell["field"]] = forms.CharField(
                    label=cell["heading"],
                    required=False,
                    initial=cell["text"],
                    strip=False,
                    max_length=10_000,
                    help_text=cell["wrong"],
                )

    def texts(self) -> dict[str, str]:
        """What was changed, by field."""
        return {name: self.cleaned_data[name] for name in self.changed_data}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not self.changed_data:
            raise forms.ValidationError(_("Change a cell, or go back and leave the row as it is."))
        return said


class TakeBackForm(forms.Form):
    """Names a row of a file that was mended."""

    sheet = forms.CharField(required=False, strip=False)
    row_number = forms.IntegerField(min_value=0)


class ConfirmImportForm(forms.Form):
    """Confirms what was `seen`: the draft as it stood when the page was drawn."""

    seen = forms.CharField(widget=forms.HiddenInput)
    sure = forms.BooleanField(
        label=gettext_lazy("I have looked this over, and it may become public now")
    )
    doubts = forms.BooleanField(
        label=gettext_lazy("I have looked at the organisations that are in doubt")
    )

    def __init__(self, *args: Any, has_doubts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_doubts:
            del self.fields["doubts"]


class UndoImportForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why is it undone?"),
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("It is kept, and not shown to the public."),
        max_length=2_000,
    )
    sure = forms.BooleanField(label=gettext_lazy("Nobody shall see these rows any more"))
