"""Payments as the index finds them: by who was paid, for what, and by the payer's own words."""

from collections.abc import Iterator

from almoner.search.audiences import PUBLIC
from almoner.search.models import Entry, Gate
from almoner.search.sources import declare_entries
from almoner.search.words import words_in

from .models import Payment
from .queries import live_payments

PAYMENT = Payment._meta.label_lower
CHUNK = 2_000


def entry_of_payment(payment: Payment, *, gate: Gate | None = None) -> Entry:
    words = (payment.category, payment.purpose, payment.department, payment.document_reference)
    return Entry(
        kind=PAYMENT,
        reference=payment.reference,
        object_pk=payment.pk,
        audience=PUBLIC,
        title=payment.supplier_name[:300],
        text=" · ".join(filter(None, words)),
        happened_on=payment.paid_on,
        gate=gate,
    )


def words_said_by(payment: Payment) -> set[str]:
    """Its words, as the index knows them."""
    entry = entry_of_payment(payment)
    return {*words_in(f"{entry.reference} {entry.title}"), *words_in(entry.text)}


@declare_entries(PAYMENT)
def entries_of_payments() -> Iterator[Entry]:
    return map(entry_of_payment, live_payments().iterator(chunk_size=CHUNK))
