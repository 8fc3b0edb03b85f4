"""What a board is told of an agreement: what it says, what was paid under it, and what comes next.

It stands here, where both an agreement and its payments are known. `registers` declares it, since
it knows which agreements are hidden from the public.
"""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.agreements.diary import Entry, entries_of
from almoner.agreements.managed import Managed, months_before, with_management
from almoner.agreements.models import AgreementVersion
from almoner.agreements.selections import registers_on
from almoner.agreements.states import AgreementKind
from almoner.core.money import in_text
from almoner.documents.blocks import as_typed
from almoner.documents.briefs import Brief, BriefPart

from .matched import PaidToDate, paid_to_date

MONTHS_AHEAD = 24
PURPOSES = ("purpose", "description")


def brief_of_agreement(reference: str, on: date) -> Brief | None:
    """As the registers say it on a day, as now known; in a fixed number of questions."""
    found = registers_on(on, is_as_at=False).filter(agreement__reference=reference)
    version = found.first()
    if version is None:
        return None
    managed, paid = with_management([version], on=on)[0], _paid_under(version)
    title = f"{version.called or _('Agreement')} ({reference})"
    parts = (*_purpose(version), _payments(paid), _days(managed, on=on))
    facts = tuple((term, words) for term, words in _facts(version, managed) if words)
    return Brief(title, _asks(managed, on=on), facts, parts)


def _paid_under(version: AgreementVersion) -> PaidToDate:
    return paid_to_date([version])[version.agreement_id]


def _asks(managed: Managed, *, on: date) -> str:
    ends = managed.ends_on
    if ends and ends < on:
        return _("Note that the agreement is over.")
    if any(one.is_overdue for one in entries_of([managed], on=on, until=on)):
        return _("Say what is to be done: a day of the agreement was let slip.")
    if managed.notice_on and on <= managed.notice_on <= months_before(on, -3):
        return _("Say whether notice is to be given, or what follows the agreement.")
    if ends and ends <= months_before(on, -6):
        return _("Say what is to follow the agreement when it ends.")
    return _("Note how the agreement stands.")


def _facts(version: AgreementVersion, managed: Managed) -> Iterator[tuple[str, str]]:
    agreement, organisation = version.agreement, version.organisation
    yield _("Kind"), str(AgreementKind(agreement.kind).label)
    yield _("With"), version.organisation_name or (organisation.name if organisation else "")
    yield _("Of"), agreement.publisher
    yield _("Value"), _amount(version)
    yield _("Awarded"), _day(version.awarded_on)
    yield _("Starts"), _day(version.starts_on)
    yield _("Ends"), _day(managed.ends_on)
    yield _("Managed by"), managed.manager.name if managed.manager else _("Nobody")


def _amount(version: AgreementVersion) -> str:
    return _("Not stated") if version.amount is None else in_text(version.amount)


def _purpose(version: AgreementVersion) -> Iterator[BriefPart]:
    said = next((str(version.said[name]) for name in PURPOSES if version.said.get(name)), "")
    if said:
        yield BriefPart(_("What it is for"), as_typed(said))


def _payments(paid: PaidToDate) -> BriefPart:
    heading = _("Payments against the award")
    if not paid.paid.count:
        return BriefPart(heading, _("No payment is matched with it yet."))
    count = paid.paid.count
    said = ngettext("Paid in %d payment", "Paid in %d payments", count) % count
    rows = [
        (_("Awarded"), _("Not stated") if paid.award is None else in_text(paid.award)),
        (said, in_text(paid.paid.amount)),
    ]
    if paid.percent is not None:
        rows.append((_("Share of the award"), f"{paid.percent}%"))
    return BriefPart(heading, "", (_("What"), _("Amount")), tuple(rows))


def _days(managed: Managed, *, on: date) -> BriefPart:
    heading = _("Its next days")
    coming = entries_of([managed], on=on, until=months_before(on, -MONTHS_AHEAD))
    if not coming:
        return BriefPart(heading, _("No day of it comes in the next two years."))
    rows = tuple((_day(one.day), _occasion(one)) for one in coming)
    return BriefPart(heading, "", (_("Day"), _("What")), rows)


def _occasion(entry: Entry) -> str:
    label = str(entry.occasion.label)
    return _("%s (overdue)") % label if entry.is_overdue else label


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
