"""What every promise about cases has in common: which it covers, who reads them, where it is put
right.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar, TypeAlias

from django.db.models import QuerySet

from almoner.accounts.models import User
from almoner.accounts.roles import Role
from almoner.assurance.controls import Break, Control, Parameters, Place
from almoner.core.references import name_of

from .models import Commission
from .queries import READERS, cases_visible_to, promised

Cases: TypeAlias = QuerySet[Commission]


class OfCases(Control[Commission]):
    """A control of cases. `where` is the part of a case in which it is put right."""

    owner = Role.COMMISSIONING_OFFICER
    readers = READERS
    where: ClassVar[str]

    def covers(self, on: date, parameters: Parameters) -> Cases:
        return promised(self.code)

    def place(self, case: Commission) -> Place:
        return Place(name_of(case), self.where)

    def open_to(self, user: User, cases: Cases, on: date) -> Cases:
        seen = cases_visible_to(user, on=on)
        return cases.filter(pk__in=seen.order_by().values("pk"))


class Told(OfCases):
    """A control that only Python can tell: from cases with their facts at hand, as a gate has the
    one that it is asked of.
    """

    def flaws_among(
        self, cases: Sequence[Commission], on: date
    ) -> Iterator[tuple[Commission, str]]:
        """Those that break it, each with its reason, in the order given."""
        raise NotImplementedError

    def notes(self, case: Commission, on: date) -> Iterator[str]:
        """What whoever lets a case through is to know, though the promise is kept."""
        yield from ()

    def breaks(self, cases: Cases, on: date, parameters: Parameters) -> Iterator[Break]:
        described = [case for case in cases.order_by("pk") if case.current]
        for case, reason in self.flaws_among(described, on):
            yield Break(self.reference(case), reason, self.place(case))
