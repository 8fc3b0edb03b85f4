import json
from datetime import timedelta
from zipfile import ZipFile

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from almoner.accounts.models import AccessEntry
from almoner.accounts.roles import Role
from almoner.actions.operations import note_progress
from almoner.boards.kinds import Outcome as MadeOfIt
from almoner.boards.operations import confirm_minute
from almoner.core.ledger import BrokenLedger
from almoner.core.models import Event
from almoner.core.references import name_of
from almoner.documents.grounds import Danger
from almoner.documents.keeping import path_of
from almoner.documents.models import StoredFile
from almoner.documents.operations import take_down_file
from almoner.reports.assurance_file import check
from almoner.reports.assurance_file.gathered import PIECE, Asked, Document
from almoner.reports.assurance_file.making import ChangedMeanwhile, assurance_file
from almoner.reports.assurance_file.operations import take_assurance_file
from tests.audits.factories import EvidenceFactory, agreed, agreed_also
from tests.boards import factories as boards
from tests.decisions.factories import draft, grant_of, signed
from tests.decisions.factories import head as head_of_service
from tests.factories import DAY, NOON, official
from tests.guard import arranging
from tests.reports.factories import shown, taken

pytestmark = pytest.mark.django_db
SECRET = "Marigold House"


def held_in(path):
    with ZipFile(path) as opened:
        return {one: opened.read(one) for one in opened.namelist()}


def record_in(path):
    return json.loads(held_in(path)["record.json"])


def take_down(file):
    by = official(Role.PUBLISHER)
    return take_down_file(file, ground=Danger.SAFETY, reason="It names her", by=by, at=NOON)


def test_a_recommendation_is_told_whole_and_that_its_file_was_taken_is_a_line(tmp_path):
    recommendation, auditor = shown(), official(Role.AUDITOR)
    agreed_also(recommendation)

    path = taken(recommendation, tmp_path, by=auditor)

    files, sections = held_in(path), record_in(path)["sections"]
    assert files["documents/EVI-2026-001.txt"] == b"The register of March, as it went out."
    assert sections["recommendation"][0]["reference"] == recommendation.reference
    assert sections["responses"][0]["agreed"] == "Registers go out each quarter"
    assert [one["leads"] for one in sections["actions"]] == [True, False]
    assert [one["text"] for one in sections["progress"]][1] == "One of two is out"
    assert sections["evidence"][0]["document"] == "documents/EVI-2026-001.txt"
    assert sections["verdicts"][0]["finds"] == "partially-implemented"
    stood = [(one["outcome"], one["nights"]) for one in sections["intervals"]]
    assert stood == [("kept", 1), ("broken", 1), ("kept", 2)]
    page = files["record.html"].decode()
    assert "Partially implemented" in page
    assert "kept by every case" in page
    line = Event.objects.order_by("number").last()
    assert (line.kind, line.actor) == ("assurance-file.taken", auditor.actor)
    assert line.about == name_of(recommendation)
    assert line.facts["manifest"] == files["manifest.sha256"].split()[0].decode()
    assert line.facts["manifest"][:12] in path.name


def test_the_same_state_and_moment_give_the_same_bytes():
    recommendation, by, told = shown(), official(Role.AUDITOR), []
    for _turn in range(2):
        with assurance_file(recommendation, Asked(by, DAY), at=NOON) as made:
            told.append(made.file.read())
            made.file.close()

    assert told[0] == told[1]


def test_only_an_auditor_takes_one_and_only_of_what_they_may_read(tmp_path):
    recommendation = shown()
    for role in set(Role) - {Role.AUDITOR}:
        with pytest.raises(PermissionDenied, match="Only the internal auditor"):
            taken(recommendation, tmp_path, by=official(role))
    assert not Event.objects.filter(kind="assurance-file.taken").exists()


def test_a_recommendation_is_told_as_at_a_day_by_what_was_known_then(tmp_path):
    with time_machine.travel(NOON, tick=False):
        recommendation = shown()
    later = NOON + timedelta(days=2)
    with time_machine.travel(later, tick=False):
        owner = recommendation.action.owner
        note_progress(recommendation.action, text=SECRET, by=owner, at=later)

    then = taken(recommendation, tmp_path, at=later, as_at=DAY)

    assert SECRET not in str(record_in(then))
    assert record_in(then)["as_at"] == "2026-03-04"
    assert len(record_in(then)["ledger"]) == 4
    assert len(record_in(taken(recommendation, tmp_path, at=later))["ledger"]) == 6
    with pytest.raises(ValidationError, match="had not been issued by that day"):
        taken(recommendation, tmp_path, as_at=recommendation.review.issued_on - timedelta(days=1))


def test_what_was_taken_down_is_counted_with_its_ground_and_named_nowhere(tmp_path):
    recommendation = shown(content=SECRET.encode(), title=SECRET)
    take_down(StoredFile.objects.get())

    path = taken(recommendation, tmp_path)

    assert record_in(path)["left_out"] == {"taken-down": 1}
    assert b"may endanger somebody: 1" in held_in(path)["README.txt"]
    assert not [name for name, told in held_in(path).items() if SECRET.encode() in told]
    assert "file.taken-down" in {one["kind"] for one in record_in(path)["ledger"]}
    assert check.main([str(path)]) == 0


def test_what_may_not_be_read_and_what_is_not_sound_are_left_out(tmp_path):
    recommendation = shown()
    path_of(StoredFile.objects.get()).write_bytes(b"Something else altogether.")
    unread = EvidenceFactory(recommendation=recommendation, thing="nothing.known:XYZ-1")

    said = record_in(taken(recommendation, tmp_path))

    assert said["left_out"] == {"not-read": 1, "unsound": 1}
    assert unread.thing not in str(said)
    assert said["documents"] == []


def test_a_thing_that_is_evidence_brings_the_line_at_which_it_stood(tmp_path):
    recommendation, other = shown(), agreed()
    note_progress(other.action, text="Begun", by=other.action.owner, at=NOON)
    line = Event.objects.order_by("number").last()
    thing = {"thing": name_of(other.action), "digest": line.hash}
    EvidenceFactory(recommendation=recommendation, **thing)

    assert line.number in {
        o["number"] for o in record_in(taken(recommendation, tmp_path))["ledger"]
    }


def test_what_is_taken_down_while_the_file_is_made_is_not_taken_out_with_it():
    recommendation, by = shown(), official(Role.AUDITOR)

    with assurance_file(recommendation, Asked(by, DAY), at=NOON) as made:
        take_down(StoredFile.objects.get())
        with pytest.raises(ChangedMeanwhile):
            take_assurance_file(recommendation, made, by=by, at=NOON)
        made.file.close()


def test_a_line_that_was_changed_is_in_no_file(tmp_path):
    recommendation = shown()
    with arranging(), connection.cursor() as cursor:
        for seal in Event.seals:
            if connection.vendor in seal.engines:
                cursor.execute(seal.lifting_sql(connection.vendor))
        Event.objects.filter(number=2).update(actor="person:PER-2")

    with pytest.raises(BrokenLedger, match="is not what was written"):
        taken(recommendation, tmp_path)


def test_large_documents_pass_through_in_pieces(tmp_path):
    (tmp_path / "large").write_bytes(b"0" * (3 * PIECE + 1))

    sizes = [len(one) for one in Document("x", "x", "x", tmp_path / "large").pieces()]

    assert sizes == [PIECE, PIECE, PIECE, 1]


def test_a_decision_is_told_with_what_it_bound_and_the_offices_that_were_held(tmp_path, capsys):
    restricted = {"part_two": SECRET, "part_two_ground": "commercial"}
    decision = signed(by=(head := head_of_service()), grants=[grant_of()], **restricted)
    auditor = official(Role.AUDITOR)

    path = taken(decision, tmp_path, by=auditor)

    said = record_in(path)
    sections = said["sections"]
    assert (said["called"], sections["text"][0]["part_two"]) == (decision.number, SECRET)
    approval = sections["approvals"][0]
    assert (approval["office"], approval["name"]) == ("head", head.name)
    assert (approval["value"], approval["held_from"]) == ("20000.00", "2026-01-01")
    assert approval["limit"] == decision.asked.facts["why"]
    assert len(sections["advice"]) == 5
    assert sections["delegations"][0]["ceiling"] == "15000.00"
    assert {"power", "route"} <= {one["code"] for one in sections["bound"]}
    named = {one["path"]: one["line"] for one in said["documents"]}
    stem = f"documents/{decision.reference}"
    assert set(named) == {f"{stem}-text-1.json", f"{stem}-submission-1.json"}
    assert None not in named.values()
    reads = AccessEntry.objects.filter(who=auditor.actor).values_list("about", flat=True)
    assert set(reads) == {f"decisions.parttwo:{decision.reference}"}
    assert check.main([str(path)]) == 0
    assert "2 documents have the SHA-256 that a line" in capsys.readouterr().out


def test_a_decision_is_told_with_what_boards_made_of_it(tmp_path):
    """An item whose minute is not confirmed says nothing yet."""
    decision, sits = signed(by=head_of_service(), grants=[grant_of()]), boards.board()
    wanted = {"about": name_of(decision), "is_restricted": True}
    heard = boards.item(boards.planned(sits), "Counselling", **wanted)
    boards.held(boards.called(heard.meeting))
    boards.minuted(heard, MadeOfIt.AGREED, "It is well prepared.")
    assert record_in(taken(decision, tmp_path))["sections"]["boards"] == []
    chair, auditor = boards.chair_of(sits), official(Role.AUDITOR)
    confirm_minute(boards.fresh_item(heard), by=chair, at=boards.AFTER)

    path = taken(decision, tmp_path, by=auditor)

    (told,) = record_in(path)["sections"]["boards"]
    assert (told["item"], told["outcome"], told["acts"]) == (str(heard), "agreed", False)
    assert (told["board"], told["met_on"]) == (boards.MONTHLY.name, "2026-03-17")
    assert told["confirmed_by"] == f"{chair.name} ({chair.reference})"
    assert (told["confirmed_at"], told["words"]) == (
        boards.AFTER.isoformat(),
        "It is well prepared.",
    )
    assert b"minute.confirmed" in held_in(path)["ledger/lines.txt"]
    reads = AccessEntry.objects.filter(who=auditor.actor).values_list("about", flat=True)
    assert name_of(heard) in reads
    assert check.main([str(path)]) == 0


def test_a_decision_is_told_as_it_stands_alone(tmp_path):
    with pytest.raises(ValidationError, match="is of today"):
        taken(draft(), tmp_path, as_at=DAY)


def test_a_draft_is_told_without_what_it_does_not_have_yet(tmp_path):
    said = record_in(taken(draft(), tmp_path))

    assert said["sections"]["approvals"] == []
    assert said["sections"]["text"][0]["title"]
