import re
from datetime import date

import pytest
from django.db import IntegrityError

from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.operations import operation
from almoner.core.references import name_of, next_reference, opaque_reference
from tests.crowd import at_once
from tests.factories import DAY, NOON, UserFactory
from tests.guard import arranging
from tests.samples import SampleEvent


def test_references_count_within_their_series_and_year(db):
    with arranging():
        taken = [next_reference("PCD", on=DAY) for _ in range(2)]
        taken += [next_reference("PCD", on=date(2027, 1, 1)), next_reference("COM", on=DAY)]

    assert taken == ["PCD-2026-001", "PCD-2026-002", "PCD-2027-001", "COM-2026-001"]


@operation
def take(person):
    taken = next_reference("PCD", on=DAY)
    record(SampleEvent.RENAMED, about=person, by=person, at=NOON)
    return taken


@operation
def take_and_fail(person):
    next_reference("PCD", on=DAY)
    raise LookupError


@pytest.mark.django_db(transaction=True)
def test_eight_takers_at_once_leave_no_gap_and_share_nothing():
    person = UserFactory()

    taken = at_once(8, lambda _: take(person))

    assert sorted(taken) == [f"PCD-2026-{n:03}" for n in range(1, 9)]


def test_a_taker_that_fails_leaves_no_gap(db):
    person = UserFactory()

    with pytest.raises(LookupError):
        take_and_fail(person)

    assert take(person) == "PCD-2026-001"


def test_opaque_references_say_nothing_of_how_many_there_are():
    made = {opaque_reference("SUB") for _ in range(1000)}

    assert len(made) == 1000
    assert all(re.fullmatch(r"SUB-[2-9CFGHJMPQRVWX]{10}", reference) for reference in made)


def test_the_database_refuses_to_change_a_reference(db):
    UserFactory()

    with pytest.raises(IntegrityError, match="refuses_update_of_reference"), arranging():
        User.objects.update(reference="PER-2222222222")


def test_a_thing_has_one_name_in_the_ledger(db):
    person = UserFactory()

    assert name_of(person) == f"accounts.user:{person.reference}"
