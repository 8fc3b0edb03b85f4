from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from almoner.accounts.roles import Role
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.statements.events import StatementEvent
from almoner.statements.licences import Licence
from almoner.statements.models import LONGEST, StatementVersion, digest_of
from almoner.statements.operations import (
    a_year_after,
    approve_statement,
    begin_statement,
    return_statement,
    save_statement,
    submit_statement,
    withdraw_statement,
)
from almoner.statements.pages import StandingPage
from almoner.statements.queries import licence_in_force, standing_of
from almoner.statements.states import VersionState
from tests.factories import NOON, DraftStatementFactory, StatementVersionFactory, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db
WORDS = "## Who we are\n\nThe body."


@pytest.fixture
def publisher():
    return official(Role.PUBLISHER)


def submitted(publisher, page=StandingPage.PRIVACY, **said):
    draft = begin_statement(page, **{"text": WORDS, **said}, by=publisher, at=NOON)
    return submit_statement(draft, by=publisher, at=NOON)


def test_begin_statement_leaves_what_the_public_reads(publisher):
    StatementVersionFactory(text="As it was")

    draft = begin_statement(StandingPage.PRIVACY, text=f"{WORDS}  \n\n", by=publisher, at=NOON)

    assert (draft.text, draft.state, draft.written_by) == (WORDS, VersionState.DRAFT, publisher)
    assert standing_of(StandingPage.PRIVACY).text == "As it was"
    assert Event.objects.get().facts == {"page": "privacy"}


def test_only_one_version_of_a_page_is_on_its_way(publisher):
    submitted(publisher)

    with pytest.raises(IllegalTransition):
        begin_statement(StandingPage.PRIVACY, text=WORDS, by=publisher, at=NOON)
    begin_statement(StandingPage.DATA, text=WORDS, by=publisher, at=NOON)


@pytest.mark.parametrize("text", ["", " \n \n", "a" * (LONGEST + 1)])
def test_a_page_neither_empty_nor_endless_is_begun(publisher, text):
    with pytest.raises(ValidationError):
        begin_statement(StandingPage.PRIVACY, text=text, by=publisher, at=NOON)


@pytest.mark.parametrize(
    ("page", "licence"), [(StandingPage.LICENCE, ""), (StandingPage.DATA, Licence.OGL_3)]
)
def test_a_licence_is_chosen_on_its_own_page_and_no_other(publisher, page, licence):
    with pytest.raises(ValidationError):
        begin_statement(page, text=WORDS, licence=licence, by=publisher, at=NOON)


def test_save_statement_writes_over_a_draft_and_nothing_else(publisher):
    draft = DraftStatementFactory(written_by=publisher)

    save_statement(draft, text="Other words", by=publisher, at=NOON)

    draft.refresh_from_db()
    assert draft.text == "Other words"
    facts = {"page": "privacy", "text": digest_of("Other words", "")}
    assert Event.objects.get(kind=StatementEvent.SAVED).facts == facts
    submit_statement(draft, by=publisher, at=NOON)
    with pytest.raises(IllegalTransition):
        save_statement(draft, text="Too late", by=publisher, at=NOON)


def test_nobody_writes_in_somebody_elses_draft(publisher):
    draft = DraftStatementFactory()

    with pytest.raises(PermissionDenied):
        save_statement(draft, text="Mine", by=publisher, at=NOON)
    with pytest.raises(PermissionDenied):
        submit_statement(draft, by=publisher, at=NOON)


def test_approve_statement_is_what_the_public_reads_and_reviews_in_a_year(publisher):
    version, approver = submitted(publisher), official(Role.APPROVER)

    approve_statement(version, by=approver, at=NOON)

    standing = standing_of(StandingPage.PRIVACY)
    assert (standing.published, standing.text, standing.is_confirmed) == (version, WORDS, True)
    assert standing.published.review_on == date(2027, 3, 4)
    line = Event.objects.get(kind=StatementEvent.PUBLISHED)
    text = digest_of(WORDS, "")
    assert line.facts == {"page": "privacy", "text": text, "review_on": "2027-03-04"}


def test_the_licence_that_is_approved_is_the_one_in_force(publisher):
    assert licence_in_force() == Licence.OGL_3
    version = submitted(publisher, StandingPage.LICENCE, licence=Licence.CC_BY_4)
    assert licence_in_force() == Licence.OGL_3

    approve_statement(version, by=official(Role.PUBLISHER), at=NOON)

    assert licence_in_force() == Licence.CC_BY_4
    line = Event.objects.get(kind=StatementEvent.LICENCE_CHOSEN)
    assert line.facts["licence"] == "cc-by-4"


def test_nobody_approves_what_they_wrote(publisher):
    with pytest.raises(PermissionDenied):
        approve_statement(submitted(publisher), by=publisher, at=NOON)


def test_return_statement_says_what_to_change_and_frees_the_page(publisher):
    version, approver = submitted(publisher), official(Role.APPROVER)

    return_statement(version, remark="Say how long", by=approver, at=NOON)

    version.refresh_from_db()
    assert (version.state, version.remark) == (VersionState.RETURNED, "Say how long")
    assert not standing_of(StandingPage.PRIVACY).is_confirmed
    assert submitted(publisher).state == VersionState.SUBMITTED


def test_withdraw_statement_keeps_its_text(publisher):
    version = submitted(publisher)

    withdraw_statement(version, by=official(Role.PUBLISHER), at=NOON)

    version.refresh_from_db()
    assert (version.state, version.text) == (VersionState.WITHDRAWN, WORDS)
    with pytest.raises(IllegalTransition):
        approve_statement(version, by=official(Role.APPROVER), at=NOON)


@pytest.mark.parametrize(
    "change", [{"text": "Other"}, {"page": "data"}, {"state": "draft"}, {"reference": "STA-X"}]
)
def test_the_database_refuses_to_change_what_was_submitted(publisher, change):
    version = submitted(publisher)

    with arranging(), pytest.raises(DatabaseError), transaction.atomic():
        StatementVersion.objects.filter(pk=version.pk).update(**change)


def test_the_database_refuses_to_lose_a_version():
    draft = DraftStatementFactory()

    with arranging(), pytest.raises(DatabaseError), transaction.atomic():
        StatementVersion.objects.filter(pk=draft.pk).delete()


def test_a_year_after_the_29th_of_february_is_the_28th():
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)
    assert a_year_after(date(2026, 3, 4)) == date(2026, 3, 4) + timedelta(days=365)
