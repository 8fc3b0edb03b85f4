import pytest

from almoner.accounts.roles import Role
from almoner.cli.program import answer
from almoner.payments.models import Payment
from almoner.registers.models import Edition
from almoner.registers.operations import folder_of
from almoner.registers.operations.withholding import take_down
from almoner.registers.tasks import replace_what_was_taken_down
from tests.factories import NOON, WithholdingFactory, official
from tests.guard import arranging
from tests.registers.files import spend_file
from tests.registers.publishing import issue

pytestmark = pytest.mark.django_db
LENA = ["--as", "lena.ortiz"]
FEBRUARY = ["edition", "write", "spend", "2026-02"]


@pytest.fixture(autouse=True)
def _february(settings, tmp_path, capsys):
    settings.FILES = tmp_path / "files"
    official(Role.PUBLISHER, username="lena.ortiz")
    path = str(spend_file(tmp_path))
    known = ["--known-from", "2026-03-01"]
    assert answer(["import", path, "--register", "spend", *known, *LENA]) == 0
    issue()
    capsys.readouterr()


def test_an_edition_is_written_again(tmp_path, capsys):
    edition, copy = Edition.objects.get(), tmp_path / "copy"

    assert answer([*FEBRUARY, "--out", str(copy)]) == 0
    assert capsys.readouterr().out == f"{edition}: 4 rows, the same bytes as were issued\n{copy}\n"
    assert (copy / "SHA256SUMS").read_bytes() == (folder_of(edition) / "SHA256SUMS").read_bytes()


def test_an_edition_is_put_back_where_it_belongs(capsys):
    edition = Edition.objects.get()
    (folder_of(edition) / "SHA256SUMS").unlink()

    assert answer([*FEBRUARY, "--number", "1"]) == 0

    assert (folder_of(edition) / "SHA256SUMS").exists()
    assert capsys.readouterr().out.endswith(f"{folder_of(edition)}\n")


def test_an_edition_that_there_is_not_is_refused_in_a_sentence(capsys):
    assert answer(["edition", "write", "spend", "2026-03"]) == 1
    assert "No such edition of spend 2026-03 was published." in capsys.readouterr().err


def test_an_edition_whose_rows_were_tampered_with_is_refused(capsys):
    with arranging():
        Payment.objects.filter(row_number=2).delete()

    assert answer(FEBRUARY) == 1
    assert "issued with other bytes" in capsys.readouterr().err


def test_what_was_taken_down_is_not_written_again(capsys):
    answer(["edition", "issue", "spend", "2026-02", *LENA])
    edition, paid = Edition.objects.get(), Payment.objects.filter(row_number=2).get()
    wanted = WithholdingFactory.build(
        organisation=paid.organisation, proposed_by=None, decided_by=None, decided_at=None
    )
    take_down(wanted, by=edition.issued_by, at=NOON)
    capsys.readouterr()

    assert answer(["edition", "write", "spend", "2026-02"]) == 1
    assert "Something was taken out of" in capsys.readouterr().err
    replace_what_was_taken_down(NOON)

    assert answer(["edition", "write", "spend", "2026-02"]) == 0
    assert capsys.readouterr().out == (
        f"{edition}: 3 rows, without what was taken down since\n"
        "The bytes first issued are not made again: see taken-down.txt\n"
        f"{folder_of(edition)}\n"
    )
