"""Forms that narrow a list: sent by GET, with nothing in them that must be filled in."""

from typing import Any

from django import forms


class FilterForm(forms.Form):
    """A row of fields above a list, drawn by `{% filters form %}`."""

    is_filter = True

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s", **options})
        for field in self.fields.values():
            field.required = False
