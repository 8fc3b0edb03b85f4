"""Forms about templates, and about the documents that are written from them."""

from typing import Any

from django import forms
from django.core.files.base import File
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.documents.contents import LONGEST, kept_rows, rows_of
from almoner.documents.models import StoredFile
from almoner.documents.operations.comments import LONGEST as LONGEST_COMMENT
from almoner.documents.operations.fillings import LONGEST_TITLE
from almoner.documents.operations.templates import Layout
from almoner.documents.shapes import Section, SectionKind
from almoner.documents.template_reading import LARGEST
from almoner.documents.written import Part

from .papers import refuse_too_large

SPARE_ROWS = 3
MOST_ROWS = 220  # no request makes more boxes than this
MARKS = gettext_lazy(
    "Plain text. Leave a line empty between paragraphs. Begin a line with - for a point of a list,"
    " 1. for a numbered one, ### for a heading. Put ** around words to make them bold."
)


class BeginForm(forms.Form):
    """Which template a document is written from, and what it is called."""

    template = forms.ChoiceField(label=gettext_lazy("Template"), widget=forms.RadioSelect)
    title = forms.CharField(label=gettext_lazy("Title of the document"), max_length=LONGEST_TITLE)

    def __init__(self, *args: Any, templates: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].choices = templates  # type: ignore[attr-defined]  # it is a choice


class SectionForm(forms.Form):
    """What one section says, and on which of its texts that is based."""

    use_required_attribute = False

    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, said: QueryDict | None, *, part: Part) -> None:
        self.section: Section = part.section
        initial = {"based_on": part.number, "text": part.text, "reason": part.reason}
        super().__init__(said, initial=initial)
        if self.is_table:
            self._add_cells(said, part.text)
        else:
            self.fields["text"] = _words_of(part.section)
        if part.is_clause:
            self.fields["reason"] = forms.CharField(
                label=_("Why it departs from the standard words"),
                help_text=_("Only if you changed them. Whoever signs will read it."),
                required=False,
                widget=forms.Textarea({"rows": 3}),
                max_length=2_000,
            )

    @property
    def is_table(self) -> bool:
        return self.section.kind == SectionKind.TABLE

    @property
    def grid(self) -> list[list[BoundField]]:
        """The boxes of a table, row by row."""
        width = len(self.section.columns)
        return [[self[f"cell-{r}-{c}"] for c in range(width)] for r in range(self.height)]

    @property
    def said(self) -> str:
        """What was written, as a section keeps it."""
        if not self.is_table:
            return str(self.cleaned_data["text"])
        width = len(self.section.columns)
        return kept_rows(
            [[self.cleaned_data[f"cell-{r}-{c}"] for c in range(width)] for r in range(self.height)]
        )

    def _add_cells(self, said: QueryDict | None, text: str) -> None:
        rows = rows_of(self.section, text)
        sent = [int(name.split("-")[1]) for name in said or () if _is_cell(name)]
        self.height = min(max([len(rows) + SPARE_ROWS, *(n + 1 for n in sent)]), MOST_ROWS)
        for r in range(self.height):
            for c, column in enumerate(self.section.columns):
                label = _("%(column)s, row %(n)d") % {"column": column, "n": r + 1}
                self.fields[f"cell-{r}-{c}"] = forms.CharField(
                    label=label, required=False, widget=forms.Textarea({"rows": 2})
                )
                if r < len(rows):
                    self.initial[f"cell-{r}-{c}"] = rows[r][c]


def _is_cell(name: str) -> bool:
    begin, _dash, rest = name.partition("-")
    return begin == "cell" and rest.partition("-")[0].isdecimal() and len(rest) < len("999-999")


class DraftField(forms.CharField):
    """Words that are wanted in the end, and may be left empty meanwhile."""

    def validate(self, value: Any) -> None:
        """Whether they are missing is said when the document is finished."""


class DraftChoice(forms.ChoiceField):
    """A choice that is wanted in the end, and may be left open meanwhile."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


def _words_of(section: Section) -> forms.Field:
    if section.kind == SectionKind.CHOICE:
        return DraftChoice(
            label=section.heading,
            choices=[(one, one) for one in section.choices],
            widget=forms.RadioSelect,
            required=not section.is_optional,
        )
    return DraftField(
        label=_("What this section says"),
        help_text=MARKS,
        required=not section.is_optional,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 18, "spellcheck": "true"}),
    )


class CommentForm(forms.Form):
    """What somebody says about a section. The button says to whom."""

    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 3}),
    )


class WordForm(forms.Form):
    """A Word file that was made of a document, and comes back."""

    file = forms.FileField(
        label=gettext_lazy("The Word file"),
        help_text=gettext_lazy(
            "The .docx that you downloaded from this document and wrote on. Each section that it"
            " changes becomes a new version of that section; nothing else changes."
        ),
    )

    def clean_file(self) -> "File[bytes]":
        return refuse_too_large(self.cleaned_data["file"])


class AttachForm(forms.Form):
    """A file to go with a document, and what it is called there."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        allow_empty_file=True,  # what is wrong with it is said better when it is kept
        help_text=gettext_lazy("PDF, .docx, .xlsx, .odt, .ods, .png, .jpg, .txt or .csv."),
        error_messages={"required": gettext_lazy("Choose the file.")},
    )
    title = forms.CharField(
        label=gettext_lazy("What it is called"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=gettext_lazy("Leave it empty for the name of the file."),
    )

    def clean_file(self) -> "File[bytes]":
        return refuse_too_large(self.cleaned_data["file"])


class TemplateForm(forms.Form):
    """The text of a template's next version, and why it is needed."""

    text = forms.CharField(
        label=gettext_lazy("The template"),
        max_length=LARGEST,
        widget=forms.Textarea({"rows": 30, "spellcheck": "true", "class": "govuk-textarea code"}),
        help_text=gettext_lazy(
            "Each section begins with a line [[section]]. Its code stays as it is, so that what was"
            " written in it finds its place; heading, guidance and order may change."
        ),
    )
    remark = forms.CharField(
        label=gettext_lazy("What changes, and why"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("For whoever decides on it."),
    )


class ProposeForm(TemplateForm):
    """The same with the Word file in which what is finished comes out."""

    layout = forms.FileField(
        label=gettext_lazy("Your own Word layout"),
        required=False,
        help_text=gettext_lazy(
            "A .docx in which {{ section-summary }} alone in a paragraph is where the section of"
            " that code goes, and {{ value }} or {{ document-title }} stand for facts. Without one,"
            " documents come out in the house’s layout."
        ),
    )
    keeps_layout = forms.BooleanField(
        label=gettext_lazy("Keep the Word layout of the version before"), required=False
    )

    def __init__(self, *args: Any, former: StoredFile | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.former = former
        if former is None:
            del self.fields["keeps_layout"]

    def clean_layout(self) -> "File[bytes] | None":
        sent = self.cleaned_data["layout"]
        return refuse_too_large(sent) if sent else None

    @property
    def chosen_layout(self) -> Layout | StoredFile | None:
        """The one that was sent, or the one before, or none."""
        if sent := self.cleaned_data["layout"]:
            return Layout(sent.chunks(), sent.name)
        return self.former if self.cleaned_data.get("keeps_layout") else None


class RefuseForm(forms.Form):
    remark = forms.CharField(
        label=gettext_lazy("What is to be put right"),
        max_length=2_000,
        widget=forms.Textarea({"rows": 4}),
    )
