"""What every answer of the API has in common."""

import pytest

from almoner.accounts.roles import Role
from almoner.outbox.events import MessageEvent
from almoner.registers.revision import QUIET
from tests.api.asking import V1, get
from tests.factories import official
from tests.registers.publishing import issue
from tests.web.public.published import bytes_of, publish

pytestmark = pytest.mark.django_db
LISTS = ["", "registers", "registers/spend", "registers/spend/totals", "organisations", "editions"]
WHOLE = ["registers/spend/all.csv", "registers/grants/all.ndjson", "openapi.json"]


@pytest.mark.parametrize("rest", [*LISTS, *WHOLE, "duties"])
def test_whoever_has_the_answer_already_is_told_so_until_something_public_changes(
    client, world, tmp_path, rest
):
    tag = client.get(f"{V1}{rest}").headers["ETag"]

    again = client.get(f"{V1}{rest}", headers={"If-None-Match": f'"other", {tag}'})
    official(Role.PUBLISHER)
    publish(tmp_path, ["Birch Lane,2026-02-20,12.00,Grants,Paint"], name="c.csv")
    changed = client.get(f"{V1}{rest}", headers={"If-None-Match": tag})

    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


@pytest.mark.parametrize("rest", [*LISTS, *WHOLE, "duties", "nothing", "registers/spend?x=1"])
def test_any_page_anywhere_may_read_an_answer_and_caches_ask_each_time(client, world, rest):
    headers = client.get(f"{V1}{rest}").headers

    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in headers["Access-Control-Expose-Headers"]
    assert headers["Cache-Control"] == "public, no-cache"
    assert "Last-Modified" not in headers
    assert "Set-Cookie" not in headers


def test_an_answer_is_the_same_for_somebody_who_signed_in(client, world):
    said = client.get(f"{V1}registers/spend").content

    client.force_login(
        official(Role.PUBLISHER), backend="django.contrib.auth.backends.ModelBackend"
    )

    assert client.get(f"{V1}registers/spend").content == said


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_is_taken_but_questions(client, world, method):
    client.handler.enforce_csrf_checks = True

    response = getattr(client, method)(f"{V1}registers/spend")

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["detail"] == "Ask with GET or HEAD."


@pytest.mark.parametrize("rest", [*LISTS, *WHOLE, "nothing"])
def test_a_heading_is_told_without_the_words(client, world, rest):
    whole = client.get(f"{V1}{rest}")

    heading = client.head(f"{V1}{rest}")

    assert bytes_of(heading) == b""
    assert heading.status_code == whole.status_code
    assert heading.headers.get("ETag") == whole.headers.get("ETag")
    if not whole.streaming:
        assert heading.headers["Content-Length"] == str(len(whole.content))


@pytest.mark.parametrize("rest", ["nothing", "registers/spend/PAY-2222222222", "registers/cards"])
def test_what_is_not_there_is_said_alike_everywhere(client, world, rest):
    response = client.get(f"{V1}{rest}")

    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "https://wexmoor.test/api/#nothing-there",
        "title": "There is nothing at this address",
        "status": 404,
        "detail": "Check the address. What is no longer public is not there either.",
    }
    assert "ETag" not in response.headers


def test_a_parameter_that_nobody_knows_is_refused_with_those_there_are(client, world):
    said = get(client, f"{V1}organisations?name=quay", status=400)

    assert said["known"] == ["cursor", "identifier", "limit", "q"]
    assert said["parameters"] == [{"name": "name", "write": "Leave it out."}]
    said = get(client, f"{V1}duties?limit=3", status=400)
    assert said["detail"] == "This address takes no parameters."


def test_a_parameter_that_is_said_twice_is_refused(client, world):
    said = get(client, f"{V1}registers/spend?limit=3&limit=4", status=400)

    assert said["parameters"] == [{"name": "limit", "write": "Write it once."}]


def test_the_revision_is_the_same_everywhere_and_changes_with_an_edition(client, world):
    before = {get(client, f"{V1}{rest}")["revision"] for rest in [*LISTS, "duties"]}

    issue("spend")

    after = {get(client, f"{V1}{rest}")["revision"] for rest in [*LISTS, "duties"]}
    assert (len(before), len(after)) == (1, 1)
    assert before != after


def test_what_happens_to_messages_and_people_is_no_change_to_the_public():
    assert set(MessageEvent) <= QUIET
