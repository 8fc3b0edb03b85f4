"""Contracts in the Open Contracting Data Standard 1.1, with the fields of the United Kingdom.

https://standard.open-contracting.org and https://github.com/cabinetoffice/ocds_uk_extension. The
standard has no field for what is paid in a year, for irrecoverable VAT alone, or for how long a
contract can be extended. Those stand in the rows.
"""

import re
from datetime import date
from decimal import Decimal

from msgspec import Struct

from . import releases as ocds
from .bodies import Identifier, Publisher, charity, company, listed, web_address
from .codelists import category_of, contract_state_of, method_of, tender_state_of
from .packing import Conveyed, Flat, Issue, Standard, answer, only_said, stated

OCID = re.compile(r"ocds-[a-z0-9]{6}-\S{1,100}", re.ASCII)
CPV = re.compile(r"(?<!\d)\d{8}(?!\d)", re.ASCII)
AWAITED = frozenset({"planning", "planned"})
ONLY_ITEM = "1"


class FlatContract(Struct, kw_only=True):
    """A contract as a row says it, in the reader's fields and our two references."""

    public_reference: str
    organisation_reference: str | None = None
    reference: str | None = None
    open_contracting_id: str | None = None
    lot: str | None = None
    title: str | None = None
    description: str | None = None
    department: str | None = None
    process: str | None = None
    procedure: str | None = None
    category: str | None = None
    cpv_code: str | None = None
    supplier_name: str | None = None
    supplier_company_number: str | None = None
    supplier_charity_number: str | None = None
    supplier_other_id: str | None = None
    supplier_postcode: str | None = None
    supplier_sme: bool | str | None = None
    supplier_vcse: bool | str | None = None
    award_date: date | None = None
    start_date: date | None = None
    end_date: date | None = None
    current_end_date: date | None = None
    latest_end_date: date | None = None
    review_date: date | None = None
    duration_months: Decimal | int | None = None
    value_total: Decimal | None = None
    status: str | None = None
    notice_url: str | None = None
    document_url: str | None = None
    area: str | None = None


def release_of(row: Flat, publisher: Publisher, issue: Issue) -> Conveyed:
    """Say a contract, or a tender that led to none so far, as a release of the day of its issue.

    A row is a contract if it names a supplier or a day of award. Every row can be said.
    """
    flat = stated(row, FlatContract)
    suppliers = [_supplier(flat, publisher)] if flat.supplier_name else []
    is_contract = bool(suppliers or flat.award_date)
    tender = _tender_before(flat) if is_contract else _tender_alone(flat)
    ocid = flat.open_contracting_id or ""
    release = ocds.Release(
        ocid=ocid if OCID.fullmatch(ocid) else publisher.of_processes(flat.public_reference),
        id=f"{flat.public_reference}-{issue.at.isoformat()}",
        date=issue.at,
        tag=("award", "contract") if is_contract else (_stage(tender),),
        initiation_type="tender",
        language="en",
        parties=(_buyer(flat, publisher), *suppliers),
        buyer=ocds.OrganizationReference(id=publisher.identifier, name=publisher.name),
        tender=tender,
        awards=(_award(flat, suppliers),) if is_contract else (),
        contracts=(_contract(flat),) if is_contract else (),
    )
    said = {"title": flat.title, "supplier_name": flat.supplier_name or not is_contract}
    return Conveyed(release, tuple(name for name, value in said.items() if not value))


def package_head(publisher: Publisher, issue: Issue) -> ocds.ReleasePackage:
    known = listed(publisher.identifier)
    return ocds.ReleasePackage(
        uri=issue.address,
        version="1.1",
        extensions=ocds.EXTENSIONS,
        published_date=issue.at,
        publisher=ocds.PackagePublisher(
            name=publisher.name,
            scheme=known.scheme if known else None,
            uid=known.number if known else None,
            uri=web_address(publisher.website),
        ),
        license=publisher.licence,
    )


CONTRACTING = Standard(
    "ocds",
    "Open Contracting Data Standard 1.1 with the UK extension",
    "releases",
    head=package_head,
    convey=release_of,
)


def _stage(tender: ocds.Tender) -> str:
    return "planning" if tender.status in AWAITED else "tender"


def _tender_alone(flat: FlatContract) -> ocds.Tender:
    period = _period(flat.start_date, flat.end_date, flat.latest_end_date, flat.duration_months)
    category = category_of(flat.category)
    return ocds.Tender(
        id=flat.reference or flat.public_reference,
        title=flat.title,
        description=flat.description,
        status=tender_state_of(flat.status),
        procurement_method=method_of(flat.procedure, flat.process),
        procurement_method_details=_procedure(flat),
        main_procurement_category=category,
        additional_procurement_categories=_other_category(flat, category),
        value=_pounds(flat.value_total),
        contract_period=period,
        items=_items(flat),
        lots=_lots(flat),
        documents=_documents(notice=flat.notice_url, papers=flat.document_url),
    )


def _tender_before(flat: FlatContract) -> ocds.Tender:
    """What is known of how a contract came about."""
    category = category_of(flat.category)
    return ocds.Tender(
        id=flat.reference or flat.public_reference,
        status="complete",
        procurement_method=method_of(flat.procedure, flat.process),
        procurement_method_details=_procedure(flat),
        main_procurement_category=category,
        additional_procurement_categories=_other_category(flat, category),
        lots=_lots(flat),
    )


def _award(flat: FlatContract, suppliers: list[ocds.Organization]) -> ocds.Award:
    category = category_of(flat.category)
    return ocds.Award(
        id=flat.public_reference,
        title=flat.title,
        date=_opens(flat.award_date),
        suppliers=tuple(ocds.OrganizationReference(id=s.id, name=s.name) for s in suppliers),
        main_procurement_category=category,
        additional_procurement_categories=_other_category(flat, category),
        contract_period=_period(
            flat.start_date, flat.end_date, flat.latest_end_date, flat.duration_months
        ),
        items=_items(flat),
        related_lots=(flat.lot,) if flat.lot else (),
        documents=_documents(notice=flat.notice_url),
    )


def _contract(flat: FlatContract) -> ocds.Contract:
    ends = flat.current_end_date or flat.end_date
    review = _opens(flat.review_date)
    return ocds.Contract(
        id=flat.public_reference,
        award_id=flat.public_reference,
        title=flat.title,
        description=flat.description,
        status=contract_state_of(flat.status),
        period=_period(flat.start_date, ends, flat.latest_end_date),
        value=_pounds(flat.value_total),
        documents=_documents(papers=flat.document_url),
        milestones=(ocds.Milestone(id="review", title="Review", due_date=review),)
        if review
        else (),
    )


def _buyer(flat: FlatContract, publisher: Publisher) -> ocds.Organization:
    department = flat.department
    return ocds.Organization(
        id=publisher.identifier,
        name=publisher.name,
        roles=("buyer",),
        identifier=_in_its_list(listed(publisher.identifier)),
        contact_point=ocds.ContactPoint(name=department) if department else None,
    )


def _supplier(flat: FlatContract, publisher: Publisher) -> ocds.Organization:
    """Who the contract is with, by the first of its numbers; else by our own reference of it.

    Who has no reference either is known by this contract alone, so nobody is taken for another.
    """
    known = _numbers(flat)
    reference = flat.organisation_reference or f"of-{flat.public_reference}"
    small, social = answer(flat.supplier_sme), answer(flat.supplier_vcse)
    scale = None if small is None else ("sme" if small else "large")
    postcode = flat.supplier_postcode
    return ocds.Organization(
        id=known[0].whole if known else publisher.of_processes(f"org-{reference}"),
        name=flat.supplier_name,
        roles=("supplier",),
        identifier=_in_its_list(known[0]) if known else None,
        additional_identifiers=tuple(
            ocds.Identifier(scheme=one.scheme, id=one.number) for one in known[1:]
        ),
        address=ocds.Address(postal_code=postcode) if postcode else None,
        details=only_said(ocds.Details(scale=scale, vcse=social)),
    )


def _numbers(flat: FlatContract) -> list[Identifier]:
    """The lists that a supplier stands in: companies before charities, as notices have them."""
    found = [
        company(flat.supplier_company_number) if flat.supplier_company_number else None,
        charity(flat.supplier_charity_number) if flat.supplier_charity_number else None,
        listed(flat.supplier_other_id or ""),
    ]
    return list(dict.fromkeys(one for one in found if one))


def _in_its_list(known: Identifier | None) -> ocds.Identifier | None:
    return ocds.Identifier(scheme=known.scheme, id=known.number) if known else None


def _procedure(flat: FlatContract) -> str | None:
    said = dict.fromkeys(one for one in (flat.procedure, flat.process) if one)
    return "; ".join(said) or None


def _other_category(flat: FlatContract, category: str | None) -> tuple[str, ...]:
    return (flat.category,) if flat.category and not category else ()


def _items(flat: FlatContract) -> tuple[ocds.Item, ...]:
    """What is bought and where it is delivered, as one item."""
    codes = [
        ocds.Classification(scheme="CPV", id=code)
        for code in dict.fromkeys(CPV.findall(flat.cpv_code or ""))
    ]
    if not codes and not flat.area:
        return ()
    item = ocds.Item(
        id=ONLY_ITEM,
        classification=codes[0] if codes else None,
        additional_classifications=tuple(codes[1:]),
        delivery_addresses=(ocds.Address(region=flat.area),) if flat.area else (),
    )
    return (item,)


def _lots(flat: FlatContract) -> tuple[ocds.Lot, ...]:
    return (ocds.Lot(id=flat.lot),) if flat.lot else ()


def _documents(
    *, notice: str | None = None, papers: str | None = None
) -> tuple[ocds.Document, ...]:
    """What can be read elsewhere. A row does not say which notice it means, so no type is given."""
    found = (
        ("notice", "Notice", web_address(notice)),
        ("documents", "Contract documents", web_address(papers)),
    )
    return tuple(ocds.Document(id=key, title=title, url=url) for key, title, url in found if url)


def _pounds(amount: Decimal | None) -> ocds.Value | None:
    return None if amount is None else ocds.Value(amount=amount, currency="GBP")


def _period(
    start: date | None,
    end: date | None,
    latest: date | None,
    months: Decimal | int | None = None,
) -> ocds.Period | None:
    """A run of days. Only a whole number of months has a field."""
    whole = int(months) if months is not None and months == int(months) else None
    return only_said(
        ocds.Period(
            start_date=_opens(start),
            end_date=_closes(end),
            max_extent_date=_closes(latest),
            duration_in_months=whole,
        )
    )


def _opens(day: date | None) -> str | None:
    """The moment at which a day begins.

    The standard wants a moment. In summer a British day begins an hour before this one, but
    whoever reads the day alone should read the right day.
    """
    return f"{day.isoformat()}T00:00:00Z" if day else None


def _closes(day: date | None) -> str | None:
    return f"{day.isoformat()}T23:59:59Z" if day else None
