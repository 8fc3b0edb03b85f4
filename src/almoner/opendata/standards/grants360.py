"""Grants in the 360Giving Data Standard 1.4: https://standard.threesixtygiving.org.

The standard has no field for the conditions of a grant, the reasons for it, where its money comes
from, or how far it has come. Those stand in the rows.
"""

from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct, field

from .bodies import (
    FROM_PUBLISHER,
    NOT_RECORDED,
    Publisher,
    charity,
    company,
    listed,
    web_address,
)
from .packing import Conveyed, Flat, Issue, Standard, answer, only_said, stated

LONGEST_TITLE = 140
# What begins an official code of an area, and what the standard calls such areas.
AREA_TYPES = {
    "E01": "LSOA",
    "E02": "MSOA",
    "E04": "PAR",
    "E05": "WD",
    "E06": "UA",
    "E07": "NMD",
    "E08": "MD",
    "E09": "LONB",
    "E10": "CTY",
    "E12": "RGN/GOR",
    "E14": "WPC",
    "E22": "CSP",
    "E23": "PFA",
    "S12": "CA",
    "W05": "WD",
    "W06": "UA",
}


class FlatGrant(Struct, kw_only=True):
    """A grant as a row says it, in the reader's fields and our two references."""

    public_reference: str
    organisation_reference: str | None = None
    title: str | None = None
    purpose: str | None = None
    programme: str | None = None
    recipient_name: str | None = None
    recipient_company_number: str | None = None
    recipient_charity_number: str | None = None
    recipient_other_id: str | None = None
    recipient_type: str | None = None
    recipient_postcode: str | None = None
    award_date: date | None = None
    start_date: date | None = None
    end_date: date | None = None
    duration_months: Decimal | int | None = None
    amount_awarded: Decimal | None = None
    amount_applied_for: Decimal | None = None
    amount_paid: Decimal | None = None
    department: str | None = None
    legal_power: str | None = None
    from_open_call: bool | str | None = None
    area: str | None = None
    area_code: str | None = None
    url: str | None = None


class Part(Struct, kw_only=True, rename="camel", omit_defaults=True):
    """A part of the standard. What is not said is left out: it has no word for “unknown”."""


class Organization(Part):
    """`Organization`: `id` and `name` are required."""

    id: str
    name: str
    department: str | None = None
    charity_number: str | None = None
    company_number: str | None = None
    postal_code: str | None = None
    organisation_type: str | None = None


class Event(Part):
    """`plannedDates`: when a grant runs."""

    start_date: date | None = None
    end_date: date | None = None
    duration: Decimal | int | None = None


class Location(Part):
    """`beneficiaryLocation`: where a grant helps."""

    name: str | None = None
    geo_code: str | None = None
    geo_code_type: str | None = None


class GrantProgramme(Part):
    """`grantProgramme`: the fund that a grant belongs to."""

    title: str


class Classification(Part):
    """`classifications`: a term of a vocabulary; ours is the power under which a grant is made."""

    vocabulary: str
    title: str


class Grant(Part):
    """A grant: `id` to `recipientOrganization` are required, and `currency` is always pounds."""

    id: str
    title: str
    description: str
    currency: str
    amount_awarded: Decimal
    award_date: date
    funding_organization: tuple[Organization, ...]
    recipient_organization: tuple[Organization, ...]
    amount_applied_for: Decimal | None = None
    amount_disbursed: Decimal | None = None
    planned_dates: tuple[Event, ...] = ()
    beneficiary_location: tuple[Location, ...] = ()
    grant_programme: tuple[GrantProgramme, ...] = ()
    classifications: tuple[Classification, ...] = ()
    from_open_call: str | None = None
    url: str | None = None


class PackagePublisher(Part):
    """`publisher` of a package."""

    identifier: str
    name: str
    website: str


class GrantPackage(Part):
    """The metadata of a package, without its `grants`."""

    version: str
    title: str
    issued: date
    modified: datetime
    identifier: str
    publisher: PackagePublisher
    access_url: str = field(name="accessURL")
    license: str


def grant_of(row: Flat, publisher: Publisher, issue: Issue) -> Conveyed:  # noqa: ARG001 - a `convey`
    """Say a grant in the standard.

    A title or purpose that is not recorded is called so. A grant whose day, amount or recipient is
    not recorded cannot be said at all: each is required, and none can be called unknown.
    """
    flat = stated(row, FlatGrant)
    lacking = tuple(
        name for name, value in (("title", flat.title), ("purpose", flat.purpose)) if not value
    )
    if flat.award_date is None or flat.amount_awarded is None or flat.recipient_name is None:
        missing = ("award_date", "amount_awarded", "recipient_name")
        return Conveyed(None, (*lacking, *(n for n in missing if getattr(flat, n) is None)))
    grant = Grant(
        id=publisher.of_grants(flat.public_reference),
        title=_short(flat.title or NOT_RECORDED),
        description=flat.purpose or NOT_RECORDED,
        currency="GBP",
        amount_awarded=flat.amount_awarded,
        award_date=flat.award_date,
        funding_organization=(_funder(flat, publisher),),
        recipient_organization=(_recipient(flat, flat.recipient_name, publisher),),
        amount_applied_for=flat.amount_applied_for,
        amount_disbursed=flat.amount_paid,
        planned_dates=_planned_dates(flat),
        beneficiary_location=_location(flat),
        grant_programme=(GrantProgramme(title=flat.programme),) if flat.programme else (),
        classifications=_classifications(flat),
        from_open_call=_yes_no(answer(flat.from_open_call)),
        url=web_address(flat.url),
    )
    return Conveyed(grant, lacking)


def package_head(publisher: Publisher, issue: Issue) -> GrantPackage:
    return GrantPackage(
        version="1.4",
        title=issue.title,
        issued=issue.at.date(),
        modified=issue.at,
        identifier=publisher.of_grants(issue.name),
        publisher=PackagePublisher(
            identifier=publisher.identifier, name=publisher.name, website=publisher.website
        ),
        access_url=issue.address,
        license=publisher.licence,
    )


GRANTS = Standard(
    "360giving", "360Giving Data Standard 1.4", "grants", head=package_head, convey=grant_of
)


def _short(title: str) -> str:
    """A title on one line, of no more characters than the standard asks for."""
    line = " ".join(title.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"


def _funder(flat: FlatGrant, publisher: Publisher) -> Organization:
    return Organization(id=publisher.identifier, name=publisher.name, department=flat.department)


def _recipient(flat: FlatGrant, name: str, publisher: Publisher) -> Organization:
    return Organization(
        id=_recipient_id(flat, publisher),
        name=name,
        charity_number=flat.recipient_charity_number,
        company_number=flat.recipient_company_number,
        postal_code=flat.recipient_postcode,
        organisation_type=flat.recipient_type,
    )


def _recipient_id(flat: FlatGrant, publisher: Publisher) -> str:
    """The identifier that is on record, the one a number makes, or else one of our own.

    Who has no reference either is known by this grant alone, so nobody is taken for another.
    """
    other = flat.recipient_other_id or ""
    if listed(other) or FROM_PUBLISHER.fullmatch(other):
        return other
    if flat.recipient_charity_number:
        return charity(flat.recipient_charity_number).whole
    if flat.recipient_company_number:
        return company(flat.recipient_company_number).whole
    reference = flat.organisation_reference or f"of-{flat.public_reference}"
    return publisher.of_grants(f"org-{reference}")


def _planned_dates(flat: FlatGrant) -> tuple[Event, ...]:
    months = flat.duration_months
    event = Event(
        start_date=flat.start_date,
        end_date=flat.end_date,
        duration=months if months is not None and months >= 0 else None,
    )
    return (event,) if only_said(event) else ()


def _location(flat: FlatGrant) -> tuple[Location, ...]:
    code = flat.area_code
    kind = AREA_TYPES.get(code[:3]) if code else None
    location = Location(name=flat.area, geo_code=code, geo_code_type=kind)
    return (location,) if only_said(location) else ()


def _classifications(flat: FlatGrant) -> tuple[Classification, ...]:
    power = flat.legal_power
    return (Classification(vocabulary="Legal power", title=power),) if power else ()


def _yes_no(said: bool | None) -> str | None:  # noqa: FBT001 - it is the answer
    return None if said is None else ("Yes" if said else "No")
