"""Versions of templates: proposed by one, decided by another; and what was said on documents."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from almoner.accounts.due import people_of
from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.core.due import due_to
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.core.references import name_of
from almoner.documents.audiences import Audience
from almoner.documents.events import TemplateEvent
from almoner.documents.models import TemplateVersion
from almoner.documents.operations import (
    approve_template,
    begin_filling,
    comment_on_filling,
    drop_filling,
    propose_template,
    refuse_template,
    resolve_comment,
)
from almoner.documents.operations.templates import months_after
from almoner.documents.queries import comments_on, template_standing
from tests.documents.factories import (
    SHORT,
    CommentFactory,
    FillingFactory,
    ShippedFactory,
    TemplateVersionFactory,
)
from tests.factories import DAY, NOON, VersionFactory, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return official(Role.COMMISSIONING_OFFICER)


@pytest.fixture
def approver():
    return official(Role.APPROVER)


def test_a_proposed_version_stands_once_a_second_person_approved_it(officer, approver):
    former = ShippedFactory(code="note", text=SHORT, title="Note to the file")

    version = propose_template(SHORT, remark=" As it is. ", by=officer, at=NOON)

    assert (version.number, version.remark, version.state) == (
        former.number + 1,
        "As it is.",
        "proposed",
    )
    with pytest.raises(IllegalTransition, match="awaits a second person"):
        propose_template(SHORT, by=officer, at=NOON)
    approve_template(version, by=approver, at=NOON)
    former.refresh_from_db()
    standing = template_standing("note")
    assert (former.state, standing.version, standing.is_confirmed) == ("superseded", version, True)
    assert standing.version.review_on == date(2027, 3, 4)
    line = Event.objects.filter(kind=TemplateEvent.APPROVED).get()
    assert line.facts == {
        "number": str(version.number),
        "text": version.digest,
        "review_on": "2027-03-04",
    }


def test_a_text_that_does_not_read_is_not_proposed(officer):
    with pytest.raises(ValidationError, match="the text, line 1"):
        propose_template(SHORT.replace('title = "Note to the file"', ""), by=officer, at=NOON)


def test_a_version_is_refused_with_a_reason_and_stays_on_record(approver):
    version = TemplateVersionFactory(state="proposed")

    with pytest.raises(ValidationError, match="Say what"):
        refuse_template(version, remark=" ", by=approver, at=NOON)
    refused = refuse_template(version, remark="Too long", by=approver, at=NOON)

    assert (refused.state, refused.is_confirmed) == ("refused", False)
    assert template_standing("note") is None
    with pytest.raises(IllegalTransition):
        approve_template(version, by=approver, at=NOON)


def test_a_text_that_a_newer_almoner_brought_is_another_version(officer):
    about = name_of(VersionFactory().agreement)
    older = ShippedFactory(text=SHORT, digest="0" * 64)

    filling = begin_filling(
        "business-case", about=about, title="A", by=official(Role.PUBLISHER), at=NOON
    )

    older.refresh_from_db()
    assert (filling.template.number, older.state) == (older.number + 1, "superseded")


@pytest.mark.parametrize("column", ["text", "code", "number", "owner"])
def test_the_database_keeps_a_version_as_it_was_written(column):
    version = TemplateVersionFactory()

    value = 99 if column == "number" else "else"

    with pytest.raises(DatabaseError), transaction.atomic(), arranging():
        TemplateVersion.objects.filter(pk=version.pk).update(**{column: value})


def test_reviews_and_decisions_are_due_to_whom_they_concern(officer, approver):
    TemplateVersionFactory(review_on=DAY + timedelta(days=20))
    waiting = TemplateVersionFactory(
        code="other", text=SHORT.replace('"note"', '"other"'), state="proposed", written_by=officer
    )

    def due(person):
        return [(one.what, one.due_on) for one in due_to(worker_of(person, on=DAY), on=DAY)]

    assert due(officer) == [("Review a template: Note to the file", DAY + timedelta(days=20))]
    assert due(approver) == [("Decide on a template: Note to the file", None)]
    assert people_of(worker_of(officer, on=DAY)) == {officer.reference}
    assert waiting.written_by == officer


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_after(day, months, then):
    assert months_after(day, months) == then


def said(filling, by, audience=Audience.READERS, section="summary", text="Which May?"):
    return comment_on_filling(
        filling, section=section, text=text, audience=audience, by=by, at=NOON
    )


def test_a_comment_is_read_by_its_audience():
    filling = FillingFactory()
    team, auditor = official(Role.PUBLISHER), official(Role.AUDITOR)

    ours, theirs = said(filling, team, Audience.TEAM), said(filling, auditor)

    assert list(comments_on(filling, is_of_team=True)) == [ours, theirs]
    assert list(comments_on(filling, is_of_team=False)) == [theirs]
    with pytest.raises(PermissionDenied, match="keeps documents"):
        said(filling, auditor, Audience.TEAM)
    with pytest.raises(PermissionDenied):
        said(filling, official(Role.ADMINISTRATOR))


def test_a_comment_says_something_about_a_section_of_what_is_written():
    filling, person = FillingFactory(), official(Role.PUBLISHER)

    for wrong in ({"text": " "}, {"text": "x" * 4_001}, {"section": "gone"}):
        with pytest.raises(ValidationError):
            said(filling, person, **wrong)
    drop_filling(filling, by=person, at=NOON)
    with pytest.raises(IllegalTransition):
        said(filling, person)


def test_who_made_a_comment_or_the_team_settles_it_once():
    auditor = official(Role.AUDITOR)
    own = CommentFactory(made_by=auditor, audience=Audience.READERS)
    other = CommentFactory(audience=Audience.READERS, filling=own.filling)

    settled = resolve_comment(own, by=auditor, at=NOON)

    assert settled.resolved_by == auditor
    with pytest.raises(PermissionDenied, match="Only who made"):
        resolve_comment(other, by=auditor, at=NOON)
    with pytest.raises(IllegalTransition):
        resolve_comment(own, by=auditor, at=NOON)
