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

pytestmark = pytest.mark.django_db
LENA = ["--as", "lena.ortiz"]


@pytest.fixture(autouse=True)
def _february(settings, tmp_path, capsys):
    settings.FILES = tmp_path / "files"
    official(Role.PUBLISHER, username="lena.ortiz")
    assert answer(["import", str(spend_file(tmp_path)), "--register", "spend", *LENA]) == 0
    capsys.readouterr()


def test_an_edition_is_issued_and_written_again(tmp_path, capsys):
    assert answer(["edition", "issue", "spend", "2026-02", *LENA]) == 0

    edition = Edition.objects.get()
    assert capsys.readouterr().out == (
        f"{edition}: spend 2026-02, edition 1\n"
        f"4 rows, SHA-256 of its sums {edition.digest}\n"
        f"{folder_of(edition)}\n"
    )

    copy = tmp_path / "copy"
    assert answer(["edition", "write", "spend", "2026-02", "--out", str(copy)]) == 0
    assert capsys.readouterr().out == f"{edition}: 4 rows, the same bytes as were issued\n{copy}\n"
    assert (copy / "SHA256SUMS").read_bytes() == (folder_of(edition) / "SHA256SUMS").read_bytes()


def test_an_edition_is_put_back_where_it_belongs(capsys):
    answer(["edition", "issue", "spend", "2026-02", *LENA])
    edition = Edition.objects.get()
    (folder_of(edition) / "SHA256SUMS").unlink()

    assert answer(["edition", "write", "spend", "2026-02", "--number", "1"]) == 0

    assert (folder_of(edition) / "SHA256SUMS").exists()
    assert capsys.readouterr().out.endswith(f"{folder_of(edition)}\n")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["issue", "spend", "soon", *LENA], 2, "is not a period"),
        (["issue", "spend", "2025-26", *LENA], 2, "An edition covers a month"),
        (["issue", "spend", "2025-02", *LENA], 1, "Nothing is public for that period."),
        (["issue", "spend", "2026-02", "--as", "nobody"], 2, "Nobody here is called 'nobody'"),
        (["write", "spend", "2026-02"], 1, "No such edition of spend 2026-02 was issued."),
    ],
)
def test_what_cannot_be_issued_or_written_is_refused_in_a_sentence(capsys, words, code, says):
    assert answer(["edition", *words]) == code
    assert says in capsys.readouterr().err


def test_an_edition_whose_rows_were_tampered_with_is_refused(capsys):
    answer(["edition", "issue", "spend", "2026-02", *LENA])
    with arranging():
        Payment.objects.filter(row_number=2).delete()

    assert answer(["edition", "write", "spend", "2026-02"]) == 1
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
