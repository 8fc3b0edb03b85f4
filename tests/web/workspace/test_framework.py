from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from almoner.accounts.roles import Role
from almoner.framework import registries
from almoner.framework.models import FrameworkVersion, digest_of
from almoner.framework.queries import framework_in_force
from almoner.framework.states import VersionState
from tests.factories import DAY, NOON
from tests.framework.factories import ApprovedFrameworkFactory, FrameworkVersionFactory
from tests.framework.frameworks import WHOLE, text_after
from tests.web.public.published import body_of, queries_of, read
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
HOME = "/workspace/framework/"
CHANGE = f"{HOME}change/"
RAISED = text_after(("below = 10000", "below = 20000"), ("at_least = 10000", "at_least = 20000"))


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def officer(client):
    return signed_in(client, Role.COMMISSIONING_OFFICER)


def of(version, verb=""):
    return f"{HOME}versions/{version}/{verb}"


def sent(client, on=DAY, **said):
    days = {f"first_day_{part}": getattr(on, part) for part in ("day", "month", "year")}
    return client.post(CHANGE, {"reason": "A new scheme", **days, **said})


def test_before_the_first_version_the_page_says_that_nobody_approved_what_holds(
    client, officer, settings
):
    settings.FRAMEWORK = "policing"

    page = read(client, HOME)

    assert "nobody here has approved a version yet" in page
    assert "37 limits, objectives and appetites for risk came with the software" in page
    assert "Competitive grant" in page
    assert "No versions yet" in page


def test_a_body_without_routes_is_told_what_to_do(client, officer):
    ApprovedFrameworkFactory(text__text=WHOLE[: WHOLE.index("[[office]]")])

    assert "No routes yet" in read(client, HOME)
    assert "No limits yet" in read(client, f"{HOME}limits/")
    assert "None are listed." in read(client, f"{HOME}lists/")


def test_what_holds_is_shown_with_its_routes_and_the_cases_on_each(client, officer, monkeypatch):
    version = ApprovedFrameworkFactory()
    cases = {digest_of(WHOLE): {("grant", "plan"): 2, ("grant", "award"): 1}}
    monkeypatch.setattr(registries, "_counting", [lambda digest: cases.get(digest, {})])

    page = read(client, HOME)
    route = read(client, f"{HOME}routes/grant/")

    assert str(version) in page
    assert '<td class="number">3</td>' in page
    assert "1. Plan" in route
    assert "2 live cases" in route
    assert "1 live case<" in route
    assert "the value is less than £50,000" in route
    assert "It is opened by Head of service." in route
    assert "It leads to: 3. Award; 1. Plan." in route
    assert client.get(f"{HOME}routes/holiday/").status_code == 404


def test_limits_and_lists_are_said_in_words(client, officer):
    ApprovedFrameworkFactory()

    limits, lists = read(client, f"{HOME}limits/"), read(client, f"{HOME}lists/")

    assert "£10,000 or more: Head of service, then Director" in limits
    assert limits.index("any value, when the case is novel") < limits.index("below £10,000")
    assert "Grants (An Act, s. 9)" in lists
    assert "every 12 months" in lists


def test_the_file_that_holds_is_handed_out_to_be_changed(client, officer):
    ApprovedFrameworkFactory()

    answer = client.get(f"{HOME}file/")

    assert body_of(answer) == WHOLE
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_an_officer_uploads_a_file_reads_what_it_changes_and_proposes_it(client, officer):
    ApprovedFrameworkFactory()
    file = SimpleUploadedFile("wexmoor.toml", RAISED.encode())

    answer = sent(client, file=file)

    draft = FrameworkVersion.objects.get(state=VersionState.DRAFT)
    assert answer["Location"] == of(draft)
    page = read(client, of(draft))
    assert "the limit of Head of service is raised from £10,000 to £20,000" in page
    assert "Propose it to a second person" in page
    assert "£20,000" in read(client, of(draft, "routes/grant/"))
    assert body_of(client.get(of(draft, "file/"))) == RAISED
    client.post(of(draft, "propose/"))
    draft.refresh_from_db()
    assert (draft.state, draft.proposed_by) == (VersionState.PROPOSED, officer)


def test_a_pasted_text_with_mistakes_comes_back_with_each_line(client, officer):
    wrong = text_after(
        ('next = ["open"]', 'next = ["opened"]'), ('office = "head"', 'office = "x"')
    )

    page = body_of(sent(client, text=wrong))

    assert "<title>Error:" in page
    assert "Your text, line " in page
    assert "plan cannot lead to opened. There are: open, award, close." in page
    assert "Nobody may pass this gate: no office is called x." in page
    assert escape('next = ["opened"]') in page
    assert not FrameworkVersion.objects.exists()


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({}, "Choose a file, or write its text below: one of the two."),
        ({"text": WHOLE, "on": DAY - timedelta(days=1)}, "The first day has passed."),
        ({"text": WHOLE, "reason": ""}, "Say why it is changed."),
        ({"file": SimpleUploadedFile("a.toml", b"\xff")}, "this is not text in UTF-8"),
        ({"file": SimpleUploadedFile("a.toml", b"#" * 131_073)}, "longer than 128 kB"),
    ],
)
def test_what_cannot_be_a_version_is_refused_in_words(client, officer, said, says):
    assert says in body_of(sent(client, **said))
    assert not FrameworkVersion.objects.exists()


def test_an_approver_approves_after_reading_what_it_changes(client):
    signed_in(client, Role.APPROVER)
    ApprovedFrameworkFactory(first_day=DAY - timedelta(days=9))
    version = FrameworkVersionFactory(text__text=RAISED)

    assert "is raised from £10,000 to £20,000" in read(client, of(version, "approve/"))
    client.post(of(version, "approve/"))

    assert framework_in_force(DAY).reference == version.reference
    assert "Approved" in read(client, of(version))


def test_the_page_says_that_a_day_that_has_passed_becomes_today(client):
    signed_in(client, Role.APPROVER)
    version = FrameworkVersionFactory(first_day=DAY - timedelta(days=2))
    later = ApprovedFrameworkFactory(first_day=DAY + timedelta(days=2))

    page = read(client, of(version, "approve/"))

    assert "so it holds from today" in page
    assert f"Version {later} holds from 6 March 2026, and takes its place then." in page


def test_an_approver_refuses_with_a_reason(client):
    signed_in(client, Role.APPROVER)
    version = FrameworkVersionFactory()

    assert "<title>Error:" in body_of(client.post(of(version, "refuse/"), {"remark": ""}))
    client.post(of(version, "refuse/"), {"remark": "Too high for us"})

    assert "Too high for us" in read(client, of(version))


def test_who_proposed_it_reads_why_they_do_not_decide_and_may_withdraw_it(client):
    person = signed_in(client, Role.APPROVER, Role.ADMINISTRATOR)
    version = FrameworkVersionFactory(proposed_by=person)

    assert "You proposed this, so someone else must approve it." in read(client, of(version))
    assert client.get(of(version, "approve/")).status_code == 403
    assert "Nobody can approve it any more" in read(client, of(version, "withdraw/"))
    client.post(of(version, "withdraw/"))
    version.refresh_from_db()
    assert version.state == VersionState.WITHDRAWN


def test_pages_ask_as_much_of_the_database_for_many_versions_as_for_one(client, officer):
    ApprovedFrameworkFactory()
    read(client, HOME)
    few = queries_of(client, HOME)

    for n in range(4):
        ApprovedFrameworkFactory(first_day=DAY - timedelta(days=n))

    assert queries_of(client, HOME) == few
