"""The demonstration's documents go the way that every document goes."""

from datetime import date

import pytest

from almoner.accounts.roles import Role
from almoner.cli.demonstration.writing import confirm_a_template, write_documents
from almoner.documents.models import Comment, Filling, TemplateVersion
from almoner.documents.queries.conformity import standard_terms
from tests.factories import NOON, VersionFactory, official

pytestmark = pytest.mark.django_db


def test_one_document_is_finished_and_another_is_under_way():
    days = {"starts_on": date(2026, 1, 1), "first_end_on": date(2028, 3, 31)}
    for _n in range(2):
        VersionFactory(agreement__kind="grant", **days)
    officer, approver = official(Role.COMMISSIONING_OFFICER), official(Role.APPROVER)

    confirm_a_template(officer, approver, NOON)
    write_documents(official(Role.AGREEMENT_MANAGER), official(Role.PUBLISHER), NOON)

    assert [*Filling.objects.order_by("pk").values_list("state", flat=True)] == ["finished", "open"]
    assert (standard_terms().clauses, standard_terms().changed) == (23, 1)
    assert Comment.objects.count() == 2
    versions = TemplateVersion.objects.order_by("pk").values_list("code", "state")
    assert [*versions] == [
        ("variation", "in-force"),
        ("closure-report", "proposed"),
        ("grant-agreement", "shipped"),
    ]


def test_where_there_are_no_grants_nothing_is_written():
    write_documents(official(Role.AGREEMENT_MANAGER), official(Role.PUBLISHER), NOON)

    assert not Filling.objects.exists()
