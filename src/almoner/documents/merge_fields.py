"""Merge fields: the closed list of what a text may take from the case that it belongs to."""

import re
from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MARK = re.compile(r"\{\{\s*([\w-]*)\s*\}\}")


class MergeField(TextChoices):
    """A fact of a case, by the name under which a text asks for it: `{{ value }}`."""

    BODY = "body", gettext_lazy("Name of the public body")
    TITLE = "title", gettext_lazy("Title of the case")
    REFERENCE = "reference", gettext_lazy("Reference of the case")
    LEAD = "lead", gettext_lazy("Who leads it")
    RECIPIENT = "recipient", gettext_lazy("Recipient or supplier")
    VALUE = "value", gettext_lazy("Value")
    STARTS = "starts", gettext_lazy("First day")
    ENDS = "ends", gettext_lazy("Last day")
    PURPOSE = "purpose", gettext_lazy("Purpose")
    POWER = "power", gettext_lazy("Legal power")
    ROUTE = "route", gettext_lazy("Route")
    DECISION = "decision", gettext_lazy("Reference of the decision")


FIELDS = tuple(MergeField.values)
Values = Mapping[str, str]


def fields_in(text: str) -> list[str]:
    """Every name that a text asks for, once each, in order."""
    return list(dict.fromkeys(MARK.findall(text)))


def unknown_fields(text: str) -> list[str]:
    return [name for name in fields_in(text) if name not in FIELDS]


def missing_fields(text: str, values: Values) -> list[str]:
    """What a text asks for and its case does not say yet, in words."""
    asked = (name for name in fields_in(text) if name in FIELDS and not values.get(name))
    return [str(MergeField(name).label) for name in asked]


def merged(text: str, values: Values) -> str:
    """A text with the facts of its case in it. A gap is said, and never left blank."""
    return MARK.sub(lambda found: _said(found, values), text)


def _said(found: re.Match[str], values: Values) -> str:
    name = found[1]
    if name not in FIELDS:
        return found[0]
    label = str(MergeField(name).label).lower()
    return values.get(name) or _("[not recorded: %(what)s]") % {"what": label}
