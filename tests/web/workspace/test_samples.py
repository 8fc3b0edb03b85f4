import pytest
import time_machine

from almoner.accounts.roles import Role
from almoner.audits.models import Sample
from tests.actions.factories import ActionFactory
from tests.audits.factories import DraftReviewFactory
from tests.factories import DAY, NOON
from tests.web.public.published import body_of, queries_of, read
from tests.web.workspace.signing_in import signed_in
from tests.web.workspace.test_audits import day_in

pytestmark = pytest.mark.django_db
LIST = "/workspace/samples/"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def drawn(client, **more):
    said = {"population": "actions", "size": "2", "seed": "42", **day_in("as_at", DAY), **more}
    return client.post(f"{LIST}new/", said)


def test_a_sample_is_drawn_kept_and_tested(client):
    signed_in(client, Role.AUDITOR)
    for _more in range(3):
        ActionFactory()
    read(client, f"{LIST}new/")
    drawn(client, review=DraftReviewFactory().reference)
    sample = Sample.objects.get()
    one = f"{LIST}{sample}/1/"

    assert "Say what you found" in body_of(client.post(one, {"result": "exception", "text": ""}))
    client.post(one, {"result": "exception", "text": "No verifier looked"})
    client.post(one, {"result": "conforms", "text": ""})

    page = read(client, f"{LIST}{sample}/")
    assert all(words in page for words in ("2 of 3", "42", "Exception: 0", "Conforms: 1"))
    assert sample.members.first().results.count() == 2
    assert str(sample) in read(client, LIST)
    read(client, f"{LIST}{sample}/9/", status=404)


def test_mistakes_are_said(client):
    signed_in(client, Role.AUDITOR)

    assert "nothing of the kind" in body_of(drawn(client))
    assert "Enter today or a day before" in body_of(drawn(client, as_at_year="2027"))
    assert Sample.objects.count() == 0


def test_a_sample_asks_as_much_however_large_it_is(client):
    signed_in(client, Role.AUDITOR)
    for _more in range(4):
        ActionFactory()
    drawn(client, size="1")
    drawn(client, size="4")
    small, large = Sample.objects.order_by("pk")

    assert queries_of(client, f"{LIST}{small}/") == queries_of(client, f"{LIST}{large}/")
