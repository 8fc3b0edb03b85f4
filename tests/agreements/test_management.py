from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from almoner.accounts.roles import Role
from almoner.agreements.events import NO_DAY, ManagementEvent
from almoner.agreements.managed import (
    contact_of,
    digest_of,
    history_of_management,
    notes_on,
    state_of,
    stewards_among,
    stewardship_of,
    terms_as_at,
    terms_on,
)
from almoner.agreements.models import Note, ProviderContact, Stewardship, Terms
from almoner.agreements.operations import (
    AgreementsChanged,
    Contact,
    Days,
    adopt_agreement,
    change_contact,
    change_management,
    forget_contact,
    give_agreements,
    hand_over_agreement,
    release_agreement,
    write_note,
)
from almoner.agreements.states import ManagementState
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.core.states import BatchState
from tests.factories import (
    DAY,
    NOON,
    BatchFactory,
    ProviderContactFactory,
    StewardshipFactory,
    TermsFactory,
    VersionFactory,
    official,
)
from tests.guard import arranging

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=2)


@pytest.fixture
def hugo():
    return official(Role.AGREEMENT_MANAGER)


@pytest.fixture
def agreement():
    return VersionFactory().agreement


def last_line():
    return Event.objects.order_by("number").last()


def test_adopting_makes_somebody_answerable_from_today(agreement, hugo):
    adopt_agreement(agreement, manager=hugo, by=hugo, at=NOON)

    assert stewardship_of(agreement, on=DAY).manager == hugo
    assert stewardship_of(agreement, on=DAY - timedelta(days=1)) is None
    line = last_line()
    assert line.kind == ManagementEvent.ADOPTED
    assert line.about == f"agreements.agreement:{agreement}"
    assert line.facts == {"manager": hugo.reference}


def test_nobody_adopts_what_somebody_manages(agreement, hugo):
    adopt_agreement(agreement, manager=hugo, by=hugo, at=NOON)
    rival = official(Role.AGREEMENT_MANAGER)

    with pytest.raises(IllegalTransition):
        adopt_agreement(agreement, manager=rival, by=rival, at=NOON)


def test_a_manager_does_not_adopt_for_another(agreement, hugo):
    with pytest.raises(PermissionDenied, match="adopts for themself"):
        adopt_agreement(agreement, manager=official(Role.AGREEMENT_MANAGER), by=hugo, at=NOON)


def test_an_agreement_whose_import_was_undone_is_not_adopted(hugo):
    version = VersionFactory(agreement__batch=BatchFactory(state=BatchState.UNDONE))

    with pytest.raises(IllegalTransition):
        adopt_agreement(version.agreement, manager=hugo, by=hugo, at=NOON)


def test_handing_over_keeps_the_days_and_says_from_whom_to_whom(hugo):
    stewardship = StewardshipFactory(manager=hugo)
    agreement = TermsFactory(agreement=stewardship.agreement, review_on=DAY).agreement
    owen = official(Role.AGREEMENT_MANAGER)

    hand_over_agreement(agreement, manager=owen, by=hugo, at=NOON)

    assert stewardship_of(agreement, on=DAY).manager == owen
    assert terms_on(DAY).get().review_on == DAY
    assert last_line().facts == {"from": hugo.reference, "to": owen.reference}


def test_what_nobody_manages_is_neither_handed_over_nor_changed_nor_released(agreement, hugo):
    for act in (
        lambda: hand_over_agreement(agreement, manager=hugo, by=hugo, at=NOON),
        lambda: change_management(agreement, Days(), by=hugo, at=NOON),
        lambda: release_agreement(agreement, reason="Over", by=hugo, at=NOON),
        lambda: change_contact(agreement, Contact("Orla Penn"), by=hugo, at=NOON),
        lambda: forget_contact(agreement, by=hugo, at=NOON),
    ):
        with pytest.raises(IllegalTransition):
            act()


def test_changing_days_adds_a_version_and_past_days_still_say_the_old(hugo):
    agreement = StewardshipFactory(manager=hugo).agreement
    with time_machine.travel(NOON, tick=False):
        change_management(agreement, Days(ends_on=date(2027, 3, 31)), by=hugo, at=NOON)

    days = Days(ends_on=date(2028, 3, 31), notice_months=3, review_on=date(2027, 9, 1))
    with time_machine.travel(LATER, tick=False):
        change_management(agreement, days, by=hugo, at=LATER)

    assert terms_on(LATER.date()).get().ends_on == date(2028, 3, 31)
    assert terms_as_at(DAY).get().ends_on == date(2027, 3, 31)
    assert last_line().facts == {
        "ends_on": "2028-03-31",
        "notice": "months",
        "notice_on": NO_DAY.isoformat(),
        "review_on": "2027-09-01",
    }
    assert len(history_of_management(agreement)) == 3


@pytest.mark.parametrize(
    ("days", "why"),
    [
        (Days(notice_on=DAY, notice_months=3), "not both"),
        (Days(notice_months=0), "from 1 to 60"),
        (Days(notice_months=61), "from 1 to 60"),
        (Days(ends_on=DAY, notice_on=DAY + timedelta(days=1)), "comes after the end"),
    ],
)
def test_days_that_make_no_sense_are_refused(hugo, days, why):
    agreement = StewardshipFactory(manager=hugo).agreement

    with pytest.raises(ValidationError, match=why):
        change_management(agreement, days, by=hugo, at=NOON)


def test_releasing_says_why_and_forgets_days_and_whom_to_ring(hugo):
    agreement = StewardshipFactory(manager=hugo).agreement
    TermsFactory(agreement=agreement, ends_on=DAY)
    ProviderContactFactory(agreement=agreement)

    release_agreement(agreement, reason=" It is over ", by=hugo, at=NOON)

    assert state_of(agreement, on=DAY) == ManagementState.NOT_MANAGED
    assert Stewardship.objects.order_by("pk").last().reason == "It is over"
    assert terms_on(DAY).get().ends_on is None
    assert ProviderContact.objects.exclude(name="").count() == 0
    assert last_line().facts == {"manager": hugo.reference}


def test_releasing_needs_a_reason(hugo):
    agreement = StewardshipFactory(manager=hugo).agreement

    with pytest.raises(ValidationError, match="Say why"):
        release_agreement(agreement, reason=" ", by=hugo, at=NOON)


def test_what_was_released_may_be_adopted_again(hugo):
    agreement = StewardshipFactory(manager=hugo).agreement
    release_agreement(agreement, reason="By mistake", by=hugo, at=NOON)

    adopt_agreement(agreement, manager=hugo, by=hugo, at=NOON)

    assert state_of(agreement, on=DAY) == ManagementState.MANAGED


def looked_at(agreements):
    stewards = stewards_among([one.pk for one in agreements], on=DAY)
    return digest_of(agreements, stewards)


def test_a_new_manager_is_given_a_whole_list_with_a_line_for_each(hugo):
    free, owens = VersionFactory().agreement, StewardshipFactory().agreement
    mine = StewardshipFactory(manager=hugo).agreement
    everything = [free, owens, mine]

    count = give_agreements(
        everything,
        manager=hugo,
        seen=looked_at(everything),
        by=official(Role.PUBLISHER),
        at=NOON,
    )

    assert count == 2
    assert {one.manager for one in stewards_among([a.pk for a in everything], on=DAY).values()} == {
        hugo
    }
    kinds = Event.objects.order_by("number").values_list("kind", flat=True)
    assert [*kinds] == [ManagementEvent.ADOPTED, ManagementEvent.HANDED_OVER]


def test_a_list_that_changed_since_it_was_looked_at_is_not_given(agreement, hugo):
    seen = looked_at([agreement])
    StewardshipFactory(agreement=agreement)

    with pytest.raises(AgreementsChanged):
        give_agreements([agreement], manager=hugo, seen=seen, by=official(Role.PUBLISHER), at=NOON)


def test_a_list_is_given_whole_or_not_at_all(agreement, hugo):
    everything = [agreement, StewardshipFactory().agreement]

    with pytest.raises(PermissionDenied):
        give_agreements(everything, manager=hugo, seen=looked_at(everything), by=hugo, at=NOON)

    assert stewardship_of(agreement, on=DAY) is None
    assert not Event.objects.exists()


def test_whom_to_ring_is_kept_and_the_ledger_says_only_that_it_changed(hugo):
    agreement = StewardshipFactory(manager=hugo).agreement

    change_contact(agreement, Contact("Orla Penn", "orla@refuge.example"), by=hugo, at=NOON)

    assert contact_of(agreement, on=DAY).email == "orla@refuge.example"
    assert (last_line().kind, last_line().facts) == (ManagementEvent.CONTACT_CHANGED, {})


@pytest.mark.parametrize("contact", [Contact(""), Contact("Orla Penn", "no address")])
def test_a_contact_needs_a_name_and_a_real_address(hugo, contact):
    agreement = StewardshipFactory(manager=hugo).agreement

    with pytest.raises(ValidationError):
        change_contact(agreement, contact, by=hugo, at=NOON)


def test_a_contact_is_forgotten_in_every_version(hugo):
    agreement = StewardshipFactory(manager=hugo).agreement
    ProviderContactFactory.create_batch(2, agreement=agreement)

    forget_contact(agreement, by=hugo, at=NOON)

    kept = ProviderContact.objects.values_list("name", "email", "telephone")
    assert set(kept) == {("", "", "")}
    assert contact_of(agreement, on=DAY) is None


def test_the_database_lets_a_contact_be_blanked_and_changed_in_no_other_way():
    contact = ProviderContactFactory()

    for act in (
        lambda: ProviderContact.objects.update(telephone="01632 960999"),
        lambda: ProviderContact.objects.update(agreement=VersionFactory().agreement),
        contact.delete,
    ):
        with arranging(), pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.mark.parametrize("factory", [StewardshipFactory, TermsFactory])
def test_the_database_keeps_who_managed_and_by_which_days(factory):
    fact = factory()

    with arranging(), pytest.raises(DatabaseError), transaction.atomic():
        type(fact).objects.update(set_by=official())


def test_the_database_refuses_a_release_without_a_reason_and_notice_said_twice(agreement, hugo):
    with pytest.raises(IntegrityError), transaction.atomic():
        StewardshipFactory(agreement=agreement, manager=None, set_by=hugo)
    with pytest.raises(IntegrityError), transaction.atomic():
        TermsFactory(agreement=agreement, notice_on=DAY, notice_months=1)
    assert not Terms.objects.exists()


def test_notes_are_added_and_the_latest_comes_first(agreement):
    author = official(Role.FINANCE)

    write_note(agreement, "They asked for an extension", by=author, at=NOON)
    second = write_note(agreement, " No: for a variation ", by=author, at=NOON)

    assert [note.text for note in notes_on(agreement)] == [
        "No: for a variation",
        "They asked for an extension",
    ]
    assert last_line().facts["note"] == second.reference
    assert "variation" not in str(last_line().facts)


def test_a_note_says_something_and_the_auditor_writes_none(agreement):
    with pytest.raises(ValidationError):
        write_note(agreement, "  ", by=official(Role.FINANCE), at=NOON)
    with pytest.raises(PermissionDenied):
        write_note(agreement, "Seen", by=official(Role.AUDITOR), at=NOON)


def test_the_database_keeps_notes_as_they_were_written(agreement):
    write_note(agreement, "Seen", by=official(Role.FINANCE), at=NOON)

    for act in (lambda: Note.objects.update(text="Unseen"), lambda: Note.objects.all().delete()):
        with arranging(), pytest.raises(DatabaseError), transaction.atomic():
            act()
