import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.opendata.safety import CHECKS, look_over
from almoner.opendata.safety.payees import is_person

PAID = "supplier_name"


def found(name="Harbour Trust", words="", **more):
    values = {PAID: name, "purpose": words, **more}
    return {f.code: f.words for f in look_over({k: v for k, v in values.items() if v})}


@pytest.mark.parametrize(
    "name",
    [
        "Mrs J Smith",
        "Olivierre, J",
        "Dr A Patel",
        "SMITH JOHN",
        "SMITH MR J",
        "Mr & Mrs Tern",
        "John and Mary Smith",
        "Estate of Mary Smith",
        "J R D Thistlewick",
        "McTavish, Fiona",
        "Mary O'Tern",
        "Smith K",
        "Piers H Thistlewick",
        "Master L Smith",
        "Smith, JP",
        "HOLT, Estate of Joan",
        "Mary Smith (carer)",
        "Sgt. P. Thistlewick",
    ],
)
def test_a_private_person_who_is_paid_holds_the_row_up(name):
    assert found(name) == {"person-paid": name}


@pytest.mark.parametrize(
    "name",
    [
        "Marks & Spencer",
        "Arthur Knight Ltd",
        "Deighton Pierce Glynn",
        "Smith & Jones",
        "Mr & Mrs Tern Limited",
        "St Mary's Church",
        "John Lewis",
        "Victoria Hall",
        "The John Smith Foundation",
        "Dr Patel & Partners",
        "REDACTED PERSONAL DATA",
        "Various",
        "Master Joiners",
        "PLAN B",
        "L B B",
        "Mr",
        "Tern, Oak, Ash",
        "Tern Gull Quay, J",
        "BGHT John Harbour",
        "Harbour (Wexmoor)",
        "t/a Smith",
        "Harbour t/a Tern",
        "John Smith " * 10,
    ],
)
def test_whoever_is_no_private_person_does_not(name):
    assert found(name) == {}


def test_a_person_who_trades_under_their_own_name_is_looked_at():
    assert found("J Smith t/a Smith Electrics") == {"sole-trader": "J Smith t/a Smith Electrics"}


@pytest.mark.parametrize(
    ("words", "code", "gave_away"),
    [
        ("Taxi for Mrs J Tern", "person-named", "Mrs J Tern"),
        ("TAXI MISS S TERN TO SCHOOL", "person-named", "MISS S TERN TO"),
        ("Report by PC 1234 J Smith", "person-named", "PC 1234 J Smith"),
        ("Course for John Smith", "person-named", "for John Smith"),
        ("Locks, victim J Smith", "person-named", "victim J Smith"),
        ("Taxi, client J.S.", "person-initials", "client J.S."),
        ("Taxi, client JS", "person-initials", "client JS"),
        ("TAXI, CLIENT: JS", "person-initials", "CLIENT: JS"),
        ("Timesheet John Smith", "person-mentioned", "John Smith"),
        ("Fees, DOB 14/03/1987", "date-of-birth", "DOB 14/03/1987"),
        ("A boy born on 9 June 2014", "date-of-birth", "born on 9 June 2014"),
        ("Payroll QQ 12 34 56 C", "national-insurance-number", "QQ 12 34 56 C"),
        ("NHS no. 999 123 4560", "nhs-number", "NHS no. 999 123 4560"),
        ("Fees 999 000 0018", "nhs-number", "999 000 0018"),
        ("Passport no 123456789", "passport-number", "Passport no 123456789"),
        ("Sort code 12-34-56", "bank-details", "Sort code 12-34-56"),
        ("Paid to account no 12345678", "bank-details", "account no 12345678"),
        ("Ring +44 7700 900789", "mobile-number", "+44 7700 900789"),
        ("Ring 01632 960123", "telephone-number", "01632 960123"),
        ("Send to jan@gmail.example", "private-email", "jan@gmail.example"),
        ("Send to j.smith@tern.example", "personal-email", "j.smith@tern.example"),
        ("Van WX19 ABC", "vehicle-registration", "WX19 ABC"),
        ("Permit WX19ABC", "vehicle-registration", "WX19ABC"),
        ("Locks, crime ref 06/12345/24", "case-reference", "crime ref 06/12345/24"),
        ("Rent of safe house", "protected-place", "safe house"),
        ("Women's aid: six beds", "protected-place", "women s aid six beds"),
        ("Refuge at 14 Larch Road", "protected-address", "14 Larch Road"),
        ("Tenant at 14 Larch Road", "home-address", "14 Larch Road"),
        ("Clean Flat 2", "home-address", "Flat 2"),
        ("Roof of 14 Larch Road", "street-address", "14 Larch Road"),
        ("Delivery to WX2 5YZ", "street-address", "WX2 5YZ"),
    ],
)
def test_what_gives_a_person_or_a_place_away_is_found_with_its_words(words, code, gave_away):
    assert found(words=words) == {code: gave_away}


@pytest.mark.parametrize(
    "words",
    [
        "A5063 Larch Road improvements",
        "Phase 2 Larch Road",
        "Works at 2024 Larch Road",
        "Pedestrian refuge islands",
        "Domestic abuse helpline",
        "MS Office licences",
        "Mrs Smith Trust",
        "Notes for Dr Foster Intelligence",
        "Client IT system",
        "CLIENT JS SYSTEM",
        "For JS",
        "course for john smith",
        "A gift for John Smith Academy",
        "The John Smith Memorial Fund",
        "St John Smith",
        "John Hall",
        "Parking for PC monitors",
        "Invoice 0012345678",
        "Figures 999 000 0017",
        "Gas account no 12345678",
        "Write to info@tern.example",
        "Write to tern@tern.example",
        "Chairs AB12 CDE",
        "Crime reduction 2024/25",
    ],
)
def test_harmless_words_that_look_alike_are_left_alone(words):
    assert found(words=words) == {}


def test_words_of_health_beside_a_person_hold_the_row_up():
    assert found("John Smith", "Dementia care") == {
        "person-paid": "John Smith",
        "sensitive-words": "dementia",
    }


def test_a_postcode_beside_a_protected_service_is_its_address():
    codes = found("Wexmoor Women's Aid", "Helpline", supplier_postcode="WX1 2AB")

    assert codes == {"protected-address": "WX1 2AB"}


def test_the_premises_of_a_service_may_stand_in_another_cell():
    assert found("Wexmoor Women's Aid", "Move-on flats") == {"protected-place": "move on"}
    assert found("Wexmoor Women's Aid", "Flats " + "and other things " * 9) == {}


def test_references_and_contacts_are_looked_at_for_numbers_only():
    assert found(reference="QQ123456C") == {"national-insurance-number": "QQ123456C"}
    assert found(contact="Jane Smith, 01632 960123, jane@gmail.example") == {
        "private-email": "jane@gmail.example"
    }
    assert found(reference="WX19ABC") == {}


def test_a_finding_says_why_and_what_to_do():
    finding = look_over({PAID: "John Smith"})[0]

    assert (finding.field, finding.blocks) == (PAID, True)
    assert finding.check.why == "This looks like a private person's name."


@given(st.text(max_size=120), st.text(max_size=300))
def test_no_words_whatever_stop_the_checks(name, words):
    findings = look_over({PAID: name, "purpose": words, "reference": words})

    assert {finding.code for finding in findings} <= CHECKS.keys()
    assert all(finding.words for finding in findings)


@given(st.text(max_size=60))
def test_no_limited_company_is_taken_for_a_person(name):
    assert not is_person(f"{name} Ltd")


@given(
    st.sampled_from(["Mr", "Mrs", "Miss", "Ms"]),
    st.from_regex(r"[A-Z][a-z]{2,9}ick", fullmatch=True),
)
def test_whoever_has_a_title_and_a_family_name_is_a_person(title, name):
    assert is_person(f"{title} {name}")


def test_the_rest_of_a_name_tells_that_it_is_none_of_a_person():
    assert found(words="A gift for John Smith Memorial Park") == {}
    assert found(words="Locks for victim J Smith Trust") == {}
    assert found(words="Mr Smith, Dr Foster and Mr Trust Company") == {"person-named": "Mr Smith"}


@pytest.mark.parametrize("name", ["J.", "Smith Q Jones K", "JPR Smith", "John Van Smith", "BS"])
def test_names_of_odd_shapes_are_judged_without_a_fault(name):
    assert found(name).keys() <= {"person-paid"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("R v Mary Thistlewick, fees", "person-named"),
        ("Re C-D (a child)", "person-initials"),
        ("Weekly fee - GW (adult)", "person-initials"),
        ("N.H.S. number 999 111 2222", "nhs-number"),
        ("S.A.R.C. lighting", "protected-place"),
        ("Door entry, women's hostel (DV)", "protected-place"),
        ("Deep clean, Room 6 Kestrel HMO, WX7 1TT", "home-address"),
    ],
)
def test_what_is_said_in_other_words_is_found_too(words, code):
    assert code in found(words=words)


@pytest.mark.parametrize(
    "words",
    ["R v Thames Valley Police", "Refuge from the storm: a play", "Fees (adult) NHS (client)"],
)
def test_words_that_only_sound_like_it_hold_nothing_up(words):
    assert found(words=words) == {}


@pytest.mark.parametrize("name", ["PC World Business", "DS Smith Packaging", "DI Blow Moulding"])
def test_a_firm_that_is_called_like_a_rank_is_no_person(name):
    assert found(name) == {}
