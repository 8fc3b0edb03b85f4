"""The building blocks of a release of open contracting, as far as a register fills them.

Each is named as the standard names it. What comes from an extension says so.
"""

from datetime import datetime
from decimal import Decimal

from msgspec import Struct, field

HOME = "https://raw.githubusercontent.com"
EXTENSIONS = (
    f"{HOME}/cabinetoffice/ocds_uk_extension/main/extension.json",
    f"{HOME}/open-contracting-extensions/ocds_location_extension/v1.1.5/extension.json",
    f"{HOME}/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json",
    f"{HOME}/open-contracting-extensions/ocds_partyDetails_scale_extension/master/extension.json",
)


class Part(Struct, kw_only=True, rename="camel", omit_defaults=True):
    """A part of the standard. Keys that say nothing are omitted, never null."""


class Value(Part):
    amount: Decimal
    currency: str


class Period(Part):
    """`durationInMonths` is of the UK extension."""

    start_date: str | None = None
    end_date: str | None = None
    max_extent_date: str | None = None
    duration_in_months: int | None = None


class Classification(Part):
    scheme: str
    id: str


class Identifier(Part):
    scheme: str
    id: str


class Address(Part):
    region: str | None = None
    postal_code: str | None = None


class ContactPoint(Part):
    name: str


class Details(Part):
    """`scale` is of the scale extension (`sme` or `large`), `vcse` of the UK extension."""

    scale: str | None = None
    vcse: bool | None = None


class OrganizationReference(Part):
    id: str
    name: str | None = None


class Organization(Part):
    """A party: whoever the other sections name by its `id`."""

    id: str
    roles: tuple[str, ...]
    name: str | None = None
    identifier: Identifier | None = None
    additional_identifiers: tuple[Identifier, ...] = ()
    address: Address | None = None
    contact_point: ContactPoint | None = None
    details: Details | None = None


class Document(Part):
    id: str
    title: str
    url: str


class Milestone(Part):
    id: str
    title: str
    due_date: str


class Item(Part):
    """`deliveryAddresses` is of the location extension."""

    id: str
    classification: Classification | None = None
    additional_classifications: tuple[Classification, ...] = ()
    delivery_addresses: tuple[Address, ...] = ()


class Lot(Part):
    """Of the lots extension."""

    id: str


class Tender(Part):
    """`lots` is of the lots extension."""

    id: str
    title: str | None = None
    description: str | None = None
    status: str | None = None
    procurement_method: str | None = None
    procurement_method_details: str | None = None
    main_procurement_category: str | None = None
    additional_procurement_categories: tuple[str, ...] = ()
    value: Value | None = None
    contract_period: Period | None = None
    items: tuple[Item, ...] = ()
    lots: tuple[Lot, ...] = ()
    documents: tuple[Document, ...] = ()


class Award(Part):
    """The categories are of the UK extension, `relatedLots` of the lots extension."""

    id: str
    title: str | None = None
    date: str | None = None
    suppliers: tuple[OrganizationReference, ...] = ()
    main_procurement_category: str | None = None
    additional_procurement_categories: tuple[str, ...] = ()
    contract_period: Period | None = None
    items: tuple[Item, ...] = ()
    related_lots: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()


class Contract(Part):
    id: str
    award_id: str = field(name="awardID")
    title: str | None = None
    description: str | None = None
    status: str | None = None
    period: Period | None = None
    value: Value | None = None
    documents: tuple[Document, ...] = ()
    milestones: tuple[Milestone, ...] = ()


class Release(Part):
    """`ocid` to `initiationType` are required."""

    ocid: str
    id: str
    date: datetime
    tag: tuple[str, ...]
    initiation_type: str
    language: str
    parties: tuple[Organization, ...]
    buyer: OrganizationReference
    tender: Tender
    awards: tuple[Award, ...] = ()
    contracts: tuple[Contract, ...] = ()


class PackagePublisher(Part):
    name: str
    scheme: str | None = None
    uid: str | None = None
    uri: str | None = None


class ReleasePackage(Part):
    """The metadata of a package, without its `releases`."""

    uri: str
    version: str
    extensions: tuple[str, ...]
    published_date: datetime
    publisher: PackagePublisher
    license: str
