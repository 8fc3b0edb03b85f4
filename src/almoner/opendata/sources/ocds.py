"""Open Contracting data (OCDS): one row an award, or one for a tender that led to none so far."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from .flattening import Json, is_scalar, scalar_text
from .records import Place, Record, Sheet

HEADER = [
    "reference",
    "open_contracting_id",
    "lot",
    "title",
    "description",
    "department",
    "process",
    "procedure",
    "category",
    "cpv_code",
    "supplier_name",
    "supplier_company_number",
    "supplier_charity_number",
    "supplier_other_id",
    "supplier_postcode",
    "supplier_sme",
    "supplier_vcse",
    "award_date",
    "start_date",
    "end_date",
    "latest_end_date",
    "value_total",
    "currency",
    "status",
    "notice_url",
    "document_url",
    "area",
    "buyer",
]
STAGES = ("tender", "awards", "contracts", "planning", "buyer", "parties", "tag")
COMPANY = {"GB-COH"}
CHARITY = {"GB-CHC", "GB-SC", "GB-NIC"}
SMALL = {"sme", "micro", "small", "medium"}
NOTICES = {"awardNotice", "contractNotice", "tenderNotice"}


class Release(NamedTuple):
    """One release, and where in the file it stands."""

    pointer: str
    content: dict[str, Json]


class Row(NamedTuple):
    """One row to be: where it stands, its cells by heading, and the repair it took."""

    pointer: str
    cells: dict[str, str]
    change: str = ""


def open_contracting(document: Json) -> Sheet | None:
    """The awards in a package, a release, a record or a list of these; None if it is none."""
    found = list(_releases(document))
    if not found:
        return None
    rows = [row for release in found for row in _rows(release)]

    def place(number: int, column: int) -> Place:  # noqa: ARG001 - a row is made of many places
        return {"cell": rows[number].pointer}

    return Sheet(None, _records(rows), place, HEADER, _list_path(document))


def at(value: Json, *path: str) -> Json:
    """What stands at the end of a path of keys; None where it leads nowhere."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def text(value: Json, *path: str) -> str:
    """The scalar at the end of a path, as text; empty where there is none."""
    found = at(value, *path)
    return scalar_text(found) if is_scalar(found) else ""


def objects(value: Json, *path: str) -> list[dict[str, Json]]:
    """The objects of the list at the end of a path."""
    found = at(value, *path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _records(rows: list[Row]) -> Iterator[Record]:
    for number, row in enumerate(rows):
        yield Record(number, [row.cells.get(name, "") for name in HEADER], row.change)


def _list_path(document: Json) -> str:
    keys = ("releases", "records")
    return next((f"/{key}" for key in keys if isinstance(at(document, key), list)), "")


def _releases(document: Json) -> Iterator[Release]:
    if isinstance(document, list):
        listed, pointer = document, ""
    elif isinstance(records := at(document, "records"), list):
        listed, pointer = records, "/records"
    elif at(document, "ocid") is None and isinstance(package := at(document, "releases"), list):
        listed, pointer = package, "/releases"
    else:
        yield from _release(document, "")
        return
    for index, item in enumerate(listed):
        yield from _release(item, f"{pointer}/{index}")


def _release(item: Json, pointer: str) -> Iterator[Release]:
    """A release as it is, or what a record comes to."""
    if not isinstance(item, dict) or not isinstance(item.get("ocid"), str):
        return
    compiled = item.get("compiledRelease")
    if isinstance(compiled, dict):
        yield Release(f"{pointer}/compiledRelease", {"ocid": item["ocid"]} | compiled)
    elif past := objects(item, "releases"):
        index, latest = max(
            enumerate(past),
            key=lambda one: (bool(objects(one[1], "awards")), text(one[1], "date"), one[0]),
        )
        yield Release(f"{pointer}/releases/{index}", {"ocid": item["ocid"]} | latest)
    elif any(stage in item for stage in STAGES):
        yield Release(pointer, item)


def _rows(release: Release) -> Iterator[Row]:
    about = _of_the_tender(release.content)
    awards = at(release.content, "awards")
    is_awarded = False
    for index, award in enumerate(awards if isinstance(awards, list) else ()):
        if isinstance(award, dict):
            is_awarded = True
            cells, change = _of_an_award(release.content, award, about)
            yield Row(f"{release.pointer}/awards/{index}", cells, change)
    if not is_awarded:
        # An award's states are called the same: only this tells that nobody has won yet.
        status = f"tender {text(release.content, 'tender', 'status')}".strip()
        yield Row(f"{release.pointer}/tender", about | {"status": status})


def _of_the_tender(release: dict[str, Json]) -> dict[str, str]:
    tender = at(release, "tender")
    return {
        "reference": text(tender, "id") or text(release, "id"),
        "open_contracting_id": text(release, "ocid"),
        "title": text(tender, "title") or text(release, "title"),
        "description": text(tender, "description") or text(release, "description"),
        "process": text(tender, "procurementMethodDetails"),
        "procedure": text(tender, "procurementMethod"),
        "category": text(tender, "mainProcurementCategory"),
        "cpv_code": _cpv_codes(tender),
        "area": _areas(tender),
        "buyer": _buyer(release),
    } | _when_how_much_and_where_to_read(tender)


def _of_an_award(
    release: dict[str, Json], award: dict[str, Json], about: dict[str, str]
) -> tuple[dict[str, str], str]:
    suppliers = objects(award, "suppliers") or _parties_supplying(release)
    contract = next(
        (
            one
            for one in objects(release, "contracts")
            if text(one, "awardID") == text(award, "id") and text(award, "id")
        ),
        None,
    )
    by_award = {
        "lot": "; ".join(_scalars(at(award, "relatedLots"))),
        "title": text(award, "title"),
        "description": text(award, "description"),
        "cpv_code": _cpv_codes(award),
        "area": _areas(award),
        "award_date": text(award, "date") or text(contract, "dateSigned"),
        "status": text(award, "status"),
    } | _when_how_much_and_where_to_read(award)
    by_contract = {
        "reference": text(contract, "id"),
        "title": text(contract, "title"),
        "description": text(contract, "description"),
        "status": text(contract, "status"),
    } | _when_how_much_and_where_to_read(contract)
    cells = _laid_over(_laid_over(about, by_award), by_contract) | _supplier_cells(
        release, suppliers
    )
    return cells, "suppliers-joined" if len(suppliers) > 1 else ""


def _laid_over(under: dict[str, str], over: dict[str, str]) -> dict[str, str]:
    """The cells of two stages: what the later says, else the earlier. Money keeps its currency."""
    said = {name: value for name, value in over.items() if value}
    if "value_total" in said:
        said.setdefault("currency", "")
    else:
        said.pop("currency", None)
    return under | said


def _when_how_much_and_where_to_read(stage: Json) -> dict[str, str]:
    period = "contractPeriod" if at(stage, "contractPeriod") else "period"
    documents = [one for one in objects(stage, "documents") if text(one, "url")]
    notices = [one for one in documents if text(one, "documentType") in NOTICES]
    others = [one for one in documents if text(one, "documentType") not in NOTICES]
    return {
        "start_date": text(stage, period, "startDate"),
        "end_date": text(stage, period, "endDate"),
        "latest_end_date": text(stage, period, "maxExtentDate"),
        "value_total": _amount(at(stage, "value", "amount")),
        "currency": text(stage, "value", "currency"),
        "notice_url": text(notices[0], "url") if notices else "",
        "document_url": text(others[0], "url") if others else "",
    }


def _amount(value: Json) -> str:
    """An amount as decimal text, without an exponent."""
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    return scalar_text(value) if is_scalar(value) else ""


def _scalars(value: Json) -> list[str]:
    items = value if isinstance(value, list) else []
    return [scalar_text(item) for item in items if is_scalar(item) and item is not None]


def _cpv_codes(stage: Json) -> str:
    """The codes of what is bought: those of the whole, else of its items."""
    told = [at(stage, "classification")]
    for item in objects(stage, "items"):
        told += [at(item, "classification"), *objects(item, "additionalClassifications")]
    codes = [text(one, "id") for one in told if text(one, "scheme").upper() == "CPV"]
    return "; ".join(dict.fromkeys(filter(None, codes)))


def _areas(stage: Json) -> str:
    """Where it is delivered, as narrowly as is said."""
    items = objects(stage, "items")
    addresses = [one for item in items for one in objects(item, "deliveryAddresses")]
    addresses += [one for item in items if isinstance(one := at(item, "deliveryAddress"), dict)]
    named = [
        text(one, "region") or text(one, "locality") or text(one, "postalCode") for one in addresses
    ]
    return "; ".join(dict.fromkeys(filter(None, named)))


def _buyer(release: dict[str, Json]) -> str:
    parties = objects(release, "parties")
    buyers = [text(one, "name") for one in parties if "buyer" in _scalars(at(one, "roles"))]
    return text(release, "buyer", "name") or next(iter(buyers), "")


def _parties_supplying(release: dict[str, Json]) -> list[dict[str, Json]]:
    """The suppliers among the parties, where one award leaves no doubt whose they are."""
    if len(objects(release, "awards")) > 1:
        return []
    parties = objects(release, "parties")
    return [one for one in parties if "supplier" in _scalars(at(one, "roles"))]


def _supplier_cells(release: dict[str, Json], suppliers: list[dict[str, Json]]) -> dict[str, str]:
    parties = {text(party, "id"): party for party in objects(release, "parties")}
    known = [parties.get(text(one, "id"), {}) | one for one in suppliers]
    names = [text(one, "name") or text(one, "identifier", "legalName") for one in known]
    cells = {"supplier_name": "; ".join(dict.fromkeys(filter(None, names)))}
    if len(known) == 1:
        cells |= _identifiers(known[0])
        cells["supplier_postcode"] = text(known[0], "address", "postalCode")
        cells["supplier_sme"] = _is_small(text(known[0], "details", "scale"))
        cells["supplier_vcse"] = text(known[0], "details", "vcse")
    return cells


def _identifiers(party: dict[str, Json]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for one in (at(party, "identifier"), *objects(party, "additionalIdentifiers")):
        scheme, number = text(one, "scheme"), text(one, "id")
        if not number:
            continue
        if scheme in COMPANY:
            cells.setdefault("supplier_company_number", number)
        elif scheme in CHARITY:
            cells.setdefault("supplier_charity_number", number)
        else:
            cells.setdefault("supplier_other_id", f"{scheme}-{number}" if scheme else number)
    return cells


def _is_small(scale: str) -> str:
    if scale.lower() in SMALL:
        return "TRUE"
    return "FALSE" if scale.lower() == "large" else ""
