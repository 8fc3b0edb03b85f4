"""Fields that we need and Django lacks: a British day, an amount in pounds, and an address that is
spelt in one way.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateformat import format as written
from django.utils.encoding import punycode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PARTS = {
    "day": gettext_lazy("Day"),
    "month": gettext_lazy("Month"),
    "year": gettext_lazy("Year"),
}


YEARS = range(1000, 3000)


class DayInput(forms.MultiWidget):
    """A day in three boxes, in the order in which the British say it."""

    template_name = "components/widgets/day.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], PARTS.values(), strict=True):
            part["label"] = label
        return context


class DayField(forms.Field):
    """A day, written as numbers or with the month's name."""

    widget = DayInput

    def to_python(self, value: date | Sequence[str | None] | None) -> date | None:
        if value is None or isinstance(value, date):
            return value
        parts = [(part or "").strip() for part in value]
        if not any(parts):
            return None
        for part, label in zip(parts, PARTS.values(), strict=True):
            if not part:
                said = {"part": label.lower()}
                raise ValidationError(_("Enter the whole date: the %(part)s is missing.") % said)
        return real_day(*parts)


def real_day(day: str, month: str, year: str) -> date:
    """Read a day. Raises ValidationError, also for a year that is not written in full."""
    try:
        read = date(int(year), month_number(month), int(day))
    except (ValueError, OverflowError) as error:
        raise ValidationError(_("Enter a real date, such as 4 3 2026.")) from error
    # 26 is not a year, though Python would take it for one; nor does anything end in 9999, after
    # which there is no next day.
    if read.year not in YEARS:
        raise ValidationError(_("Enter the year in full, such as 2026."))
    return read


def month_number(said: str) -> int:
    """Read `3`, `Mar` or `March`. Raises ValueError."""
    if said.isdigit():
        return int(said)
    names = {written(date(2000, n, 1), "F").lower(): n for n in range(1, 13)}
    meant = {n for name, n in names.items() if len(said) > 2 and name.startswith(said.lower())}  # noqa: PLR2004 - "ma" could be March or May
    if len(meant) != 1:
        raise ValueError(said)
    return meant.pop()


class AddressField(forms.EmailField):
    """An address that we write to, in one spelling: letters to it are counted, and they are
    forgotten, by how it is spelt.

    Within quotation marks an address can be spelt in endless ways, so those are refused; so can the
    part after the @ by letters that look otherwise and mean the same.
    """

    default_error_messages = {
        "invalid": gettext_lazy("Enter an e-mail address like name@example.org."),
    }

    def clean(self, value: Any) -> Any:
        local, at, domain = super().clean(value).rpartition("@")
        if '"' in local:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        spelt = f"{local}{at}{punycode(domain).lower()}"
        self.run_validators(spelt)  # it may be longer now
        return spelt


class SuggestingInput(forms.TextInput):
    """A box that suggests words to whoever writes into it, and takes any."""

    template_name = "components/widgets/suggesting.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "govuk-input--width-20"} | (attrs or {}))
        self.words: Sequence[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        if self.words:
            widget["attrs"]["list"] = f"{widget['attrs'].get('id', name)}_words"
        return context | {"words": self.words}


class PoundsInput(forms.TextInput):
    """A box for an amount, after a pound sign."""

    template_name = "components/widgets/pounds.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "class": "govuk-input--width-10"} | (attrs or {}))


class PoundsField(forms.DecimalField):
    """An amount in pounds and pence, with or without commas and the pound sign."""

    widget = PoundsInput

    def __init__(self, **options: Any) -> None:
        messages = {"invalid": gettext_lazy("Enter an amount in pounds, such as 1,250.50.")}
        super().__init__(
            **{"decimal_places": 2, "max_digits": 15, "error_messages": messages, **options}
        )

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as DecimalField's own
        if isinstance(value, str):
            value = value.strip().removeprefix("£").replace(",", "").replace(" ", "")
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002 - Django's signature
        return {}
