from datetime import timedelta
from http import HTTPStatus
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine

from almoner.accounts.models import AccessEntry
from almoner.accounts.roles import Role
from almoner.core.models import Event
from tests.commissions.factories import grant_case
from tests.decisions.factories import signed
from tests.factories import DAY, NOON
from tests.reports.factories import shown
from tests.web.public.published import body_of, queries_of, read
from tests.web.workspace.signing_in import signed_in
from tests.web.workspace.test_audits import day_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def of(recommendation, verb="assurance-file/"):
    return f"/workspace/recommendations/{recommendation}/{verb}"


def zip_in(answer):
    assert answer.headers["Content-Type"] == "application/zip"
    return ZipFile(BytesIO(b"".join(answer.streaming_content)))


def test_an_auditor_takes_the_file_from_the_page_and_the_page_says_so(client):
    recommendation, auditor = shown(), signed_in(client, Role.AUDITOR, name="Finn Abara")
    assert f'href="{of(recommendation)}"' in read(client, of(recommendation, ""))
    assert "None yet." in read(client, of(recommendation))

    answer = client.post(of(recommendation))

    with zip_in(answer) as file:
        assert "documents/EVI-2026-001.txt" in file.namelist()
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    line = Event.objects.order_by("number").last()
    assert (line.kind, line.actor) == ("assurance-file.taken", auditor.actor)
    page = read(client, of(recommendation))
    assert line.facts["manifest"] in page
    assert "Finn Abara" in page


def test_others_are_not_offered_it_and_are_refused(client):
    recommendation = shown()
    signed_in(client, Role.APPROVER)

    assert of(recommendation) not in read(client, of(recommendation, ""))
    for answer in (client.get(of(recommendation)), client.post(of(recommendation))):
        assert answer.status_code == HTTPStatus.FORBIDDEN
    assert not Event.objects.filter(kind="assurance-file.taken").exists()


def test_a_day_is_asked_for_and_what_cannot_be_is_said(client):
    recommendation = shown()
    signed_in(client, Role.AUDITOR)
    before = recommendation.review.issued_on - timedelta(days=1)

    early = body_of(client.post(of(recommendation), day_in("on", before)))
    late = body_of(client.post(of(recommendation), day_in("on", DAY + timedelta(days=1))))

    assert "It had not been issued by that day. Give a later day." in early
    assert "Enter today or a day before." in late
    with zip_in(client.post(of(recommendation), day_in("on", DAY))) as file:
        assert b'"as_at": "2026-03-04"' in file.read("record.json")


def test_the_file_of_a_decision_about_a_restricted_case_is_noted_in_the_access_log(client):
    decision = signed(grant_case(is_restricted=True))
    auditor = signed_in(client, Role.AUDITOR)
    url = f"/workspace/decisions/{decision}/assurance-file/"
    assert f'href="{url}"' in read(client, f"/workspace/decisions/{decision}/")
    before = AccessEntry.objects.filter(who=auditor.actor).count()

    answer = client.post(url)

    with zip_in(answer) as file:
        assert decision.number.encode() in file.read("README.txt")
    noted = AccessEntry.objects.filter(who=auditor.actor)[before:].values_list("about", flat=True)
    case, itself = f"commissions.commission:{decision.commission}", f"decisions.decision:{decision}"
    assert set(noted) == {case, itself}


def test_the_page_asks_as_many_questions_after_many_files_as_after_one(client):
    recommendation = shown()
    signed_in(client, Role.AUDITOR)

    def take(times):
        for _turn in range(times):
            zip_in(client.post(of(recommendation))).close()

    take(1)
    few = queries_of(client, of(recommendation))
    take(3)
    assert queries_of(client, of(recommendation)) == few
