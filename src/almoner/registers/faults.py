"""What somebody could mend in the rows of an edition before it is out. None of it holds a row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from almoner.accounts.roles import Role
from almoner.agreements.queries import Versions
from almoner.framework.duties import Duty
from almoner.opendata.values import Unreadable, read_charity_number, read_company_number
from almoner.payments.matched import confirmed_matches
from almoner.publication.datasets import Dataset

from .frozen import rows_now
from .kinds import Register

SHOWN = 10
GAP, REPEATED, DISORDER = "not-recorded", "row-repeated", "days-out-of-order"
SHAPE, CONTRADICTION, OVERPAID = "number-misshapen", "numbers-contradict", "paid-beyond-value"
MEANINGS = {
    GAP: _("The duty asks for it, and it is not recorded"),
    REPEATED: _("An earlier row says the same in everything"),
    DISORDER: _("It ends before it starts"),
    SHAPE: _("No register of companies or charities has such a number"),
    CONTRADICTION: _("Another row gives the same organisation another number"),
    OVERPAID: _("More was paid under it than it is worth"),
}
IMPORTERS = {
    Register.CONTRACTS: frozenset({Role.PUBLISHER}),
    Register.GRANTS: frozenset({Role.PUBLISHER}),
    Register.SPEND: frozenset({Role.FINANCE, Role.PUBLISHER}),
}
OF_MATCHES = frozenset({Role.FINANCE, Role.AGREEMENT_MANAGER})
MENDERS = OF_MATCHES.union(*IMPORTERS.values())
NUMBERS = {
    "CompaniesHouseRegistrationNumber": read_company_number,
    "CharityCommissionNumber": read_charity_number,
    "company_number": read_company_number,
    "charity_number": read_charity_number,
}
WHOSE = ("SupplierReference", "organisation")


@dataclass(slots=True)
class Fault:
    """One thing that is wrong in some rows: how many, and the references of the first."""

    code: str
    column: str = ""
    rows: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, reference: str) -> None:
        self.rows += 1
        if len(self.examples) < SHOWN:
            self.examples.append(reference)


def who_mends(code: str, register: Register) -> frozenset[Role]:
    """Who can mend it: whoever imports the register or, of payments, whoever matches them."""
    if code == OVERPAID:
        return OF_MATCHES
    return IMPORTERS[register]


def faults_in(duty: Duty, period: str, *, on: date) -> list[Fault]:
    """What is wrong in the rows that would be published now: one pass, and one question more."""
    rows = rows_now(duty, period, on=on)
    found = Faults(rows)
    for row in rows.public_rows():
        found.look(row)
    for reference in _overpaid(getattr(rows, "versions", None)):
        found.at(OVERPAID).add(reference)
    return [fault for fault in found.faults.values() if fault.rows]


class Faults:
    """Looks at the rows of a dataset as they go by."""

    def __init__(self, dataset: Dataset) -> None:
        self.columns = dataset.public_columns()
        self.names = [column.name for column in self.columns]
        self.order = dataset.order
        self.key = next(place for place, column in enumerate(self.columns) if column.key)
        self.whose = next((name for name in WHOSE if name in self.names), "")
        self.faults: dict[tuple[str, str], Fault] = {}
        self._seen: set[int] = set()
        self._numbers: dict[tuple[str, str], str] = {}
        # What tells one row of a file from another says nothing of what was bought.
        self._ours = {"source_row", "SourceRow", self.names[self.key]}

    def at(self, code: str, column: str = "") -> Fault:
        return self.faults.setdefault((code, column), Fault(code, column))

    def look(self, row: Sequence[Any]) -> None:
        said = dict(zip(self.names, row, strict=True))
        reference = str(row[self.key])
        for code, column in (*self._gaps(said), *self._disorders(said), *self._wrong_numbers(said)):
            self.at(code, column).add(reference)
        alike = hash(tuple(said[name] for name in self.names if name not in self._ours))
        if alike in self._seen:
            self.at(REPEATED).add(reference)
        self._seen.add(alike)

    def _gaps(self, said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for column in self.columns:
            if column.required and said[column.name] in {None, ""}:
                yield GAP, column.name

    def _disorders(self, said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for first, then in self.order:
            if said[first] and said[then] and str(said[then]) < str(said[first]):
                yield DISORDER, then

    def _wrong_numbers(self, said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for name, read in NUMBERS.items():
            number, whose = said.get(name), str(said.get(self.whose) or "")
            if not number:
                continue
            if not _is_read(read, str(number)):
                yield SHAPE, name
            elif whose and self._numbers.setdefault((whose, name), str(number)) != str(number):
                yield CONTRADICTION, name


def _is_read(read: Callable[[str], object], number: str) -> bool:
    try:
        read(number)
    except Unreadable:
        return False
    return True


def _overpaid(versions: Versions | None) -> Iterator[str]:
    """Agreements under which more was paid, as people confirmed, than they are worth."""
    if versions is None:
        return
    worth = dict(versions.exclude(amount=None).order_by().values_list("agreement", "amount"))
    paid = confirmed_matches().order_by("agreement").values("agreement", "agreement__reference")
    for one in paid.annotate(paid=Sum("payment__amount")):
        if one["paid"] > worth.get(one["agreement"], one["paid"]):
            yield one["agreement__reference"]
