import os
from decimal import Decimal
from pathlib import Path

import pytest

from almoner.accounts.roles import Role
from almoner.agreements.models import Agreement
from almoner.cli import importing
from almoner.cli.program import answer
from almoner.core.batches import open_batch, staging_alone
from almoner.core.models import Batch
from almoner.organisations.models import Organisation
from almoner.payments.queries import live_payments, totals
from almoner.registers.models import UndoneImport
from almoner.registers.publicity import public_payments
from tests.crowd import elsewhere
from tests.factories import NOON, official
from tests.registers.agreement_files import (
    CONTRACT_HEADER,
    ROOF,
    SHELTER,
    contracts_file,
    workbook,
)
from tests.registers.files import PLAIN, spend_file

ROOT = Path(__file__).parents[2]
REAL = Path(os.environ.get("ALMONER_REAL_DATA", ROOT / "../shared/data"))
GLA = REAL / "03-council-spend/gla/2013-P01.csv"
DAY_REFUSED = (
    "Row 7: Date, “soon”: This is not a day."
    " Write days as 2026-04-01, or as 01/04/2026 with the day first."
)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _finance():
    official(Role.FINANCE, Role.PUBLISHER, username="lena.ortiz")


def importing_of(path, *words, register="spend"):
    return answer(["import", str(path), "--register", register, "--as", "lena.ortiz", *words])


def said(text):
    """The lines of a table without their padding."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def test_import_says_what_came_of_every_row(tmp_path, capsys):
    path = spend_file(tmp_path, [*PLAIN, "", "Nobody,soon,5,Grants,"])

    assert importing_of(path, "--known-from", "2026-03-01") == 0

    batch = Batch.objects.get()
    assert str(batch.known_from) == "2026-03-01"
    assert said(capsys.readouterr().out) == [
        f"Batch {batch}",
        "Paid by, where it does not say not recorded",
        "Rows accepted 4",
        "Of them repaired 0",
        "Rows rejected 1",
        "Blank rows 1",
        "Total £1,180.49",
        "Organisations new 2",
        "Organisations met before 0",
        DAY_REFUSED,
    ]


def test_import_names_columns_it_did_not_read_and_counts_what_it_does_not_list(tmp_path, capsys):
    path = tmp_path / "spend.csv"
    bad = "Quay,soon,5,x\n" * 12
    path.write_text(f"Supplier,Date,Amount,Star sign\nQuay,2026-03-01,-5,Leo\n{bad}")

    importing_of(path)

    lines = said(capsys.readouterr().out)
    assert "Columns not read Star sign" in lines
    assert "Total -£5.00" in lines
    assert lines[-1] == "… and 2 more rejected rows, kept with their reasons."


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("Who\nQuay\n", "holds no table of payments: it has no row of headings"),
        ("Supplier,Date,Amount\nQuay,soon,5\n", "No row of the file could be read"),
    ],
)
def test_a_file_that_is_no_spend_is_refused_in_a_sentence(tmp_path, capsys, content, says):
    path = tmp_path / "spend.csv"
    path.write_text(content)

    assert importing_of(path) == 1
    assert says in (complaint := capsys.readouterr().err)
    assert complaint.startswith("almoner: ")


def test_the_same_file_is_refused_the_second_time(tmp_path, capsys):
    importing_of(spend_file(tmp_path))

    assert importing_of(spend_file(tmp_path)) == 1
    assert "This very file was imported before" in capsys.readouterr().err


def test_a_day_that_is_none_is_misuse(tmp_path, capsys):
    with pytest.raises(SystemExit, match="2"):
        importing_of(spend_file(tmp_path), "--known-from", "March")
    assert "'March' is not a day: write 2026-03-04" in capsys.readouterr().err


def test_what_a_killed_import_left_is_discarded_by_the_next(tmp_path):
    left = open_batch(kind="spend", source_digest="a" * 64, at=NOON)

    assert importing_of(spend_file(tmp_path)) == 0

    left.refresh_from_db()
    assert left.state == "discarded"


def test_an_import_beside_another_is_refused_with_what_to_do(tmp_path, capsys):
    with elsewhere(lambda: staging_alone("spend")):
        assert importing_of(spend_file(tmp_path)) == 1

    assert "Try again when that is done." in capsys.readouterr().err


@pytest.mark.real_data
@pytest.mark.skipif(not GLA.exists(), reason="the real files are not here")
def test_a_real_month_is_imported_whole(capsys):
    assert importing_of(GLA, "--publisher", "Greater London Authority") == 0

    found = totals(live_payments())
    assert (found.count, found.amount) == (1202, Decimal("224678915.00"))
    lines = said(capsys.readouterr().out)
    assert lines[1:8] == [
        "Paid by, where it does not say Greater London Authority",
        "Rows accepted 1,202",
        "Of them repaired 0",
        "Rows rejected 0",
        "Blank rows 0",
        "Rows held 4",
        "Total £224,678,915.00",
    ]


def test_who_paid_is_not_recorded_where_nobody_says(tmp_path, capsys, client):
    assert importing_of(spend_file(tmp_path)) == 0

    payment = live_payments().first()
    assert payment.payer == ""
    assert "Paid by, where it does not say not recorded" in said(capsys.readouterr().out)
    assert "not recorded" in client.get(f"/registers/spend/{payment}/").text


def test_import_of_contracts_says_how_they_compare_with_what_was_known(tmp_path, capsys):
    contracts = [SHELTER, ROOF, "C-3,A gate,Tarnside Ltd,,,,,5,"]
    assert importing_of(contracts_file(tmp_path, contracts), register="contracts") == 0
    capsys.readouterr()

    later = [SHELTER.replace("100000.50", "5"), ROOF, "C-4,A wall,Quay,01234567,1234567,,,6,"]
    assert importing_of(contracts_file(tmp_path, later), register="contracts") == 0

    lines = said(capsys.readouterr().out)
    gate, harbour = agreement_called("A gate"), organisation_called("Harbour Trust")
    quay = organisation_called("Quay & Sons")
    doubt = f"It was taken for Quay & Sons ({quay}); it may be Harbour Trust ({harbour})."
    assert lines[1:] == [
        "Whose register not recorded",
        "Rows accepted 3",
        "Of them repaired 0",
        "Rows rejected 0",
        "Blank rows 0",
        "Total £2,511.00",
        "New 1",
        "Changed 1",
        "The same 1",
        "Missing from the file 1",
        "Organisations new 0",
        "Organisations met before 2",
        f"Row 4: {doubt} Look at their numbers.",
        f"Missing: {gate} A gate",
    ]


def test_a_second_number_of_a_register_is_named_as_in_doubt(tmp_path, capsys):
    other = "C-5,A door,Quay,01234567,,,,5,"
    importing_of(contracts_file(tmp_path, [ROOF, SHELTER]), register="contracts")
    numbered = SHELTER.replace(",,1234567", ",09999999,1234567")
    importing_of(contracts_file(tmp_path, [other], name="b.csv"), register="contracts")
    both = [numbered.replace("C-1", "C-8"), numbered.replace("09999999", "08888888")]
    importing_of(contracts_file(tmp_path, both, name="c.csv"), register="contracts")

    assert "of whom a register gives another number" in capsys.readouterr().out


def test_what_is_not_listed_is_counted(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(importing, "SHOWN", 0)
    importing_of(contracts_file(tmp_path, [SHELTER, ROOF]), register="contracts")
    doubtful = "C-4,A wall,Quay,01234567,1234567,,,6,"

    importing_of(contracts_file(tmp_path, [doubtful], name="b.csv"), register="contracts")

    out = capsys.readouterr().out
    assert "… and 1 more rows of which it is in doubt whose they are." in out
    assert "… and 2 more that stay as they were." in out


def test_a_dry_run_says_all_that_and_keeps_nothing(tmp_path, capsys):
    path = contracts_file(tmp_path)

    assert importing_of(path, "--dry-run", register="contracts") == 0

    lines = said(capsys.readouterr().out)
    assert lines[0] == "Batch none: this was a dry run"
    assert lines[6:11] == [
        "Total £102,500.50",
        "New 2",
        "Changed 0",
        "The same 0",
        "Missing from the file 0",
    ]
    assert not Batch.objects.exists()


def test_a_mapping_says_what_columns_mean(tmp_path, capsys):
    path = tmp_path / "odd.csv"
    path.write_text("Who,When,What\nQuay,2026-03-01,5.00\n")
    mapping = tmp_path / "odd.toml"
    mapping.write_text(
        '[[layouts]]\nkind = "spend"\n[layouts.columns]\n'
        'Who = "supplier_name"\nWhen = "date"\nWhat = "amount"\n'
    )

    assert importing_of(path, "--mapping", str(mapping)) == 0

    assert totals(live_payments()).amount == Decimal("5.00")


def test_a_mapping_that_is_none_is_misuse(tmp_path, capsys):
    mapping = tmp_path / "odd.toml"
    mapping.write_text("nothing")

    assert importing_of(spend_file(tmp_path), "--mapping", str(mapping)) == 2
    assert "odd.toml is not a mapping" in capsys.readouterr().err


def test_what_is_read_and_has_no_place_yet_is_named(tmp_path, capsys):
    path = tmp_path / "spend.csv"
    path.write_text("Supplier,Date,Amount,Merchant Category\nQuay,2026-03-01,5,Roofers\n")

    assert importing_of(path) == 0

    assert "Columns not kept Merchant Category" in said(capsys.readouterr().out)


def test_sheets_that_are_not_read_are_named(tmp_path, capsys):
    path = workbook(tmp_path, Notes=["Our contracts"], April=[CONTRACT_HEADER, SHELTER, "x,,,,,"])

    assert importing_of(path, register="contracts") == 0

    lines = said(capsys.readouterr().out)
    assert [line for line in lines if line.startswith("“Notes” is not read")]
    assert [line for line in lines if line.startswith("April, row 3: ")]


def test_nothing_of_a_file_steers_the_terminal(tmp_path, capsys):
    path = spend_file(tmp_path, [*PLAIN, "Nobody,\x1b[2Jsoon,5,Grants,"])

    assert importing_of(path) == 0

    assert "\x1b" not in capsys.readouterr().out


def test_import_says_which_rows_are_held_and_goes_on(tmp_path, capsys):
    held = [f"Tern Cars,2026-02-07,{n}.00,Taxis,Taxi for client J.S." for n in range(1, 13)]
    path = spend_file(tmp_path, [*PLAIN, *held])

    for words in (["--dry-run"], []):
        assert importing_of(path, *words) == 0

        said = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
        assert "Rows held 12" in said
        assert (
            "Held: These look like the initials of a person whom those nearby would know."
            " (person-initials, 12)"
        ) in said
        assert "Row 6 is held: person-initials" in said
        assert "… and 2 more rows that are held." in said
        assert not any("J.S." in line for line in said)
    assert public_payments().count() == 4


def undoing_of(batch, *words):
    return answer(["import", "undo", str(batch), "--as", "lena.ortiz", "--reason", "Wrong", *words])


def test_an_import_is_undone_with_a_reason(tmp_path, capsys):
    importing_of(spend_file(tmp_path))
    batch = Batch.objects.get()
    capsys.readouterr()

    assert undoing_of(batch) == 0

    out = capsys.readouterr().out
    assert out == f"{batch} is undone: nobody sees its 4 rows any more.\n"
    assert UndoneImport.objects.get().reason == "Wrong"
    assert undoing_of(batch) == 1
    assert "is undone: only an import that is live is undone" in capsys.readouterr().err


def test_an_import_that_is_stood_upon_is_not_undone_and_it_says_by_what(tmp_path, capsys):
    importing_of(contracts_file(tmp_path), register="contracts")
    first = Batch.objects.get()
    importing_of(contracts_file(tmp_path, [ROOF]), register="contracts")
    second = Batch.objects.exclude(pk=first.pk).get()

    assert undoing_of(first) == 1

    err = capsys.readouterr().err
    assert err == (
        f"{second} was compared with it.\n"
        f"almoner: {first} cannot be undone, because of what stands on it.\n"
    )


def test_no_such_import_and_one_under_way_are_refused(tmp_path, capsys):
    assert undoing_of("BAT-NONE") == 2
    importing_of(spend_file(tmp_path))
    with elsewhere(lambda: staging_alone("grants")):
        assert undoing_of(Batch.objects.get()) == 1

    err = capsys.readouterr().err
    assert "There is no import 'BAT-NONE'." in err
    assert "Try again when that is done." in err


def agreement_called(title):
    return Agreement.objects.get(versions__said__title=title)


def organisation_called(name):
    return Organisation.objects.get(name=name)
