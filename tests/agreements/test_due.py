from datetime import timedelta

import pytest

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.agreements.due import NOBODYS
from almoner.core.due import due_to
from almoner.outbox.models import Message
from almoner.outbox.reminders import remind_everyone
from tests.factories import (
    DAY,
    NOON,
    BatchFactory,
    RoleHoldingFactory,
    StewardshipFactory,
    TermsFactory,
    UserFactory,
    VersionFactory,
    official,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hugo():
    return official(Role.AGREEMENT_MANAGER)


def due(person):
    return due_to(worker_of(person, on=DAY), on=DAY)


def managed_by(person, *, days=None, **said):
    version = VersionFactory(**said)
    StewardshipFactory(agreement=version.agreement, manager=person)
    if days:
        TermsFactory(agreement=version.agreement, **days)
    return version.agreement


@pytest.mark.parametrize(
    ("name", "warned"), [("ends_on", 90), ("notice_on", 60), ("review_on", 30)]
)
def test_a_day_is_due_to_its_manager_from_so_many_days_before(hugo, name, warned):
    day = DAY + timedelta(days=warned)
    near = managed_by(hugo, days={name: day})
    managed_by(hugo, days={name: day + timedelta(days=1)})

    (item,) = due(hugo)

    assert (item.about, item.due_on) == (f"agreements.agreement:{near}", day)
    assert str(near) in item.what


def test_the_words_that_mail_says_too_name_no_provider_and_no_title(hugo):
    managed_by(
        hugo, days={"ends_on": DAY}, organisation_name="Wren House", said={"title": "A refuge"}
    )

    (item,) = due(hugo)
    assert "Wren" not in item.what
    assert "refuge" not in item.what
    assert item.called == "A refuge"


def test_the_daily_letter_names_no_provider_and_no_title(hugo):
    managed_by(hugo, days={"ends_on": DAY}, said={"title": "A refuge"})

    remind_everyone(at=NOON)

    (letter,) = Message.objects.all()
    assert "It ends" in letter.body
    assert "refuge" not in letter.body


def test_who_deputises_is_told_and_who_lost_the_role_is_not(hugo):
    agreement = managed_by(hugo, days={"ends_on": DAY})
    deputy, gone = UserFactory(), UserFactory()
    RoleHoldingFactory(holder=deputy, role=Role.AGREEMENT_MANAGER, in_place_of=hugo)
    managed_by(gone, days={"ends_on": DAY})

    assert f"agreements.agreement:{agreement}" in {item.about for item in due(deputy)}
    assert due(gone) == []


def test_what_nobody_manages_is_one_line_for_every_manager(hugo):
    VersionFactory.create_batch(3, first_end_on=DAY + timedelta(days=90))
    VersionFactory(first_end_on=DAY + timedelta(days=91))
    managed_by(UserFactory(), first_end_on=DAY)

    (item,) = due(hugo)

    assert item.about == NOBODYS
    assert "4 agreement days" in item.what
    assert due(official(Role.FINANCE)) == []


def test_a_manager_is_told_when_a_later_file_moves_the_end(hugo):
    agreement = managed_by(hugo, days={"ends_on": DAY + timedelta(days=400)})
    later = BatchFactory(kind="contracts", recorded_at=NOON)
    VersionFactory(agreement=agreement, batch=later, first_end_on=DAY + timedelta(days=500))

    (item,) = due(hugo)

    assert item.what.startswith("The register says another day now")
