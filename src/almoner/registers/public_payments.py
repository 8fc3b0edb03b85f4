"""One public payment, as its page tells it: asked for more often than anything else."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from almoner.core.models import Event
from almoner.core.prepared import Prepared
from almoner.payments.models import Match, Payment
from almoner.payments.states import MatchState

from .kept import kept_while_public_stands
from .publicity import public_payments


class PublicPayment(NamedTuple):
    """What was read of a payment, by the names it has there; `payee` is the reference of who was
    paid, unless the payer withheld it, `is_confirmed` whether a person confirmed under what it was
    made, and `ledger_ended` the hash of the ledger's last line when it was read.
    """

    pk: int
    reference: str
    batch_id: int
    row_number: int
    payer: str
    supplier_name: str
    supplier_number: str
    paid_on: date
    amount: Decimal
    category: str
    account: str
    department: str
    purpose: str
    document_reference: str
    value_for_money: str
    payee: str | None
    is_confirmed: bool
    ledger_ended: str


def public_payment_called(reference: str) -> PublicPayment | None:
    return next((PublicPayment(*row) for row in _question(connection.alias).rows(reference)), None)


@kept_while_public_stands
def _question(_using: str) -> Prepared:
    return Prepared(partial(_asked, public_payments()))


def _asked(payments: QuerySet[Payment], reference: str) -> QuerySet[Payment, tuple[Any, ...]]:
    confirmed = Match.objects.filter(payment=OuterRef("pk"), state=MatchState.CONFIRMED)
    found = payments.filter(reference=reference).order_by()
    found = found.annotate(
        payee=F("organisation__reference"),
        is_confirmed=Exists(confirmed.order_by()),
        ledger_ended=Subquery(Event.objects.order_by("-number").values("hash")[:1]),
    )
    return found.values_list(*PublicPayment._fields)
