"""What a form says of a mistake, so that it can be understood away from its field."""

from django import forms
from django.forms import BoundField
from django.forms.widgets import ChoiceWidget
from django.utils.translation import gettext as _


def mistakes_in(field: BoundField) -> list[str]:
    """What is wrong with a field. Django's "This field is required" says which, and what to do."""
    vague = str(forms.Field.default_error_messages["required"])
    return [what_to_do(field) if said == vague else said for said in map(str, field.errors)]


def what_to_do(field: BoundField) -> str:
    said = {"label": field.label}
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return _("%(label)s: tick this to go on.") % said
    if isinstance(widget, forms.FileInput):
        return _("%(label)s: choose a file.") % said
    if isinstance(widget, ChoiceWidget):
        return _("%(label)s: choose from the list.") % said
    return _("%(label)s: fill this in.") % said
