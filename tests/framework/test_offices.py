"""Who holds an office: two people, or the operator and two officials; one is enough to end it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.core.actors import OPERATOR
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.framework.due import offices_to_decide
from almoner.framework.events import OfficeEvent
from almoner.framework.holding import acts_in, empty_offices, holders_of
from almoner.framework.models import OfficeGrant, OfficeHolding
from almoner.framework.offices import Office
from almoner.framework.operations import (
    confirm_office,
    confirm_operators_office,
    fill_office_as_operator,
    propose_office,
    refuse_office,
    vacate_office,
    withdraw_office,
)
from almoner.framework.states import OfficeState
from tests.factories import DAY, NOON, RoleHoldingFactory, official
from tests.framework.factories import deputy_of, head, hold
from tests.guard import arranging

pytestmark = pytest.mark.django_db
HEAD = Office(code="head", title="Head of service", role=Role.APPROVER)
OTHER = Office(code="other", title="Another", role=Role.APPROVER)
TOMORROW = DAY + timedelta(days=1)


def admin():
    return official(Role.ADMINISTRATOR)


def proposed(holder=None, by=None, from_day=DAY):
    holder = holder or official(Role.APPROVER)
    return propose_office(HEAD, holder=holder, from_day=from_day, by=by or admin(), at=NOON)


def test_two_people_fill_an_office_and_one_ends_it_from_tomorrow():
    person, second = official(Role.APPROVER), official(Role.APPROVER)
    grant = proposed(person)
    assert holders_of("head", on=DAY) == []

    confirm_office(grant, HEAD, by=second, at=NOON)
    assert holders_of("head", on=DAY) == [person]
    vacate_office("head", holder=person, by=person, at=NOON)

    assert holders_of("head", on=DAY) == [person]
    assert holders_of("head", on=TOMORROW) == []
    grant.refresh_from_db()
    assert (grant.state, grant.ended_from) == (OfficeState.ENDED, TOMORROW)
    assert grant.decided_by == second
    kinds = Event.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [OfficeEvent.PROPOSED, OfficeEvent.FILLED, OfficeEvent.VACATED]


def test_what_makes_no_sense_is_not_proposed():
    by, person = admin(), official(Role.APPROVER)

    with pytest.raises(ValidationError, match="a role that they do not hold"):
        proposed(official(Role.FINANCE), by)
    with pytest.raises(ValidationError, match="from today at the earliest"):
        proposed(person, by, from_day=DAY - timedelta(days=1))
    with pytest.raises(PermissionDenied, match="to themselves"):
        proposed(by, by)
    with pytest.raises(PermissionDenied, match="Only an administrator"):
        proposed(person, official(Role.APPROVER))
    with pytest.raises(ValidationError, match="hold it already"):
        proposed(head(), by)
    proposed(person, by)
    with pytest.raises(ValidationError, match="awaits a second person"):
        proposed(person, admin())


def test_the_second_person_is_neither_the_first_nor_the_holder_nor_stands_in_for_one():
    by = admin()
    grant = proposed(by=by)
    stand_in = deputy_of(by, Role.ADMINISTRATOR)

    for person, why in (
        (by, "You proposed this"),
        (grant.holder, "would be yours"),
        (stand_in, "You stand in"),
        (official(Role.FINANCE), "Only an administrator or an approver"),
    ):
        with pytest.raises(PermissionDenied, match=why):
            confirm_office(grant, HEAD, by=person, at=NOON)
        with pytest.raises(PermissionDenied, match=why):
            refuse_office(grant, reason="No", by=person, at=NOON)
    with pytest.raises(PermissionDenied, match="Only the person who proposed"):
        withdraw_office(grant, by=grant.holder, at=NOON)


def test_what_is_confirmed_is_checked_anew_and_begins_no_earlier_than_that():
    person, second = official(Role.APPROVER), admin()
    grant = proposed(person)

    with pytest.raises(ValueError, match="not other"):
        confirm_office(grant, OTHER, by=second, at=NOON)
    confirm_office(grant, HEAD, by=second, at=NOON + timedelta(days=2))
    assert OfficeHolding.objects.get().valid_from == DAY + timedelta(days=2)

    for_a_day = official()
    RoleHoldingFactory(holder=for_a_day, role=Role.APPROVER, valid_to=DAY)
    too_late = proposed(for_a_day)
    with pytest.raises(ValidationError, match="a role that they do not hold"):
        confirm_office(too_late, HEAD, by=second, at=NOON + timedelta(days=1))
    with pytest.raises(IllegalTransition):
        confirm_office(grant, HEAD, by=second, at=NOON)


def test_refused_with_a_reason_or_withdrawn_nobody_holds_it():
    refused, withdrawn = proposed(), proposed()

    with pytest.raises(ValidationError, match="Say why"):
        refuse_office(refused, reason=" ", by=admin(), at=NOON)
    refuse_office(refused, reason="Too soon", by=admin(), at=NOON)
    withdraw_office(withdrawn, by=withdrawn.proposed_by, at=NOON)

    assert holders_of("head", on=DAY) == []
    states = OfficeGrant.objects.order_by("pk").values_list("state", "refusal")
    assert list(states) == [(OfficeState.REFUSED, "Too soon"), (OfficeState.WITHDRAWN, "")]


def test_what_is_to_begin_later_can_be_ended_before_it_does():
    later = DAY + timedelta(days=30)
    grant = confirm_office(proposed(from_day=later), HEAD, by=admin(), at=NOON)

    vacate_office("head", holder=grant.holder, by=official(Role.APPROVER), at=NOON)

    assert holders_of("head", on=later) == []
    with pytest.raises(ValidationError, match="do not hold it"):
        vacate_office("head", holder=grant.holder, by=admin(), at=NOON)
    with pytest.raises(PermissionDenied, match="Only its holder"):
        vacate_office("head", holder=grant.holder, by=official(Role.FINANCE), at=NOON)


def test_a_body_of_three_begins_by_the_operators_word_until_two_others_confirm_it():
    approver, officer = official(Role.APPROVER), official(Role.COMMISSIONING_OFFICER)
    administrator = admin()

    with pytest.raises(ValidationError, match="a role that they do not hold"):
        fill_office_as_operator(HEAD, holder=officer, by=OPERATOR, at=NOON)
    grant = fill_office_as_operator(HEAD, holder=approver, by=OPERATOR, at=NOON)
    assert acts_in(approver, HEAD, on=DAY) == approver

    def owed():
        people = (approver, officer, administrator)
        return [len(list(offices_to_decide(worker_of(one, on=DAY), DAY))) for one in people]

    assert owed() == [0, 1, 1]
    confirm_operators_office(grant, by=officer, at=NOON)
    assert owed() == [0, 0, 1]
    for person, why in (
        (officer, "somebody|Someone else"),
        (approver, "yours"),
        (official(), "Only officials"),
    ):
        with pytest.raises(PermissionDenied, match=why):
            confirm_operators_office(grant, by=person, at=NOON)
    confirm_operators_office(grant, by=administrator, at=NOON)
    assert owed() == [0, 0, 0]
    with pytest.raises(IllegalTransition):
        confirm_office(grant, HEAD, by=administrator, at=NOON)
    with pytest.raises(PermissionDenied, match="operator did not"):
        confirm_operators_office(proposed(), by=officer, at=NOON)


def test_who_acts_in_an_office_holds_it_and_its_role_or_is_their_dated_deputy():
    holder = head()
    deputy, other_role = deputy_of(holder, Role.APPROVER), deputy_of(holder, Role.FINANCE)
    without = official(Role.FINANCE)
    hold("head", without)

    said = [acts_in(one, HEAD, on=DAY) for one in (holder, deputy, other_role, without)]
    assert said == [holder, holder, None, None]
    assert acts_in(deputy, HEAD, on=TOMORROW) is None


def test_an_office_is_empty_that_nobody_holds_who_has_its_role(django_assert_num_queries):
    hold("head", official(Role.FINANCE))
    with django_assert_num_queries(1):
        assert empty_offices([HEAD, OTHER], on=DAY) == {"head", "other"}

    hold("head", official(Role.APPROVER))
    assert empty_offices([HEAD, OTHER], on=DAY) == {"other"}


def test_a_proposal_is_the_work_of_whoever_could_be_the_second_person():
    by, second = admin(), official(Role.APPROVER)
    grant = proposed(by=by)

    owed = {
        who: [one.about for one in offices_to_decide(worker_of(who, on=DAY), DAY)]
        for who in (by, second, grant.holder, official(Role.FINANCE))
    }

    assert [list(one) for one in owed.values()] == [[], [f"framework.officegrant:{grant}"], [], []]


@pytest.mark.parametrize("change", [{"office": "money"}, {"reference": "OFC-X"}])
def test_the_database_keeps_what_a_paper_is_about(change):
    grant = proposed()

    with arranging(), pytest.raises(DatabaseError), transaction.atomic():
        OfficeGrant.objects.filter(pk=grant.pk).update(**change)


def test_the_database_lets_nobody_hold_an_office_on_one_persons_word():
    grant = proposed()

    for change in ({"state": OfficeState.HELD}, {"decided_by": grant.proposed_by}):
        with arranging(), pytest.raises(IntegrityError), transaction.atomic():
            OfficeGrant.objects.filter(pk=grant.pk).update(**change)
    hold("head", grant.holder)
    with arranging(), pytest.raises(DatabaseError), transaction.atomic():
        OfficeHolding.objects.all().update(is_held=False)
