import pytest
from django.dispatch import receiver

from almoner.accounts.models import RoleHolding, User
from almoner.core.ledger import record, recorded
from almoner.core.models import Batch, Event
from almoner.core.operations import bookkeeping, current_act, operation, staging, together
from tests.factories import DAY, LONG_AGO, NOON, UserFactory
from tests.guard import UnguardedWrite
from tests.samples import SampleEvent, rename

pytestmark = pytest.mark.django_db


@operation
def rename_and_say_nothing(person):
    User.objects.filter(pk=person.pk).update(name="Renamed")


@operation
def record_and_then_rename(person):
    record(SampleEvent.RENAMED, about=person, by=person, at=NOON)
    person.name = "Renamed"
    person.save()


@operation
def record_twice(person):
    record(SampleEvent.RENAMED, about=person, by=person, at=NOON)
    record(SampleEvent.RENAMED, about=person, by=person, at=NOON)


@staging
def rename_by_staging(person):
    User.objects.filter(pk=person.pk).update(name="Renamed")


@staging
def record_by_staging(person):
    record(SampleEvent.RENAMED, about=person, by=person, at=NOON)


@bookkeeping
def rename_by_bookkeeping(person):
    User.objects.filter(pk=person.pk).update(name="Renamed")


def a_batch(**fields):
    return Batch(reference="BAT-2", kind="x", source_digest="", started_at=NOON, **fields)


@pytest.mark.parametrize(
    "write",
    [
        lambda person: person.save(),
        lambda person: person.delete(),
        lambda _: User.objects.update(name="Renamed"),
        lambda _: Batch.objects.bulk_create([a_batch()]),
        lambda person: RoleHolding.objects.create(
            holder=person, valid_from=DAY, recorded_at=LONG_AGO, is_held=True
        ),
    ],
    ids=["save", "delete", "update", "bulk_create", "create"],
)
def test_nothing_is_written_outside_an_operation(write):
    person = UserFactory()

    with pytest.raises(UnguardedWrite, match="Outside any operation"):
        write(person)


def test_an_operation_may_write():
    person = UserFactory()

    rename(person, by=person)

    person.refresh_from_db()
    assert person.name == "Renamed"
    assert Event.objects.get().kind == SampleEvent.RENAMED


def test_an_operation_that_leaves_no_line_is_undone():
    person = UserFactory()

    with pytest.raises(RuntimeError, match="left no line in the ledger"):
        rename_and_say_nothing(person)

    person.refresh_from_db()
    assert person.name != "Renamed"


def test_nothing_is_written_after_the_line_in_the_ledger():
    with pytest.raises(UnguardedWrite, match="after its line in the ledger"):
        record_and_then_rename(UserFactory())

    assert not Event.objects.exists()


def test_an_operation_leaves_one_line():
    with pytest.raises(RuntimeError, match="an operation's one line"):
        record_twice(UserFactory())


@pytest.mark.parametrize("act", [rename_by_staging, rename_by_bookkeeping])
def test_staging_and_bookkeeping_touch_no_evidence(act):
    with pytest.raises(UnguardedWrite):
        act(UserFactory())


def test_only_an_operation_records():
    with pytest.raises(RuntimeError, match="an operation's one line"):
        record_by_staging(UserFactory())


def test_no_act_is_under_way_once_one_has_failed():
    with pytest.raises(RuntimeError):
        rename_and_say_nothing(UserFactory())

    assert current_act() is None


def test_a_receiver_that_fails_undoes_the_operation():
    person = UserFactory()

    @receiver(recorded, sender=SampleEvent.RENAMED)
    def fail(**_):
        raise LookupError("no such register")

    try:
        with pytest.raises(LookupError):
            rename(person, by=person)
    finally:
        recorded.disconnect(fail, sender=SampleEvent.RENAMED)

    person.refresh_from_db()
    assert person.name != "Renamed"
    assert not Event.objects.exists()


def test_operations_done_together_are_undone_together():
    person = UserFactory(name="Lena Ortiz")

    def rename_and_fail():
        with together():
            rename(person, by=person)
            raise LookupError

    with pytest.raises(LookupError):
        rename_and_fail()

    person.refresh_from_db()
    assert person.name == "Lena Ortiz"
    assert not Event.objects.exists()


def test_operations_done_together_leave_a_line_each():
    person = UserFactory()

    with together():
        rename(person, by=person)
        rename(person, by=person)

    assert Event.objects.count() == 2
