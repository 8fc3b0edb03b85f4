"""One agreement as the public may know it: facts, history, payments, and how to cite it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from almoner.agreements.asked_for import Standing, standing_on
from almoner.agreements.models import AgreementVersion
from almoner.agreements.queries import Versions
from almoner.papers.models import Copy
from almoner.payments.models import Payment
from almoner.payments.queries import Totals, newest_first, totals
from almoner.registers.copies_out import copies_out_of
from almoner.registers.kinds import Register
from almoner.registers.public_agreements import Told, public_payments_under, told_of
from almoner.web import words
from almoner.web.words import pounds

from .agreement_lists import COLOURS
from .agreement_words import Facts, facts_of, label_of, not_recorded, title_of, written
from .linked_data import in_a_page

LATEST = 20
NOTICES = ("notice_url", "document_url", "url")


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that a file said differently, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Notice:
    """An address elsewhere at which the publisher tells of an agreement."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What one file said, and when that became known."""

    told: Told
    changes: list[Changed]


@dataclass(frozen=True)
class Record:
    """An agreement on a day, in words."""

    register: Register
    version: AgreementVersion
    on: date

    @property
    def is_grant(self) -> bool:
        return self.register == Register.GRANTS

    @property
    def title(self) -> str:
        return title_of(self.version)

    @property
    def standing(self) -> Standing:
        return standing_on(self.version, self.on)

    @property
    def colour(self) -> str:
        return COLOURS[self.standing]

    @cached_property
    def facts(self) -> list[Facts]:
        return facts_of(self.register, self.version)

    @property
    def not_recorded(self) -> list[str]:
        return not_recorded(self.register, self.version)

    @cached_property
    def history(self) -> list[Entry]:
        return [Entry(told, self._changes(told)) for told in told_of(self.version.agreement)]

    @cached_property
    def paid(self) -> Totals:
        return totals(public_payments_under(self.version.agreement))

    @property
    def payments(self) -> Sequence[Payment]:
        """The latest of them. Nothing is asked where there are none."""
        under = newest_first(public_payments_under(self.version.agreement))
        return list(under[:LATEST]) if self.paid.count else []

    @property
    def left(self) -> Decimal | None:
        """What of it is not paid, as far as is known here."""
        return None if self.version.amount is None else self.version.amount - self.paid.amount

    @cached_property
    def copies(self) -> list[Copy]:
        """The copies of it that anyone may read."""
        return [] if self.is_grant else copies_out_of(self.version.agreement)

    @property
    def notices(self) -> list[Notice]:
        """Where else the publisher says that it is told of."""
        named = {name: self.version.said.get(name) for name in NOTICES}
        return [
            Notice(label_of(self.register, name), str(url))
            for name, url in named.items()
            if url and str(url).startswith(("https://", "http://")) and len(str(url).split()) == 1
        ]

    @property
    def percent_paid(self) -> Decimal | None:
        if not self.version.amount:
            return None
        return (self.paid.amount * 100 / self.version.amount).quantize(Decimal(1))

    @property
    def bar(self) -> Decimal:
        """How much of a bar is filled by what was paid."""
        return min(max(self.percent_paid or Decimal(0), Decimal(0)), Decimal(100))

    def json_ld(self, address: str) -> SafeString:
        """The record for machines, in the words of schema.org, fit to stand in a page."""
        return in_a_page(self._schema(address))

    def _changes(self, told: Told) -> list[Changed]:
        return [
            Changed(
                label_of(self.register, change.field), written(change.before), written(change.after)
            )
            for change in told.changes
        ]

    def _schema(self, address: str) -> dict[str, Any]:
        version = self.version
        body = {"@type": "GovernmentOrganization", "name": self.publisher}
        party = {"@type": "Organization", "name": version.organisation_name}
        about: dict[str, Any] = {
            "@id": address,
            "url": address,
            "identifier": str(version.agreement),
            "name": self.title,
            "description": version.said.get("purpose") or version.said.get("description") or "",
        }
        if self.is_grant:
            return about | {
                "@type": "MonetaryGrant",
                "funder": body,
                "fundedItem": party,
                "amount": _money(version.amount),
            }
        price = f"{version.amount:.2f}" if version.amount is not None else None
        offer = {"@type": "Offer", "price": price, "priceCurrency": "GBP"} if price else None
        made_on = version.made_on.isoformat() if version.made_on else None
        return about | {
            "@type": "Order",
            "customer": body,
            "seller": party,
            "orderDate": made_on,
            "acceptedOffer": offer,
        }

    @property
    def publisher(self) -> str:
        return self.version.agreement.publisher or settings.BODY_NAME

    @property
    def amount(self) -> str:
        return pounds(self.version.amount)


def citation_of(record: Record, address: str) -> str:
    """How to name the record elsewhere, on the day on which it was read."""
    return _(
        "%(publisher)s, %(register)s, %(reference)s, “%(title)s”, %(amount)s, as at %(day)s."
        " %(address)s"
    ) % {
        "publisher": record.publisher,
        "register": record.register.label,
        "reference": record.version.agreement.reference,
        "title": record.title,
        "amount": record.amount,
        "day": words.day(record.on),
        "address": address,
    }


def record_of(register: Register, found: Versions, *, on: date) -> Record:
    version = found.first()
    if version is None:
        raise Http404
    return Record(register, version, on)


def _money(amount: Decimal | None) -> dict[str, str] | None:
    if amount is None:
        return None
    return {"@type": "MonetaryAmount", "currency": "GBP", "value": f"{amount:.2f}"}
