"""What anyone may follow: a list as they narrowed it, an organisation, or the editions.

A search is all in an address, and is read anew each time at the door of what is public.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from almoner.agreements.asked_for import agreements_selected
from almoner.core.periods import FinancialYear, Month, Quarter
from almoner.followers.models import LONGEST
from almoner.organisations.groups import at_one_with
from almoner.organisations.models import Organisation
from almoner.papers.kinds import CopyKind
from almoner.payments.selections import payments_selected
from almoner.registers.copies import public_copies
from almoner.registers.forward_plan import public_plan
from almoner.registers.kinds import KINDS, Register
from almoner.registers.news import every_tombstone
from almoner.registers.public_decisions import public_decisions
from almoner.registers.publicity import (
    public_agreements_known,
    public_organisations,
    public_payments,
)
from almoner.registers.queries import every_edition
from almoner.registers.readings import public_head_of
from almoner.web import words

from .agreement_filters import DAYS, AgreementFilters
from .filters import PaymentFilters
from .sources import Agreements, Copies, Decisions, Editions, Payments, Plans, Source, TakenOut

NOT_FOLLOWED = {"page", "sort", *DAYS}  # a day past brings no news


class BadSearch(Exception):
    """What was asked for cannot be looked for; the form says why."""

    def __init__(self, form: forms.Form) -> None:
        super().__init__(str(form.errors))
        self.form = form


@dataclass(frozen=True)
class Search:
    """Something that can be followed: what it is called, what narrows it, and where news comes
    from.
    """

    title: str
    path: str
    sources: tuple[Source, ...]
    query: str = ""
    narrowed: tuple[tuple[str, str], ...] = ()

    @property
    def page(self) -> str:
        """The address of the page that shows it."""
        return f"{self.path}{self._asked}"

    @property
    def feed(self) -> str:
        return f"{self.path.removesuffix('/')}.atom{self._asked}"

    @property
    def in_words(self) -> str:
        if not self.narrowed:
            return self.title
        said = "; ".join(f"{label}: {value}" for label, value in self.narrowed)
        return f"{self.title} ({said})"

    @property
    def _asked(self) -> str:
        return f"?{self.query}" if self.query else ""


def of_payments(said: QueryDict) -> Search:
    """Raises BadSearch."""
    form = _valid(PaymentFilters(_followed(said)))
    return Search(
        title=_("Payments to suppliers"),
        path=reverse("public:payments"),
        sources=(Payments(payments_selected(public_payments(), form.selection())),),
        **_asked(form),
    )


def of_register(said: QueryDict, register: Register) -> Search:
    """Raises BadSearch."""
    on = localdate()
    form = _valid(AgreementFilters(_followed(said), register=register, on=on))
    known = public_agreements_known(KINDS[register], on)
    return Search(
        title=str(register.label),
        path=reverse(f"public:{register}"),
        sources=(Agreements(register, agreements_selected(known, form.selection(), on=on)),),
        **_asked(form),
    )


def of_copies(_said: QueryDict, kind: CopyKind) -> Search:
    is_tender, on = kind == CopyKind.TENDER, localdate()
    return Search(
        title=_("Copies of invitations to tender") if is_tender else _("Copies of contracts"),
        path=reverse("public:copies", args=[kind]),
        sources=(Copies(public_copies(kind, on=on), on),),
    )


def of_decisions(_said: QueryDict) -> Search:
    return Search(
        title=_("Decisions"),
        path=reverse("public:decisions"),
        sources=(Decisions(public_decisions()),),
    )


def of_editions(_said: QueryDict) -> Search:
    return Search(
        title=_("Editions"),
        path=reverse("public:editions"),
        sources=(Editions(every_edition()), TakenOut(every_tombstone())),
    )


def of_forward_plan(_said: QueryDict) -> Search:
    return Search(
        title=_("Forward plan"),
        path=reverse("public:forward-plan"),
        sources=(Plans(tuple(public_plan(on=localdate()))),),
    )


def of_organisation(_said: QueryDict, reference: str) -> Search:
    """What it receives, under whichever of its names. Raises Organisation.DoesNotExist."""
    head = public_head_of(public_organisations().get(reference=reference))
    on = localdate()
    theirs = at_one_with(public_organisations().filter(pk=head.pk)).values("pk")
    return Search(
        title=head.name,
        path=reverse("public:organisation", args=[head.reference]),
        sources=(
            Payments(public_payments().filter(organisation__in=theirs)),
            *(_agreements_with(theirs, register, on=on) for register in KINDS),
        ),
    )


Finder: TypeAlias = Callable[..., Search]
FOLLOWED: dict[str, Finder] = {
    "public:payments": of_payments,
    **{f"public:{register}": of_register for register in KINDS},
    "public:copies": of_copies,
    "public:decisions": of_decisions,
    "public:editions": of_editions,
    "public:forward-plan": of_forward_plan,
    "public:organisation": of_organisation,
}


def search_at(address: str) -> Search | None:
    """What the page at an address shows, if it can be followed and anyone may read it. What takes
    more words than are kept cannot be.
    """
    path, _mark, query = address.partition("?")
    try:
        match = resolve(path)
        find = FOLLOWED[match.view_name]
        found = find(QueryDict(query), **match.kwargs)
    except (Resolver404, KeyError, BadSearch, Organisation.DoesNotExist):
        return None
    return found if len(found.page) <= LONGEST else None


def followed_address(path: str, said: QueryDict) -> str:
    """The address of a page, without what nobody can follow of what it was asked."""
    asked = _followed(said).urlencode()
    return f"{path}?{asked}" if asked else path


def _agreements_with(organisations: Any, register: Register, *, on: date) -> Agreements:
    known = public_agreements_known(KINDS[register], on)
    return Agreements(register, known.filter(organisation__in=organisations))


def _followed(said: QueryDict) -> QueryDict:
    kept = said.copy()
    for name in {*kept} & NOT_FOLLOWED:
        del kept[name]
    for name in [name for name in kept if not any(kept.getlist(name))]:
        del kept[name]
    return kept


def _valid(form: Any) -> Any:
    if not form.is_valid():
        raise BadSearch(form)
    return form


def _asked(form: forms.Form) -> dict[str, Any]:
    """What somebody said in a form: as an address says it, and in words. Of a field that is said
    several times the form reads the last, and so does this.
    """
    said = [(name, value) for name in form.fields if (value := form.data.get(name))]
    narrowed = tuple((str(form[name].label), _in_words(form, name, value)) for name, value in said)
    return {"query": urlencode(said), "narrowed": narrowed}


def _in_words(form: forms.Form, name: str, value: str) -> str:
    meant, field = form.cleaned_data.get(name), form.fields[name]
    if isinstance(meant, Decimal):
        return words.pounds(meant)
    if isinstance(meant, FinancialYear | Quarter | Month):
        return words.period(meant)
    if isinstance(field, forms.ChoiceField):
        return next((str(label) for key, label in field.widget.choices if key == value), value)
    return value
