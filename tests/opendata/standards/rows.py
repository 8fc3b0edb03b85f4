"""Any row that the reader can give, by the types of a dictionary's fields."""

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from almoner.opendata import shipped
from almoner.opendata.standards import Issue, Publisher

PUBLISHER = Publisher(
    name="Wexmoor Office for Policing and Crime",
    identifier="GB-GOR-XX0000",
    website="https://wexmoor.example",
    grant_prefix="360G-wexmoor",
    process_prefix="ocds-abc123",
)
ISSUE = Issue(
    "grants-2026-03",
    "Grants, 2026-03",
    datetime(2026, 4, 30, 9, tzinfo=UTC),
    "https://wexmoor.example/editions/grants/2026-03/1/",
)

WORDS = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=200).filter(
    lambda text: text == text.strip() and text
)
PLACES = st.sampled_from(
    ["https://wexmoor.example/a?b=1#c", "www.wexmoor.example", "https://a b", "http://[::1"]
)
CODES = st.sampled_from(
    ["GB-COH-01234567", "360G-abc-org:1", "GBML4119704", "E09000028", "E0", "a/b c"]
)
VALUES = {
    "text": WORDS | PLACES | CODES,
    "name": WORDS,
    "company-number": st.sampled_from(["01234567", "SC123456", "IP12345R"]),
    "charity-number": st.sampled_from(["1234567", "1234567-1", "SC012345", "NIC123456"]),
    "postcode": st.just("SW1A 1AA"),
    "date": st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    "number": st.decimals(-1000, 1000, places=2),
    "money": st.decimals(Decimal("-999999999999.99"), Decimal("999999999999.99"), places=2),
    "yes-no": st.booleans(),
}


def rows_of(kind):
    """What the reader gives of a kind: any fields, with those that every row needs."""
    dictionary = next(one for one in shipped() if one.kind == kind)
    fields = {name: VALUES[field.type] for name, field in dictionary.fields.items()}
    return st.fixed_dictionaries(
        {"public_reference": WORDS}, optional=fields | {"organisation_reference": WORDS}
    )
