import pytest
from django.db import IntegrityError, transaction

from almoner.accounts.roles import Role
from almoner.search import audiences
from almoner.search.audiences import (
    AUDITORS,
    OFFICIALS,
    PUBLIC,
    audience_of_organisation,
    audiences_of,
    declare_memberships,
)
from almoner.search.models import Entry
from almoner.search.operations import index_entries
from tests.factories import DAY, UserFactory, official

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ([], {PUBLIC}),
        ([Role.ADMINISTRATOR], {PUBLIC}),
        ([Role.MEMBER], {PUBLIC}),
        ([Role.PUBLISHER], {PUBLIC, OFFICIALS}),
        ([Role.ADMINISTRATOR, Role.FINANCE], {PUBLIC, OFFICIALS}),
        ([Role.AUDITOR], {PUBLIC, OFFICIALS, AUDITORS}),
    ],
)
def test_audiences_of_somebody_follow_from_their_roles_that_day(roles, expected):
    assert audiences_of(official(*roles), on=DAY) == expected


def test_audiences_of_a_stranger_are_the_public():
    assert audiences_of(None, on=DAY) == {PUBLIC}


def test_audiences_of_a_provider_are_told_by_whoever_knows_memberships(monkeypatch):
    monkeypatch.setattr(audiences, "_memberships", [])
    declare_memberships(lambda user, on: [audience_of_organisation("ORG-7QX2MHW4PC")])

    assert audiences_of(UserFactory(), on=DAY) == {PUBLIC, "organisation:ORG-7QX2MHW4PC"}


@pytest.mark.parametrize("audience", ["everybody", "organisation:", ""])
def test_the_database_refuses_an_audience_that_is_not_listed(audience):
    entry = Entry(kind="a.b", reference="A-1", object_pk=1, audience=audience, title="")

    with transaction.atomic(), pytest.raises(IntegrityError):
        index_entries([entry])
