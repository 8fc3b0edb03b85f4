from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, connection

from almoner.core.actors import NIGHTLY
from almoner.core.clock import pretending
from almoner.core.events import BadFact
from almoner.core.ledger import START, BrokenLedger, Checkpoint, checkpoint, record, verify
from almoner.core.models import Event, Installation
from almoner.core.seals import append_only
from tests.crowd import at_once
from tests.factories import LONG_AGO, NOON, RoleConfirmationFactory, RoleGrantFactory, UserFactory
from tests.guard import arranging
from tests.samples import SampleEvent, rename, value

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_lines():
    person = UserFactory()
    for _ in range(3):
        rename(person, by=person)


@pytest.fixture
def unsealed():
    """The ledger, in the hands of someone who owns the database."""
    with arranging(), connection.cursor() as cursor:
        for seal in append_only("core_event", key="number"):
            if connection.vendor in seal.engines:
                cursor.execute(seal.lifting_sql(connection.vendor))
        yield


def test_a_line_holds_the_claimed_moment_and_the_servers():
    person = UserFactory()
    written_at = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)

    with time_machine.travel(written_at, tick=False):
        value(person, by=person, at=NOON, value=Decimal("12.3"))

    line = Event.objects.get()
    assert (line.happened_at, line.recorded_at) == (NOON, written_at)
    assert (line.actor, line.about) == (f"person:{person}", f"accounts.user:{person}")
    assert line.facts == {"value": "12.30"}


def test_a_line_never_names_a_person():
    person = UserFactory(username="lena.ortiz", name="Lena Ortiz", email="lena@example.test")

    rename(person, by=person, name="Lena Hale")

    text = " ".join(str(v) for v in Event.objects.values_list().get()).lower()
    assert "lena" not in text
    assert "ortiz" not in text


def test_record_refuses_prose():
    person = UserFactory()

    with pytest.raises(BadFact, match="sample.valued, value"):
        value(person, by=person, value="She moved house")


def test_record_belongs_to_an_operation():
    person = UserFactory()

    with pytest.raises(RuntimeError, match="an operation's one line"):
        record(SampleEvent.RENAMED, about=person, by=person, at=NOON)


def test_verify_returns_where_the_chain_ends(three_lines):
    assert verify() == checkpoint()
    assert checkpoint().count == 3


def test_an_empty_ledger_is_intact():
    assert verify() == START


@pytest.mark.parametrize(
    "forgery",
    [
        {"kind": "sample.valued"},
        {"about": "accounts.user:PER-2"},
        {"actor": "person:PER-2"},
        {"happened_at": NOON + timedelta(microseconds=1)},
        {"recorded_at": NOON},
        {"facts": {"value": "99.99"}},
        {"hash": "f" * 64},
    ],
    ids=lambda forgery: next(iter(forgery)),
)
def test_verify_names_the_first_changed_line(three_lines, unsealed, forgery):
    Event.objects.filter(number=2).update(**forgery)

    with pytest.raises(BrokenLedger, match="Line 2 is not what was written"):
        verify()


def test_verify_names_the_place_of_a_missing_line(three_lines, unsealed):
    Event.objects.filter(number=2).delete()

    with pytest.raises(BrokenLedger, match="Line 2 is missing; the next is line 3"):
        verify()


def test_a_cut_tail_shows_only_against_a_checkpoint_kept_elsewhere(three_lines, unsealed):
    kept = checkpoint()
    Event.objects.filter(number=3).delete()

    assert verify().count == 2
    with pytest.raises(BrokenLedger, match="The tail is cut: line 3 is missing"):
        verify(since=kept)


def test_a_ledger_written_anew_shows_against_a_checkpoint(three_lines, unsealed):
    kept = checkpoint()
    Event.objects.filter(number=3).delete()
    person = UserFactory()
    rename(person, by=person)

    assert verify().count == 3
    with pytest.raises(BrokenLedger, match="Line 3 is not the one in the checkpoint"):
        verify(since=kept)


def test_an_old_checkpoint_holds_while_the_ledger_grows(three_lines):
    kept = checkpoint()
    person = UserFactory()
    rename(person, by=person)

    assert verify(since=kept).count == 4


def test_a_checkpoint_reads_back_what_it_wrote(three_lines):
    assert Checkpoint.parse(f"{checkpoint()}\n") == checkpoint()


@pytest.mark.parametrize(
    "text", ["", "3", "three:" + "a" * 64, "3:abc", "-1:" + "a" * 64, "0:" + "a" * 64]
)
def test_a_checkpoint_that_cannot_be_one_is_refused(text):
    with pytest.raises(ValueError, match="A checkpoint is"):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    "sabotage",
    [
        "UPDATE core_event SET actor = 'person:PER-2'",
        "DELETE FROM core_event",
        pytest.param("TRUNCATE core_event", marks=pytest.mark.engine("postgresql")),
        pytest.param(
            "REPLACE INTO core_event SELECT * FROM core_event", marks=pytest.mark.engine("sqlite")
        ),
    ],
)
def test_the_database_refuses_to_change_a_line(three_lines, sabotage):
    with (
        pytest.raises(IntegrityError, match="core_event_refuses"),
        arranging(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sabotage)


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_make_one_chain():
    crowd = UserFactory.create_batch(8)

    at_once(8, lambda n: [rename(crowd[n], by=NIGHTLY) for _ in range(10)])

    assert verify().count == 80
    assert list(Event.objects.order_by("number").values_list("number", flat=True)) == [
        *range(1, 81)
    ]


def test_only_a_demonstration_may_pretend_a_time():
    with pytest.raises(RuntimeError, match="Only a database made by the demonstration"):
        pretending(LONG_AGO).__enter__()


def test_a_demonstration_tells_its_past():
    person = UserFactory()
    with arranging():
        Installation.objects.create(is_demonstration=True, made_at=NOON)

    with pretending(LONG_AGO):
        rename(person, by=person)
    rename(person, by=person)

    first, second = Event.objects.order_by("number")
    assert first.recorded_at == LONG_AGO
    assert second.recorded_at > NOON
    assert verify().count == 2


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("column", ["happened_at", "facts"])
def test_a_line_that_cannot_be_read_breaks_the_ledger(three_lines, unsealed, column):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute(f"UPDATE core_event SET {column} = 'no such thing' WHERE number = 2")
        cursor.execute("PRAGMA ignore_check_constraints = OFF")

    with pytest.raises(BrokenLedger):
        verify()


@pytest.mark.engine("sqlite")
def test_no_row_that_is_only_added_to_gives_way_to_another_with_its_name():
    grant, dana = RoleGrantFactory(), UserFactory()
    RoleConfirmationFactory(grant=grant, confirmed_by=dana)
    columns = "confirmed_at, confirmed_by_id, grant_id"

    with arranging(), connection.cursor() as cursor, pytest.raises(IntegrityError, match="refuses"):
        cursor.execute(
            f"REPLACE INTO accounts_roleconfirmation (id, {columns})"
            f" SELECT id + 1, {columns} FROM accounts_roleconfirmation"
        )
