"""Drawing samples: which populations there are, and which members a seed picks of one.

Anybody can draw again, with any program: each member's name is hashed behind the seed, and those
with the lowest hashes are taken.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from heapq import nsmallest
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.actions.models import Action
from almoner.agreements.models import Agreement
from almoner.agreements.queries import agreements_as_at
from almoner.agreements.states import AgreementKind
from almoner.commissions.models import Commission
from almoner.core.moments import end_of
from almoner.decisions.models import Decision
from almoner.decisions.states import DecisionState
from almoner.payments.models import Payment
from almoner.payments.queries import payments_as_at

Names: TypeAlias = Iterable[str]


@dataclass(frozen=True, slots=True)
class Population:
    """Things of a kind, as they stood on a day, by reference."""

    title: Promise
    label: str
    references: Callable[[date], Iterable[str]]

    def names(self, on: date) -> list[str]:
        """Their names in the ledger, in an order that never varies."""
        return sorted(f"{self.label}:{reference}" for reference in self.references(on))


@dataclass(frozen=True, slots=True)
class Drawn:
    """The members in the order of the draw, and of what they were drawn."""

    members: list[str]
    population_size: int
    population_digest: str


def _agreements(kind: AgreementKind) -> Callable[[date], Iterable[str]]:
    def references(on: date) -> Iterable[str]:
        found = agreements_as_at(kind, on).order_by()
        return found.values_list("agreement__reference", flat=True).iterator()

    return references


def _payments(on: date) -> Iterable[str]:
    return payments_as_at(on).order_by().values_list("reference", flat=True).iterator()


def _cases(on: date) -> Iterable[str]:
    begun = Commission.objects.filter(begun_at__lt=end_of(on)).order_by()
    return begun.values_list("reference", flat=True).iterator()


def _decisions(on: date) -> Iterable[str]:
    signed = Decision.objects.filter(state=DecisionState.SIGNED, settled_at__lt=end_of(on))
    return signed.order_by().values_list("reference", flat=True).iterator()


def _actions(on: date) -> Iterable[str]:
    opened = Action.objects.filter(opened_at__lt=end_of(on), is_restricted=False).order_by()
    return opened.values_list("reference", flat=True).iterator()


AGREEMENT = Agreement._meta.label_lower
POPULATIONS: Mapping[str, Population] = {
    "grants": Population(_("Grants in the register"), AGREEMENT, _agreements(AgreementKind.GRANT)),
    "contracts": Population(
        _("Contracts in the register"), AGREEMENT, _agreements(AgreementKind.CONTRACT)
    ),
    "payments": Population(_("Payments"), Payment._meta.label_lower, _payments),
    "cases": Population(_("Cases begun"), Commission._meta.label_lower, _cases),
    "decisions": Population(_("Decisions signed"), Decision._meta.label_lower, _decisions),
    "actions": Population(_("Actions opened"), Action._meta.label_lower, _actions),
}


def population_on(code: str, on: date) -> list[str] | None:
    """The names of a population's members on a day, in order; None where there is no such."""
    population = POPULATIONS.get(code)
    return population.names(on) if population else None


def draw(names: list[str], *, seed: str, size: int) -> Drawn:
    """Take the members whose hash behind the seed is lowest, in that order."""

    def turn(name: str) -> str:
        return sha256(f"{seed}\n{name}".encode()).hexdigest()

    digest = sha256("".join(f"{name}\n" for name in names).encode()).hexdigest()
    return Drawn(nsmallest(size, names, key=turn), len(names), digest)
