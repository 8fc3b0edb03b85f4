import re
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
import time_machine

from almoner.accounts.models import User
from almoner.accounts.roles import Role
from almoner.cli.program import answer
from almoner.core.actors import NIGHTLY
from almoner.core.models import Event
from almoner.organisations.models import Organisation
from almoner.registers.grounds import Ground, View
from almoner.registers.models import Edition, Preparation, StandingAuthority, Withholding
from almoner.registers.operations import editions, folder_of
from almoner.registers.operations.taking_down import replace_editions
from almoner.registers.operations.withholding import take_down
from tests.factories import official
from tests.guard import arranging
from tests.registers.files import PLAIN, spend_file
from tests.registers.publishing import approve, duties_of_wexmoor

pytestmark = pytest.mark.django_db
LENA = ["--as", "lena.ortiz"]
FEBRUARY = ["publish", "--duty", "spend", "--period", "2026-02", *LENA]


@pytest.fixture(autouse=True)
def _february(settings, tmp_path, capsys):
    settings.FILES = tmp_path / "files"
    official(Role.PUBLISHER, username="lena.ortiz")
    with duties_of_wexmoor(), time_machine.travel(datetime(2026, 3, 4, 12, tzinfo=UTC)):
        bring_in(tmp_path)
        capsys.readouterr()
        yield


def bring_in(tmp_path, rows=PLAIN, *, name="spend.csv"):
    path = spend_file(tmp_path, rows, name=name)
    assert answer(["import", str(path), "--register", "spend", *LENA]) == 0


@pytest.fixture
def authority(capsys):
    words = ["authority", "grant", "--duty", "spend", "--until", "2026-03-31", *LENA]
    assert answer(words) == 0
    capsys.readouterr()
    return StandingAuthority.objects.get()


def unsaved_withholding():
    return Withholding(
        organisation=Organisation.objects.get(name="Harbour Trust"),
        ground=Ground.SAFETY,
        view_of=View.BODY,
        reason="A refuge",
        review_on=date(2026, 6, 1),
    )


def under(authority):
    return ["--under-authority", str(authority)]


def bytes_in(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_under_an_authority_an_edition_is_published_into_the_folder(tmp_path, capsys, authority):
    out = tmp_path / "out"

    assert answer([*FEBRUARY, "--out", str(out), *under(authority)]) == 0

    edition = Edition.objects.get()
    said = capsys.readouterr().out.splitlines()
    assert said[:3] == [
        f"{edition}: spend 2026-02, edition 1, 4 rows",
        f"Approved under {authority}, by no person.",
        f"SHA-256 of its sums: {edition.digest}",
    ]
    assert bytes_in(out) == bytes_in(folder_of(edition))
    assert {"spend-2026-02.csv", "spend-2026-02.xlsx", "SHA256SUMS"} < set(bytes_in(out))
    assert sha256((out / "SHA256SUMS").read_bytes()).hexdigest() == edition.digest
    assert (edition.issued_by, edition.authority) == (None, authority)


def test_run_again_it_gives_the_same_edition_and_bytes(tmp_path, authority):
    once, twice = tmp_path / "once", tmp_path / "twice"
    answer([*FEBRUARY, "--out", str(once), *under(authority)])
    before = Event.objects.count()

    assert answer([*FEBRUARY, "--out", str(twice)]) == 0
    assert answer([*FEBRUARY, "--out", str(twice), "--correct", "Nothing", *under(authority)]) == 0

    assert bytes_in(once) == bytes_in(twice)
    assert (Edition.objects.count(), Event.objects.count()) == (1, before)


def test_without_an_authority_it_waits_for_its_approver(tmp_path, capsys):
    out = tmp_path / "out"

    assert answer([*FEBRUARY, "--out", str(out)]) == 1
    assert "awaits another publisher's approval" in capsys.readouterr().err
    assert answer([*FEBRUARY, "--out", str(out)]) == 1
    assert (out.exists(), Edition.objects.count()) == (False, 0)

    approve(Preparation.objects.get())
    assert answer([*FEBRUARY, "--out", str(out)]) == 0
    assert (out / "SHA256SUMS").exists()


def test_what_was_submitted_before_the_facts_changed_is_submitted_again(tmp_path):
    answer([*FEBRUARY, "--out", str(tmp_path / "out")])
    bring_in(tmp_path, ["Lantern Co,2026-02-09,5,Grants,"], name="late.csv")

    answer([*FEBRUARY, "--out", str(tmp_path / "out")])

    preparation = Preparation.objects.get()
    assert (preparation.state, preparation.row_count) == ("submitted", 5)
    assert Event.objects.filter(kind="edition.lapsed").count() == 1


def test_changed_facts_want_a_reason_and_then_a_new_edition_says_so(tmp_path, capsys, authority):
    out = tmp_path / "out"
    answer([*FEBRUARY, "--out", str(out), *under(authority)])
    first = bytes_in(out)
    bring_in(tmp_path, ["Lantern Co,2026-02-09,5,Grants,"], name="late.csv")

    assert answer([*FEBRUARY, "--out", str(out), *under(authority)]) == 1
    assert "the facts have changed since" in capsys.readouterr().err
    assert bytes_in(out) == first

    correct = ["--correct", "A late invoice", *under(authority)]
    assert answer([*FEBRUARY, "--out", str(out), *correct]) == 0
    assert "It corrects the one before: A late invoice" in capsys.readouterr().out
    edition = Edition.objects.get(number=2)
    assert bytes_in(out) == bytes_in(folder_of(edition))
    assert b"added" in bytes_in(out)["spend-2026-02-changes.csv"]

    assert answer([*FEBRUARY, "--out", str(out), *correct]) == 0
    assert Edition.objects.count() == 2


def test_an_empty_period_has_nothing_to_report(tmp_path, capsys, authority):
    words = ["publish", "--duty", "spend", "--period", "2025-12", *LENA]

    assert answer([*words, "--out", str(tmp_path / "out"), *under(authority)]) == 0
    assert "nothing to report" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--duty", "rumours"], 2, "No duty is called rumours. There are: spend,"),
        (["--period", "2026-27-Q1"], 2, "write its period like 2026-04"),
        (["--duty", "decisions"], 2, "it has no periods"),
        (["--period", "2026-03"], 1, "2026-03 has not ended yet"),
        (["--as", "nobody"], 2, "Nobody here is called 'nobody'"),
        (["--as", "an.auditor"], 1, "Only somebody who holds one of these roles submits this"),
        (["--correct", "A slip"], 1, "there is nothing to correct: leave --correct out"),
        (["--under-authority", "AUT-X"], 2, "There is no standing authority 'AUT-X'"),
    ],
)
def test_what_cannot_be_published_is_refused_in_a_sentence(tmp_path, capsys, words, code, says):
    official(Role.AUDITOR, username="an.auditor")

    assert answer([*FEBRUARY, "--out", str(tmp_path / "out"), *words]) == code
    assert says in capsys.readouterr().err
    assert not Preparation.objects.exists()


def test_an_authority_for_another_duty_publishes_nothing(tmp_path, capsys, authority):
    words = ["publish", "--duty", "grants", "--period", "2026-02", *LENA]

    assert answer([*words, "--out", str(tmp_path / "out"), *under(authority)]) == 1
    assert "is for spend only" in capsys.readouterr().err
    assert not Preparation.objects.exists()


def test_an_edition_that_is_lost_and_cannot_be_made_again_is_not_handed_out(
    tmp_path, capsys, authority, monkeypatch
):
    answer([*FEBRUARY, "--out", str(tmp_path / "out"), *under(authority)])
    (folder_of(Edition.objects.get()) / "SHA256SUMS").unlink()
    monkeypatch.setattr(editions, "FULL", 3)  # as an upgrade might that writes other bytes

    assert answer([*FEBRUARY, "--out", str(tmp_path / "again")]) == 1
    assert "issued with other bytes" in capsys.readouterr().err
    assert not (tmp_path / "again").exists()


def test_authorities_are_listed_with_who_stands_behind_them(capsys, authority):
    assert answer(["authority", "list"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"AUT-\w+  spend  4 March 2026 to 31 March 2026  in force;", said)
    assert "the operator's own act, confirmed by 0 of 2 publishers" in said

    for _ in range(2):
        with arranging():
            authority.confirmations.create(
                confirmed_by=official(Role.PUBLISHER), confirmed_at=authority.proposed_at
            )
    answer(["authority", "list"])
    assert "confirmed by two publishers" in capsys.readouterr().out


def test_an_authority_is_ended(capsys, authority):
    assert answer(["authority", "end", str(authority), *LENA]) == 0
    assert "ended" in capsys.readouterr().out
    assert answer(["authority", "end", str(authority), *LENA]) == 1
    assert f"{authority} is ended, so there is nothing to end." in capsys.readouterr().err
    words = [*FEBRUARY, "--out", "out", *under(authority)]
    assert answer(words) == 1
    assert "is not in force. See `almoner authority list`." in capsys.readouterr().err


def test_an_authority_that_is_over_is_listed_as_such(capsys, authority):
    with time_machine.travel(datetime(2026, 4, 1, 12, tzinfo=UTC)):
        answer(["authority", "list"])

    assert capsys.readouterr().out.endswith("  over\n")


def test_the_list_says_when_there_is_no_authority(capsys):
    answer(["authority", "list"])

    assert capsys.readouterr().out == "There is no standing authority.\n"


def test_two_periods_in_one_folder_are_summed_together(tmp_path, authority):
    out = tmp_path / "out"

    for period in ("2026-01", "2026-02"):
        words = ["publish", "--duty", "spend", "--period", period, "--out", str(out), *LENA]
        assert answer([*words, *under(authority)]) == 0

    lines = (out / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert {"spend-2026-01.csv", "spend-2026-02.csv", "datapackage.json"} < set(sums)
    assert sums == {
        name: sha256(content).hexdigest()
        for name, content in bytes_in(out).items()
        if name != "SHA256SUMS"
    }


@pytest.mark.parametrize("named", ["spend.csv", "spend.csv/deeper"])
def test_nothing_is_begun_where_no_file_could_be_put(tmp_path, capsys, named):
    assert answer([*FEBRUARY, "--out", str(tmp_path / named)]) == 1
    assert f"{tmp_path / 'spend.csv'} is no folder" in capsys.readouterr().err
    assert not Preparation.objects.exists()


def test_a_folder_from_a_variable_that_was_never_set_is_not_this_one(capsys):
    with pytest.raises(SystemExit, match="2"):
        answer([*FEBRUARY, "--out", ""])

    assert "the folder has no name" in capsys.readouterr().err


def test_what_cannot_be_written_is_published_all_the_same_and_says_what_to_do(
    tmp_path, capsys, authority
):
    out = tmp_path / "out"
    (out / "spend-2026-02.csv").mkdir(parents=True)

    assert answer([*FEBRUARY, "--out", str(out), *under(authority)]) == 1

    edition = Edition.objects.get()
    assert capsys.readouterr().err == (
        f"almoner: {edition} is published, but its files cannot be put into {out}:"
        " Is a directory. Mend that, and run the same again.\n"
    )
    (out / "spend-2026-02.csv").rmdir()
    assert answer([*FEBRUARY, "--out", str(out)]) == 0
    assert bytes_in(out) == bytes_in(folder_of(edition))


def test_of_an_edition_of_which_something_was_taken_down_the_rest_is_handed_out(
    tmp_path, capsys, authority
):
    out = tmp_path / "out"
    answer([*FEBRUARY, "--out", str(out), *under(authority)])
    assert b"Harbour Trust" in bytes_in(out)["spend-2026-02.csv"]
    capsys.readouterr()
    lena = User.objects.get(username="lena.ortiz")
    take_down(unsaved_withholding(), by=lena, at=authority.proposed_at)

    assert answer([*FEBRUARY, "--out", str(out)]) == 1
    assert "its new files are not made yet. Run `almoner run_due`" in capsys.readouterr().err

    replace_editions(by=NIGHTLY, at=authority.proposed_at)
    assert answer([*FEBRUARY, "--out", str(out)]) == 0
    assert all(b"Harbour Trust" not in content for content in bytes_in(out).values())
    assert "taken-down.txt" in bytes_in(out)


@pytest.mark.parametrize("period", ["2026-02", "2026-27"])
def test_copies_are_not_published_by_period_and_the_program_says_where_they_are(
    settings, capsys, period
):
    settings.FRAMEWORK, settings.ADDRESS = "policing", "https://wexmoor.test"

    words = ["publish", "--duty", "contract-copies", "--period", period, "--out", "out", *LENA]

    assert answer(words) == 2
    said = capsys.readouterr().err
    assert "contract-copies is continuous: it has no periods and no editions" in said
    assert "https://wexmoor.test/workspace/contract-copies/" in said
    assert "https://wexmoor.test/registers/contract-copies/" in said
