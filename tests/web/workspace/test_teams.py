from datetime import timedelta

import pytest
import time_machine

from almoner.accounts.models import Team
from almoner.accounts.roles import Role
from almoner.accounts.teams import memberships_on
from tests.accounts.factories import TeamFactory, TeamMembershipFactory, team_with
from tests.actions.factories import ActionFactory
from tests.factories import DAY, LONG_AGO, NOON, RoleHoldingFactory, official
from tests.web.public.published import body_of, queries_of, read
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
TEAMS = "/workspace/teams/"
SAID = {"name": "Grants and contracts", "purpose": "Manages what is signed."}
FRIDAY = {"ends_day": 6, "ends_month": 3, "ends_year": 2026}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def amara(client):
    return signed_in(client, Role.ADMINISTRATOR, name="Amara Cole")


def send(client, address, **said):
    """What comes of sending a form: the page that it leads to."""
    return body_of(client.post(address, said, follow=True))


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def test_a_team_is_set_up_gets_its_people_a_lead_and_another_name(client, amara):
    dana, eve = official(Role.FINANCE, name="Dana Wu"), official(Role.PUBLISHER, name="Eve Park")
    assert "There is no team yet" in read(client, TEAMS)
    assert "Nobody is in it" in send(client, f"{TEAMS}new/", **SAID)
    team = Team.objects.get()
    own = f"{TEAMS}{team}/"

    for person in (dana, eve):
        page = send(client, f"{own}join/", person=person.reference, **day("valid_from", DAY))
    assert "Eve Park is added." in page
    assert "sees what they lack" in read(client, f"{own}join/")
    assert "may book for them" in read(client, f"{own}people/{dana}/lead/")
    assert "Dana Wu leads it from today." in send(client, f"{own}people/{dana}/lead/")
    assert "Grants and contracts" in read(client, f"/workspace/people/{dana}/")
    assert "which they lead" in read(client, f"/workspace/people/{dana}/")
    then = read(client, f"{own}?on_day=4&on_month=3&on_year=2026")
    assert "As at 4 March 2026" in then
    assert "who led it" in then
    assert "Enter a real date" in read(client, f"{own}?on_day=31&on_month=2&on_year=2026")
    assert "Giving" in send(client, f"{own}rename/", **{**SAID, "name": "Giving"})
    listed = read(client, TEAMS)
    assert all(words in listed for words in ("Giving", "Dana Wu", SAID["purpose"]))
    assert "Dana Wu leads it no more." in send(client, f"{own}people/{dana}/step-down/")
    assert "do not lead" in send(client, f"{own}people/{dana}/step-down/")
    told = read(client, f"{own}history/")
    assert all(words in told for words in ("Leads it", "Amara Cole", "Grants and contracts"))


def test_somebody_is_taken_out_and_a_team_closed_once_one_is_sure(client, amara):
    dana = official(Role.FINANCE, name="Dana Wu")
    team = team_with(dana)
    own = f"{TEAMS}{team}/"

    assert "what was, stays" in send(
        client, f"{own}people/{dana}/leave/", **day("ends", DAY - timedelta(days=1))
    )
    send(client, f"{own}people/{dana}/leave/", **FRIDAY)
    assert memberships_on(DAY).count() == 1
    assert memberships_on(DAY + timedelta(days=2)).count() == 0
    assert "cannot be undone" in read(client, f"{own}close/")
    assert "It is closed. Its history says who was." in send(client, f"{own}close/")
    assert "Not in it" in read(client, f"{own}history/")
    assert client.post(f"{own}rename/", SAID).status_code == 403
    then = f"{own}?{'&'.join(f'{name}={part}' for name, part in day('on', DAY).items())}"
    assert "There was no such team" in read(client, then)  # no word was kept of its name


def test_mistakes_are_said_where_they_are_mended(client, amara):
    team, dana = TeamFactory(name=SAID["name"]), official(Role.FINANCE, name="Dana Wu")
    own = f"{TEAMS}{team}/"

    assert "Choose another name" in send(client, f"{TEAMS}new/", **SAID)
    assert "Choose somebody." in send(client, f"{own}join/", **day("valid_from", DAY))
    said = {"person": dana.reference, **day("valid_from", DAY - timedelta(days=1))}
    assert "today at the earliest" in send(client, f"{own}join/", **said)
    assert "not in this team" in send(client, f"{own}people/{dana}/lead/")
    assert "not in this team" in send(client, f"{own}people/{dana}/leave/", **FRIDAY)
    assert client.get(f"{own}people/{amara}/lead/").status_code == 403
    assert client.get(f"{TEAMS}TEAM-NOBODY/").status_code == 404


def test_an_official_reads_who_is_in_which_team_and_changes_none(client):
    signed_in(client, Role.MEMBER)
    gone = official(name="Finn Abara")
    RoleHoldingFactory(
        holder=gone, role=Role.FINANCE, valid_to=DAY - timedelta(days=1), recorded_at=LONG_AGO
    )
    team = team_with(gone, lead=official(Role.FINANCE, name="Dana Wu"))
    later = official(Role.FINANCE, name="Eve Park")
    TeamMembershipFactory(team=team, person=later, valid_from=DAY + timedelta(days=2))

    page = read(client, f"{TEAMS}{team}/")

    assert all(words in page for words in ("Dana Wu", "Eve Park", "6 March 2026"))
    assert "Holds no role: does not count" in page
    assert "Add somebody" not in page
    assert "Set up a team" not in read(client, TEAMS)


def test_an_administrator_who_leads_a_team_is_told_who_adds_people(client, amara):
    team = team_with(official(Role.FINANCE), lead=amara)

    assert "another administrator adds" in read(client, f"{TEAMS}{team}/")
    assert client.get(f"{TEAMS}{team}/join/").status_code == 403


def test_a_lead_sees_how_much_its_people_have_on_of_what_they_may_read(client):
    me = signed_in(client, Role.AGREEMENT_MANAGER)
    dana = official(Role.FINANCE, name="Dana Wu")
    team = team_with(dana, lead=me)
    ActionFactory(owner=dana, due_on=DAY - timedelta(days=1))
    ActionFactory.create_batch(2, owner=dana)
    ActionFactory(owner=dana, is_restricted=True)

    page = read(client, f"{TEAMS}{team}/")
    assert '<td class="numeric">3</td><td class="numeric">1</td>' in page
    other = team_with(me, dana)
    assert "Actions to finish" not in read(client, f"{TEAMS}{other}/")
    assert "Lead this team no more" in page
    assert "leads it no more" in send(client, f"{TEAMS}{team}/people/{me}/step-down/")
    assert client.post(f"{TEAMS}{other}/people/{dana}/step-down/").status_code == 403


def test_pages_ask_as_much_of_the_database_for_many_as_for_one(client, amara):
    team = team_with(official(Role.FINANCE), amara)
    TeamMembershipFactory(
        team=team, person=official(Role.FINANCE), valid_from=DAY + timedelta(days=2)
    )
    addresses = [TEAMS, f"{TEAMS}{team}/", f"{TEAMS}{team}/history/", f"/workspace/people/{amara}/"]
    few = [(address, queries_of(client, address)) for address in addresses if read(client, address)]

    for _turn in range(3):
        one = official(Role.FINANCE)
        TeamMembershipFactory(team=team, person=one, is_lead=True)
        team_with(amara, one)
        later = {"valid_from": DAY + timedelta(days=2)}
        TeamMembershipFactory(team=team, person=official(Role.FINANCE), **later)

    assert [(address, queries_of(client, address)) for address in addresses] == few
