import os
from decimal import Decimal
from pathlib import Path

import pytest

from almoner.accounts.roles import Role
from almoner.cli.program import answer
from almoner.core.batches import open_batch, staging_alone
from almoner.core.models import Batch
from almoner.payments.queries import live_payments, totals
from tests.crowd import elsewhere
from tests.factories import NOON, official
from tests.registers.files import PLAIN, spend_file

ROOT = Path(__file__).parents[2]
REAL = Path(os.environ.get("ALMONER_REAL_DATA", ROOT / "../shared/data"))
GLA = REAL / "03-council-spend/gla/2013-P01.csv"
DAY_REFUSED = (
    "Row 7: “soon” is not a day. Write dates as 2013-04-02, or as 02/04/2013 with the day first."
)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _finance():
    official(Role.FINANCE, username="lena.ortiz")


def importing_of(path, *words):
    return answer(["import", str(path), "--register", "spend", "--as", "lena.ortiz", *words])


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
        ("Who\nQuay\n", "has no column that says"),
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
    assert lines[1:6] == [
        "Paid by, where it does not say Greater London Authority",
        "Rows accepted 1,202",
        "Rows rejected 0",
        "Blank rows 0",
        "Total £224,678,915.00",
    ]


def test_who_paid_is_not_recorded_where_nobody_says(tmp_path, capsys, client):
    assert importing_of(spend_file(tmp_path)) == 0

    payment = live_payments().first()
    assert payment.payer == ""
    assert "Paid by, where it does not say not recorded" in said(capsys.readouterr().out)
    assert "not recorded" in client.get(f"/registers/spend/{payment}/").text
