"""Catalogues of what there is to download, in the words by which other portals gather them.

DCAT 3 (W3C Recommendation of 22 August 2024) as JSON-LD, which European and British portals read,
and `data.json` (Project Open Data metadata 1.1), which most harvesters read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct

CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
RHYTHMS = "http://publications.europa.eu/resource/authority/frequency/"
OPEN_DATA = "https://project-open-data.cio.gov/v1.1/schema"


class Rhythm(StrEnum):
    """How often something is brought up to date, as the EU's list of frequencies calls it."""

    CONTINUOUS = "UPDATE_CONT"
    MONTHLY = "MONTHLY"
    QUARTERLY = "QUARTERLY"
    YEARLY = "ANNUAL"


# ISO 8601 intervals, as `accrualPeriodicity` of Project Open Data asks for.
INTERVALS = {
    Rhythm.CONTINUOUS: "R/PT1S",
    Rhythm.MONTHLY: "R/P1M",
    Rhythm.QUARTERLY: "R/P3M",
    Rhythm.YEARLY: "R/P1Y",
}


class Distribution(Struct, frozen=True, kw_only=True):
    """One file, or one address that gives the same rows in one form.

    `size` is in bytes and `digest` is its SHA-256; both only of a file that never changes.
    """

    title: str
    address: str
    media_type: str
    format: str
    size: int | None = None
    digest: str = ""
    conforms_to: str = ""


class Entry(Struct, frozen=True, kw_only=True):
    """A dataset: a register as it stands, or an edition of it.

    Its `address` is its page. `series` is the address of the series that an edition belongs to,
    `earlier` that of the edition which it corrects.
    """

    address: str
    identifier: str
    title: str
    about: str
    keywords: Sequence[str]
    modified: datetime
    distributions: Sequence[Distribution]
    issued: datetime | None = None
    first_day: date | None = None
    last_day: date | None = None
    rhythm: Rhythm | None = None
    version: str = ""
    series: str = ""
    earlier: str = ""
    note: str = ""


class Series(Struct, frozen=True, kw_only=True):
    """Editions that follow one another."""

    address: str
    title: str
    about: str
    rhythm: Rhythm | None = None


class Catalogue(Struct, frozen=True, kw_only=True):
    """Whose catalogue it is, where it and its API are, and under which licence all of it stands."""

    address: str
    title: str
    about: str
    publisher: str
    website: str
    identifier: str
    licence: str
    contact_page: str
    contact_email: str
    api: str
    api_description: str


def dcat(
    catalogue: Catalogue, *, series: Iterable[Series], entries: Iterable[Entry]
) -> Iterator[bytes]:
    """The catalogue as DCAT 3 in JSON-LD, piece by piece."""
    head = {
        "@context": CONTEXT,
        "@id": catalogue.address,
        "@type": "dcat:Catalog",
        **_titled(catalogue.title, catalogue.about),
        "dct:language": _at("http://publications.europa.eu/resource/authority/language/ENG"),
        "dct:license": _at(catalogue.licence),
        "dct:publisher": _publisher(catalogue),
        "foaf:homepage": _at(catalogue.website),
        "dcat:service": {
            "@type": "dcat:DataService",
            "dct:title": _text("API"),
            "dcat:endpointURL": _at(catalogue.api),
            "dcat:endpointDescription": _at(catalogue.api_description),
        },
    }
    yield msgspec.json.encode(head)[:-1] + b',"dcat:dataset":[\n'
    yield from _joined(
        msgspec.json.encode(said)
        for part in (map(_series, series), (_dataset(one, catalogue) for one in entries))
        for said in part
    )
    yield b"\n]}\n"


def data_json(catalogue: Catalogue, *, entries: Iterable[Entry]) -> Iterator[bytes]:
    """The catalogue as Project Open Data 1.1 has it, piece by piece."""
    head = {
        "@context": f"{OPEN_DATA}/catalog.jsonld",
        "@id": catalogue.address,
        "@type": "dcat:Catalog",
        "conformsTo": OPEN_DATA,
        "describedBy": f"{OPEN_DATA}/catalog.json",
    }
    yield msgspec.json.encode(head)[:-1] + b',"dataset":[\n'
    yield from _joined(msgspec.json.encode(_open_data(one, catalogue)) for one in entries)
    yield b"\n]}\n"


def _joined(pieces: Iterable[bytes]) -> Iterator[bytes]:
    for nth, piece in enumerate(pieces):
        yield b",\n" + piece if nth else piece


def _series(one: Series) -> dict[str, Any]:
    return {
        "@id": one.address,
        "@type": "dcat:DatasetSeries",
        **_titled(one.title, one.about),
        **_given("dct:accrualPeriodicity", _rhythm(one.rhythm)),
    }


def _dataset(one: Entry, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "@id": one.address,
        "@type": "dcat:Dataset",
        "dct:identifier": one.identifier,
        **_titled(one.title, one.about),
        "dcat:keyword": [_text(word) for word in one.keywords],
        "dct:publisher": _publisher(catalogue),
        "dct:license": _at(catalogue.licence),
        "dcat:contactPoint": _contact(catalogue),
        "dcat:landingPage": _at(one.address),
        **_given("dct:issued", _moment(one.issued)),
        "dct:modified": _moment(one.modified),
        **_given("dct:accrualPeriodicity", _rhythm(one.rhythm)),
        **_given("dct:temporal", _days(one)),
        **_given("dcat:version", one.version),
        **_given("adms:versionNotes", _text(one.note) if one.note else None),
        **_given("dcat:previousVersion", _at(one.earlier) if one.earlier else None),
        **_given("dcat:inSeries", _at(one.series) if one.series else None),
        "dcat:distribution": [_distribution(each, catalogue) for each in one.distributions],
    }


def _distribution(one: Distribution, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": _text(one.title),
        "dcat:accessURL": _at(one.address),
        "dcat:downloadURL": _at(one.address),
        "dcat:mediaType": _at(f"{MEDIA_TYPES}{one.media_type}"),
        "dct:format": one.format,
        "dct:license": _at(catalogue.licence),
        **_given("dct:conformsTo", _at(one.conforms_to) if one.conforms_to else None),
        **_given("dcat:byteSize", _number(one.size)),
        **_given("spdx:checksum", _checksum(one.digest)),
    }


def _open_data(one: Entry, catalogue: Catalogue) -> dict[str, Any]:
    days = f"{one.first_day}/{one.last_day}" if one.first_day and one.last_day else None
    return {
        "@type": "dcat:Dataset",
        "identifier": one.address,
        "title": one.title,
        "description": one.about,
        "keyword": list(one.keywords),
        "modified": one.modified.isoformat(),
        **_given("issued", one.issued.isoformat() if one.issued else None),
        "publisher": {"@type": "org:Organization", "name": catalogue.publisher},
        "contactPoint": _open_data_contact(catalogue),
        "accessLevel": "public",
        "license": catalogue.licence,
        "landingPage": one.address,
        "language": ["en-GB"],
        **_given("accrualPeriodicity", INTERVALS[one.rhythm] if one.rhythm else None),
        **_given("temporal", days),
        "distribution": [
            {
                "@type": "dcat:Distribution",
                "title": each.title,
                "downloadURL": each.address,
                "mediaType": each.media_type,
                "format": each.format,
                **_given("conformsTo", each.conforms_to),
            }
            for each in one.distributions
        ],
    }


def _open_data_contact(catalogue: Catalogue) -> dict[str, Any]:
    """A name and, if the body has one, its mail address: the schema takes nothing else there."""
    mail = catalogue.contact_email
    named = {"@type": "vcard:Contact", "fn": catalogue.publisher}
    return {**named, **_given("hasEmail", f"mailto:{mail}" if mail else None)}


def _titled(title: str, about: str) -> dict[str, Any]:
    return {"dct:title": _text(title), "dct:description": _text(about)}


def _publisher(catalogue: Catalogue) -> dict[str, Any]:
    return {
        "@id": f"{catalogue.website}#publisher",
        "@type": "foaf:Agent",
        "foaf:name": _text(catalogue.publisher),
        "foaf:homepage": _at(catalogue.website),
        **_given("dct:identifier", catalogue.identifier),
    }


def _contact(catalogue: Catalogue) -> dict[str, Any]:
    mail = catalogue.contact_email
    return {
        "@type": "vcard:Organization",
        "vcard:fn": catalogue.publisher,
        "vcard:hasURL": _at(catalogue.contact_page),
        **_given("vcard:hasEmail", _at(f"mailto:{mail}") if mail else None),
    }


def _days(one: Entry) -> dict[str, Any] | None:
    if one.first_day is None or one.last_day is None:
        return None
    return {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": _typed("date", one.first_day.isoformat()),
        "dcat:endDate": _typed("date", one.last_day.isoformat()),
    }


def _checksum(digest: str) -> dict[str, Any] | None:
    if not digest:
        return None
    return {
        "@type": "spdx:Checksum",
        "spdx:algorithm": _at("spdx:checksumAlgorithm_sha256"),
        "spdx:checksumValue": _typed("hexBinary", digest),
    }


def _rhythm(rhythm: Rhythm | None) -> dict[str, str] | None:
    return _at(f"{RHYTHMS}{rhythm}") if rhythm else None


def _moment(moment: datetime | None) -> dict[str, str] | None:
    return _typed("dateTime", moment.isoformat()) if moment else None


def _number(size: int | None) -> dict[str, str] | None:
    return None if size is None else _typed("nonNegativeInteger", str(size))


def _typed(kind: str, said: str) -> dict[str, str]:
    return {"@type": f"xsd:{kind}", "@value": said}


def _text(said: str) -> dict[str, str]:
    return {"@language": "en", "@value": said}


def _at(address: str) -> dict[str, str]:
    return {"@id": address}


def _given(name: str, said: Any) -> Mapping[str, Any]:
    return {name: said} if said else {}
