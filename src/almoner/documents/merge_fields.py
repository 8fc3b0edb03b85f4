"""Merge fields: the closed list of what a text may take from the case that it belongs to; and
figures, which apps declare, by their keys.
"""

import re
from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core.figures import is_figure, label_of

MARK = re.compile(r"\{\{\s*([\w.-]*)\s*\}\}")


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


def figures_in(text: str) -> list[str]:
    """The keys of the figures that a text is bound to, once each, in order."""
    return [name for name in fields_in(text) if name not in FIELDS and is_figure(name)]


def unknown_fields(text: str) -> list[str]:
    return [name for name in fields_in(text) if not is_known(name)]


def is_known(name: str) -> bool:
    return name in FIELDS or is_figure(name)


def missing_fields(text: str, values: Values) -> list[str]:
    """What a text asks for and its case does not say yet, in words."""
    asked = (name for name in fields_in(text) if is_known(name) and not values.get(name))
    return [_label(name) for name in asked]


def merged(text: str, values: Values) -> str:
    """A text with the facts of its case in it. A gap is said, and never left blank."""
    return MARK.sub(lambda found: _said(found, values), text)


def _said(found: re.Match[str], values: Values) -> str:
    name = found[1]
    if not is_known(name):
        return found[0]
    label = _label(name)
    return values.get(name) or _("[not recorded: %(what)s]") % {
        "what": label[:1].lower() + label[1:]
    }


def _label(name: str) -> str:
    return str(MergeField(name).label) if name in FIELDS else label_of(name)
