"""Forms about what the body's standing pages say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from almoner.statements.licences import Licence
from almoner.statements.models import LONGEST
from almoner.statements.pages import StandingPage


class StatementForm(forms.Form):
    """The text of a page; on the page about it, the licence too."""

    licence = forms.ChoiceField(
        label=gettext_lazy("Under which licence you publish"),
        choices=Licence.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Once this is approved, the files of every later edition name this licence. Change the"
            " text below to fit."
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("What the page says"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 24, "spellcheck": "true"}),
        help_text=gettext_lazy(
            "Plain text. Begin a line with ## for a heading, ### for one below it, - for a point of"
            " a list. Put ** around words to make them bold, and write links as"
            " [their words](/their/address/)."
        ),
    )

    def __init__(self, *args: Any, page: StandingPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if page != StandingPage.LICENCE:
            del self.fields["licence"]


class ReturnForm(forms.Form):
    remark = forms.CharField(
        label=gettext_lazy("What is to be changed"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
