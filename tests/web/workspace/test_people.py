from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from almoner.accounts.models import Invitation, RoleGrant
from almoner.accounts.operations import (
    confirm_operator_grant,
    confirm_role,
    grant_role_as_operator,
    invite_person,
    propose_deputy,
    propose_role,
)
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.accounts.states import GrantState, InvitationState
from almoner.core.actors import OPERATOR
from almoner.core.models import Event
from almoner.outbox.models import Message
from tests.factories import DAY, NOON, UserFactory, official

pytestmark = pytest.mark.django_db
FRIDAY = DAY + timedelta(days=2)


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def amara():
    return official(Role.ADMINISTRATOR, name="Amara Cole")


@pytest.fixture
def ben():
    return official(Role.APPROVER, name="Ben Shaw")


@pytest.fixture
def dana():
    return UserFactory(name="Dana Wu")


def page(name, *things):
    return reverse(f"workspace:{name}", args=[str(thing) for thing in things])


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def proposed(person, *, by, role=Role.PUBLISHER, last=None):
    return propose_role(person, role, valid_from=DAY, valid_to=last, by=by, at=NOON)


def test_the_list_shows_the_operators_act_until_two_officials_confirm_it(client, amara, ben, dana):
    grant = grant_role_as_operator(dana, Role.AUDITOR, by=OPERATOR, at=NOON)
    words = "made by the operator, awaiting confirmation by two officials"
    client.force_login(amara)

    none_yet = client.get(page("people")).text
    confirm_operator_grant(grant, by=amara, at=NOON)
    one = client.get(page("people")).text
    confirm_operator_grant(grant, by=ben, at=NOON)
    both = client.get(page("people")).text

    assert f"{words} (0 of 2)" in none_yet
    assert f"{words} (1 of 2)" in one
    assert words not in both


def test_whoever_holds_no_role_is_refused_the_list_with_a_reason(client, dana):
    client.force_login(dana)

    response = client.get(page("people"))

    assert response.status_code == 403
    assert "The workspace is for people who hold a role here" in response.text


def test_strangers_are_sent_to_sign_in(client):
    response = client.get(page("people"))

    assert response.url == f"{reverse('account_login')}?next=/workspace/people/"


def test_the_list_asks_as_many_questions_however_many_people_there_are(
    client, amara, django_assert_num_queries
):
    client.force_login(amara)
    with CaptureQueriesContext(connection) as first:
        client.get(page("people"))
    for _ in range(3):
        person = official(Role.FINANCE)
        grant_role_as_operator(person, Role.AUDITOR, by=OPERATOR, at=NOON)
        proposed(person, by=amara)

    with django_assert_num_queries(len(first)):
        client.get(page("people"))


def test_inviting_sends_a_letter_and_shows_the_link_once(client, amara):
    client.force_login(amara)

    said = {"name": "Eve Park", "email": "eve@example.test", "roles": ["finance", "auditor"]}
    response = client.post(page("invite"), said)

    (link,) = [line for line in Message.objects.get().body.splitlines() if "/join/" in line]
    assert link in response.text
    assert Invitation.objects.get().roles == ["finance", "auditor"]
    assert link.rsplit("/", 2)[1] not in str(list(Event.objects.values()))
    assert "/join/" not in client.get(page("people")).text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"email": "nowhere"}, "valid email"), ({"name": ""}, "required")],
)
def test_an_invitation_that_lacks_something_says_what(wrong, words, client, amara):
    client.force_login(amara)

    response = client.post(page("invite"), {"name": "Eve", "email": "eve@example.test", **wrong})

    assert "Error: Invite somebody" in response.text
    assert words in response.text
    assert not Invitation.objects.exists()


def test_inviting_somebody_who_is_known_says_so(client, amara, dana):
    client.force_login(amara)

    response = client.post(page("invite"), {"name": "Dana", "email": dana.email})

    assert "is known" in response.text or "known as" in response.text


def test_only_an_administrator_invites(client, ben):
    client.force_login(ben)

    assert client.get(page("invite")).status_code == 403


def test_an_invitation_is_withdrawn(client, amara):
    invitation, _ = invite_person(name="Eve", email="e@example.test", roles=[], by=amara, at=NOON)
    client.force_login(amara)

    client.post(page("uninvite", invitation))

    invitation.refresh_from_db()
    assert invitation.state == InvitationState.WITHDRAWN


def test_a_role_is_proposed_by_one_and_confirmed_by_another(client, amara, ben, dana):
    client.force_login(amara)
    said = {"role": "finance", **day("valid_from", DAY), **day("valid_to", FRIDAY)}
    client.post(page("propose-role", dana), said)
    grant = RoleGrant.objects.get()
    client.force_login(ben)

    shown = client.get(page("decide-role", grant))
    client.post(page("decide-role", grant), {"decision": "confirm"})

    assert "Proposed by Amara Cole" in shown.text
    assert roles_of(dana, on=FRIDAY) == {Role.FINANCE}
    assert "In force" in client.get(page("person", dana)).text


def test_a_proposal_that_makes_no_sense_says_why(client, amara, dana):
    client.force_login(amara)
    last = day("valid_to", DAY - timedelta(days=1))

    response = client.post(
        page("propose-role", dana), {"role": "finance", **day("valid_from", DAY), **last}
    )

    assert "Error:" in response.text
    assert "last day has passed" in response.text
    assert not RoleGrant.objects.exists()


def test_whoever_proposed_is_told_why_they_cannot_decide_but_may_withdraw(client, amara, dana):
    grant = proposed(dana, by=amara)
    client.force_login(amara)

    shown = client.get(page("decide-role", grant))
    forced = client.post(page("decide-role", grant), {"decision": "confirm"})
    client.post(page("withdraw-role", grant))

    grant.refresh_from_db()
    assert "You proposed this role, so someone else must decide." in shown.text
    assert forced.status_code == 403
    assert grant.state == GrantState.WITHDRAWN


def test_a_refusal_needs_its_reason(client, amara, ben, dana):
    grant = proposed(dana, by=amara)
    client.force_login(ben)

    without = client.post(page("decide-role", grant), {"decision": "refuse"})
    client.post(page("decide-role", grant), {"decision": "refuse", "reason": "Not trained"})

    assert "Say why you refuse." in without.text
    assert "Not trained" in client.get(page("person", dana)).text


def test_deciding_on_what_was_decided_meanwhile_is_a_conflict(client, amara, ben, dana):
    grant = proposed(dana, by=amara)
    confirm_role(grant, by=ben, at=NOON)
    client.force_login(ben)

    response = client.post(page("decide-role", grant), {"decision": "confirm"})

    assert response.status_code == 409
    assert "This has been decided" in client.get(page("decide-role", grant)).text


def test_the_operators_role_is_confirmed_on_its_page(client, amara, dana):
    grant = grant_role_as_operator(dana, Role.AUDITOR, by=OPERATOR, at=NOON)
    client.force_login(amara)

    shown = client.get(page("role", grant), follow=True)
    client.post(page("confirm-role", grant))
    again = client.get(page("confirm-role", grant))

    assert "0 of 2 officials" in shown.text
    assert grant.confirmations.get().confirmed_by == amara
    assert "Someone else must be the second" in again.text


def test_a_role_ends_on_its_page(client, amara, ben, dana):
    grant = confirm_role(proposed(dana, by=amara), by=ben, at=NOON)
    client.force_login(ben)

    yesterday = client.post(page("end-role", grant), day("ends", DAY - timedelta(days=1)))
    client.post(page("end-role", grant), day("ends", FRIDAY))

    assert "today at the earliest" in yesterday.text
    assert roles_of(dana, on=FRIDAY) == set()
    assert "ended from 6 March 2026" in client.get(page("person", dana)).text


def test_a_person_arranges_a_deputy_for_their_own_leave(client, ben, dana):
    client.force_login(ben)
    said = {"deputy": dana.reference, "role": "approver"}
    days = {**day("valid_from", DAY), **day("valid_to", FRIDAY)}

    response = client.post(page("propose-deputy", ben), {**said, **days})

    grant = RoleGrant.objects.get()
    assert response.url == page("person", ben)
    assert (grant.holder, grant.in_place_of, grant.state) == (dana, ben, GrantState.PROPOSED)


def test_nobody_else_arranges_their_deputy(client, ben):
    client.force_login(official(Role.FINANCE))

    assert client.get(page("propose-deputy", ben)).status_code == 403


def test_a_person_as_at_another_day(client, amara, ben, dana):
    confirm_role(proposed(dana, by=amara), by=ben, at=NOON)
    client.force_login(ben)

    then = client.get(page("person", dana), day("on", DAY)).text
    before = client.get(page("person", dana), day("on", DAY - timedelta(days=1))).text

    assert "As at 4 March 2026" in then
    assert "They held no role" in before


def test_a_day_that_never_was_is_explained(client, ben, dana):
    client.force_login(ben)

    response = client.get(page("person", dana), {"on_day": 31, "on_month": 2, "on_year": 2026})

    assert "Enter a real date" in response.text


def test_an_account_is_closed_reopened_and_forgotten(client, amara, dana):
    client.force_login(amara)

    assert client.get(page("close-person", dana)).status_code == 200
    client.post(page("close-person", dana))
    client.post(page("reopen-person", dana))
    client.post(page("close-person", dana))
    assert client.get(page("forget-person", dana)).status_code == 200
    client.post(page("forget-person", dana))

    dana.refresh_from_db()
    assert dana.is_forgotten
    assert "Dana Wu" not in client.get(page("person", dana)).text


def test_nobody_forgets_an_account_that_is_open(client, amara, dana):
    client.force_login(amara)

    assert client.get(page("forget-person", dana)).status_code == 403


def test_a_person_without_a_role_sees_their_account_and_no_page_of_the_workspace(client, dana):
    client.force_login(dana)

    assert client.get(reverse("account")).status_code == 200
    assert client.get(page("person", dana)).status_code == 403
    assert client.get(page("person", UserFactory())).status_code == 403


def test_nobody_makes_themselves_somebodys_deputy(client, amara, ben):
    client.force_login(amara)
    answer = {"deputy": amara.reference, "role": Role.APPROVER}
    answer |= day("valid_from", DAY) | day("valid_to", FRIDAY)

    response = client.post(page("propose-deputy", ben), answer)

    assert response.status_code == 200
    assert not RoleGrant.objects.exists()


def test_the_operation_refuses_whoever_makes_themselves_a_deputy(amara, ben):
    with pytest.raises(PermissionDenied, match="for yourself"):
        propose_deputy(
            amara, Role.APPROVER, in_place_of=ben, valid_from=DAY, valid_to=FRIDAY, by=amara,
            at=NOON,
        )  # fmt: skip


@pytest.mark.parametrize("year", ["9999", "99999999999999999999"])
def test_a_day_after_which_there_is_none_is_explained(year, client, ben, dana):
    client.force_login(ben)

    response = client.get(page("person", dana), {"on_day": "31", "on_month": "12", "on_year": year})

    assert "Error:" in response.text


def test_what_somebody_signed_in_saw_is_kept_by_no_cache(client, ben):
    client.force_login(ben)

    for address in (page("people"), reverse("account"), reverse("public:home")):
        kept = client.get(address).headers["Cache-Control"]
        assert {"private", "no-store"} <= set(kept.split(", "))


def test_what_anyone_may_see_is_not_kept_from_caches(client):
    assert "Cache-Control" not in client.get(reverse("public:home")).headers


def test_the_address_of_a_paper_leads_to_what_there_is_to_do_with_it(client, amara, ben, dana):
    waiting = proposed(dana, by=amara)
    operators = grant_role_as_operator(dana, Role.AUDITOR, by=OPERATOR, at=NOON)
    client.force_login(ben)

    first = [client.get(page("role", grant)).url for grant in (waiting, operators)]
    for official_asked in (amara, ben):
        confirm_operator_grant(operators, by=official_asked, at=NOON)
    then = client.get(page("role", operators)).url

    assert first == [page("decide-role", waiting), page("confirm-role", operators)]
    assert then == page("person", dana)


@pytest.mark.parametrize("place", ["people", "roles", "people/invitations"])
def test_a_reference_that_is_no_text_names_nothing(place, client, amara):
    client.force_login(amara)

    assert client.post(f"/workspace/{place}/%00/withdraw/").status_code == 404
    assert client.get(f"/workspace/{place}/%00/").status_code == 404
