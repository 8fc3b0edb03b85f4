"""What is new, entry by entry, in plain words: for feeds, and for messages to followers."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from almoner.agreements.models import AgreementVersion
from almoner.agreements.states import AgreementKind
from almoner.commissions.models import PlanEntry
from almoner.decisions.models import Decision
from almoner.papers.kinds import CopyKind
from almoner.payments.models import Payment
from almoner.registers.copies import PublicCopy
from almoner.registers.kinds import KINDS, Register
from almoner.registers.models import Edition, Tombstone
from almoner.registers.public_agreements import changes_between
from almoner.web import words

from .agreement_words import label_of, title_of


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that became public, or was said differently. `id` is for good."""

    id: str
    address: str
    title: str
    summary: str
    updated: datetime


def of_payment(payment: Payment) -> Entry:
    address = _address("payment", payment.reference)
    what = payment.purpose or payment.category or payment.account or payment.department
    said = {
        "amount": words.pounds(payment.amount),
        "name": payment.supplier_name,
        "day": words.day(payment.paid_on),
        "payer": payment.payer,
    }
    return Entry(
        id=address,
        address=address,
        title=_("%(amount)s to %(name)s, %(day)s") % said,
        summary=" ".join([f"{what}." if what else "", _("Paid by %(payer)s.") % said]).strip(),
        updated=_moment(payment.batch.recorded_at),
    )


def of_version(
    register: Register,
    speaking: AgreementVersion,
    said: AgreementVersion,
    before: AgreementVersion | None,
) -> Entry:
    """An agreement as it speaks now, since `said`; `before` said something else, if anything."""
    address = _address(KINDS[register], speaking.agreement.reference)
    is_grant = register == Register.GRANTS
    if before is None:
        title = _("New grant: %(title)s") if is_grant else _("New contract: %(title)s")
        summary = _terms(speaking, is_grant=is_grant)
    else:
        title = _("Changed grant: %(title)s") if is_grant else _("Changed contract: %(title)s")
        summary = _changes(register, before, speaking)
    return Entry(
        # Readers of feeds show again only what comes under another id.
        id=f"{address}#{said.batch.reference}",
        address=address,
        title=title % {"title": title_of(speaking)},
        summary=summary,
        updated=_moment(said.batch.recorded_at),
    )


def _terms(version: AgreementVersion, *, is_grant: bool) -> str:
    said = {
        "name": version.organisation_name,
        "amount": words.pounds(version.amount),
        "first": words.day(version.starts_on),
        "last": words.day(version.ends_on),
    }
    parts = []
    if version.organisation_name:
        parts.append((_("To %(name)s.") if is_grant else _("With %(name)s.")) % said)
    parts.append(_("Amount: %(amount)s.") % said)
    if version.starts_on or version.ends_on:
        parts.append(_("From %(first)s to %(last)s.") % said)
    return " ".join(parts)


def _changes(register: Register, before: AgreementVersion, after: AgreementVersion) -> str:
    kind = AgreementKind(KINDS[register])
    return " ".join(
        _("%(field)s: %(now)s; before: %(was)s.")
        % {
            "field": label_of(register, change.field),
            "now": plainly(change.after),
            "was": plainly(change.before),
        }
        for change in changes_between(kind, before, after)
    )


def of_copy(copy: PublicCopy) -> Entry:
    kind, its = CopyKind(copy.copy.kind), copy.copy
    address = _address("copy", kind, its.agreement.reference)
    is_tender = kind == CopyKind.TENDER
    title = (
        _("Copy of the invitation to tender: %(title)s")
        if is_tender
        else _("Copy of the contract: %(title)s")
    )
    said = {
        "name": copy.version.organisation_name,
        "amount": words.pounds(copy.version.amount),
        "pages": its.page_count,
    }
    return Entry(
        id=f"{address}#{its.reference}",
        address=address,
        title=title % {"title": copy.title or str(its.agreement)},
        summary=_("With %(name)s. Amount: %(amount)s. Pages: %(pages)d.") % said,
        updated=_moment(its.published_at),
    )


def of_edition(edition: Edition) -> Entry:
    address = address_of_edition(edition)
    title = _("New edition: %(what)s") if edition.number == 1 else _("Corrected edition: %(what)s")
    return Entry(
        id=address,
        address=address,
        title=title % {"what": edition_in_words(edition)},
        summary=edition.correction or _("Its files, with their digests, are there to download."),
        updated=edition.issued_at,
    )


def of_decision(decision: Decision) -> Entry:
    address = _address("decision", decision.called)
    text = decision.asked.text if decision.asked else None
    said = {"number": decision.called, "title": text.title if text else ""}
    return Entry(
        id=address,
        address=address,
        title=_("%(number)s: %(title)s") % said,
        summary=text.summary if text else "",
        updated=_moment(decision.published_at),
    )


def of_plan_entry(entry: PlanEntry) -> Entry:
    address = f"{_address('forward-plan')}#{entry.reference}"
    said = {
        "purpose": entry.purpose,
        "opens": words.month(entry.opens_in),
        "starts": words.month(entry.starts_in),
        "band": entry.get_band_display(),
    }
    summary = _("%(purpose)s Opens in %(opens)s, starts in %(starts)s. About: %(band)s.")
    return Entry(
        id=address,
        address=address,
        title=_("Planned: %(title)s") % {"title": entry.title},
        summary=summary % said,
        updated=_moment(entry.judged_at),
    )


def of_tombstone(stone: Tombstone) -> Entry:
    address = address_of_edition(stone.edition)
    said = {"what": edition_in_words(stone.edition), "ground": stone.get_ground_display()}
    return Entry(
        id=f"{address}#taken-out-{stone.digest[:16]}",
        address=address,
        title=_("Rows were taken out: %(what)s") % said,
        summary=_("%(ground)s. If you keep a copy of this edition, fetch it again.") % said,
        updated=stone.made_at,
    )


def edition_in_words(edition: Edition) -> str:
    return _("%(title)s, %(period)s, edition %(number)d") % {
        "title": edition.title,
        "period": words.period(edition.period),
        "number": edition.number,
    }


def address_of_edition(edition: Edition) -> str:
    return _address("edition", edition.series, edition.period, edition.number)


def plainly(value: object) -> str:
    """A value as a sentence says it."""
    if value is None:
        return _("not recorded")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Decimal):
        return words.pounds(value)
    return words.day(value) if isinstance(value, date) else str(value)


def _address(route: str, *names: object) -> str:
    return f"{settings.ADDRESS}{reverse(f'public:{route}', args=names)}"


def _moment(said: datetime | None) -> datetime:
    assert said is not None  # whatever is public came at a moment
    return said
