import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.opendata.values import (
    NOTHING,
    Said,
    Unreadable,
    read_charity_number,
    read_company_number,
    read_postcode,
)
from almoner.opendata.values.words import WORDS

ROOT = Path(__file__).parents[3]
REAL = Path(os.environ.get("ALMONER_REAL_DATA", ROOT / "../shared/data"))
LOOKUPS = REAL / "07-identifiers/charity-lookups"

PREFIXES = st.sampled_from(WORDS.identifiers.company_prefixes)
PADDED = "company-number-padded"


@given(st.integers(1000, 99_999_999))
def test_every_company_number_is_read_back_without_its_first_noughts(number):
    whole, stripped = f"{number:08}", str(number)

    assert read_company_number(whole) == Said(whole)
    assert read_company_number(stripped) == Said(whole, "" if whole == stripped else PADDED)
    assert read_company_number(f"{stripped}.0").value == whole


@given(PREFIXES, st.integers(100, 999_999))
def test_every_company_number_with_a_prefix_is_read_back_without_its_first_noughts(prefix, number):
    whole, stripped = f"{prefix}{number:06}", f"{prefix}{number}"

    assert read_company_number(whole) == Said(whole)
    assert read_company_number(stripped).value == whole


@pytest.mark.parametrize(
    ("text", "number", "change"),
    [
        ("sc 123456", "SC123456", ""),
        ("IP29627R", "IP29627R", ""),
        ("SP2671RS", "SP2671RS", ""),
        ("SP125CUS", "SP125CUS", ""),
        ("R0000079", "R0000079", ""),
        ("RS007853", "RS007853", ""),
        ("'01234567", "01234567", ""),
        ("0123 4567", "01234567", ""),
        ("GB-COH-01234567", "01234567", ""),
        ("Company number: SC123456", "SC123456", ""),
        ("Co. No. 123456", "00123456", PADDED),
        ("NO000086", "NO000086", ""),
        ("31552R", "IP31552R", PADDED),
        ("2627R", "IP02627R", PADDED),
    ],
)
def test_a_company_number_is_read_without_what_stands_around_it(text, number, change):
    assert read_company_number(text) == Said(number, change)


@pytest.mark.parametrize(
    "text",
    ["0", "123", "123456789", "GB123456789", "SC1234567", "01234567 & 07654321", "1" * 100_000],
)
def test_what_is_no_company_number_is_refused(text):
    with pytest.raises(Unreadable) as refused:
        read_company_number(text)

    assert refused.value.code == "company-number-unreadable"


@given(st.integers(200_000, 9_999_999))
def test_every_charity_number_is_read_back_with_its_commas_and_labels(number):
    said = Said(str(number))

    assert read_charity_number(f"{number:,}") == said
    assert read_charity_number(f"GB-CHC-{number}") == said
    assert read_charity_number(f"Reg. Charity No. {number}") == said
    assert read_charity_number(f"CHA{number}") == said
    assert read_charity_number(f"{number}.0") == said


@pytest.mark.parametrize(
    ("text", "number", "change"),
    [
        ("1049226-1", "1049226-1", ""),
        ("SC012345", "SC012345", ""),
        ("GB-SC-SC012345", "SC012345", ""),
        ("GB-SC-012345", "SC012345", ""),
        ("sc12345", "SC012345", "charity-number-padded"),
        ("SCO12345", "SC012345", "charity-number-padded"),
        ("NIC 101788", "NIC101788", ""),
        ("GB-NIC-101788", "NIC101788", ""),
    ],
)
def test_a_charity_number_is_read_in_each_of_the_nations(text, number, change):
    assert read_charity_number(text) == Said(number, change)


@pytest.mark.parametrize(
    "text", ["12345", "0263710", "XR12345", "1049226 & SC039245", "NIC201788", "1" * 100_000]
)
def test_what_is_no_charity_number_is_refused(text):
    with pytest.raises(Unreadable) as refused:
        read_charity_number(text)

    assert refused.value.code == "charity-number-unreadable"


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("la142tb", "LA14 2TB"),
        (" SW1A  1AA ", "SW1A 1AA"),
        ("M1\xa01AE", "M1 1AE"),
        ("EC1A1BB", "EC1A 1BB"),
        ("gir0aa", "GIR 0AA"),
    ],
)
def test_a_postcode_is_spaced_as_it_should_be(text, postcode):
    assert read_postcode(text) == Said(postcode)


@pytest.mark.parametrize("text", ["SW1A", "BL4 ONN", "T12 VP94", "12345", "A" * 100_000])
def test_what_is_no_postcode_is_refused(text):
    with pytest.raises(Unreadable) as refused:
        read_postcode(text)

    assert refused.value.code == "postcode-unreadable"


@pytest.mark.parametrize("read", [read_company_number, read_charity_number, read_postcode])
@pytest.mark.parametrize("text", ["", "N/A", "Various", "TBC", "Redacted", "Sole trader"])
def test_whoever_is_nobody_in_particular_has_no_identifier(read, text):
    assert read(text) == NOTHING


@pytest.mark.real_data
@pytest.mark.skipif(not LOOKUPS.exists(), reason="the real files are not here")
def test_every_number_of_the_real_look_ups_is_read_as_it_is():
    text = "".join(path.read_text("utf-8-sig") for path in LOOKUPS.glob("*.csv"))
    companies = re.findall(r"GB-COH-(\w+)", text)
    charities = re.findall(r"GB-(?:CHC|SC)-(\w+)", text)

    assert [read_company_number(number).value for number in companies] == companies
    assert [read_charity_number(number).value for number in charities] == charities
    assert (len(companies), len(charities)) == (6686, 3771)
