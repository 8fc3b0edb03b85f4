"""What the index found, as the public may open it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from almoner.agreements.states import AgreementKind

from .kinds import KINDS, Register
from .public_decisions import public_decisions
from .publicity import public_agreements_known, public_payments

REGISTERS = {kind: register for register, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Found:
    """In which register something stands that was found, and what it comes to, if that is said."""

    register: Register
    amount: Decimal | None


def agreements_found(agreements: Iterable[int], *, on: date) -> dict[int, Found]:
    """Those of these agreements that anyone may read, by their keys: one query."""
    keys = list(agreements)
    known = [public_agreements_known(kind, on).filter(agreement__in=keys) for kind in REGISTERS]
    first, *others = (some.order_by().values_list("agreement", "kind", "amount") for some in known)
    return {
        key: Found(REGISTERS[AgreementKind(str(kind))], amount)
        for key, kind, amount in first.union(*others, all=True)
    }


def payments_found(payments: Iterable[int]) -> dict[int, Found]:
    """Those of these payments that anyone may read, by their keys."""
    found = public_payments().filter(pk__in=list(payments)).order_by()
    return {key: Found(Register.SPEND, amount) for key, amount in found.values_list("pk", "amount")}


def decisions_found(decisions: Iterable[int]) -> dict[int, str]:
    """The numbers of those of these decisions that anyone may read, by their keys: one query."""
    found = public_decisions().filter(pk__in=list(decisions)).order_by()
    return {key: number or "" for key, number in found.values_list("pk", "number")}
