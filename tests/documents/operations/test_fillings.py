"""Documents: begun, written by several, finished, frozen, reopened."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from almoner.accounts.roles import Role
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.core.references import name_of
from almoner.documents.events import FillingEvent
from almoner.documents.models import Filling, SectionText
from almoner.documents.operations import (
    begin_filling,
    drop_filling,
    finish_filling,
    move_filling_to_template,
    reopen_filling,
    save_section,
)
from almoner.documents.operations.fillings import Overtaken
from almoner.documents.queries import fillings_of, latest_texts, left_over, written_of
from almoner.documents.queries.conformity import (
    documents_on_a_former_template,
    documents_with_changed_clauses,
    finished_for,
    finished_on_current_template_for,
    standard_terms,
)
from almoner.documents.states import FillingState, TemplateState
from almoner.documents.written import digest_of
from tests.documents.factories import (
    SHORT,
    FillingFactory,
    SectionTextFactory,
    TemplateVersionFactory,
)
from tests.factories import DAY, NOON, VersionFactory, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
CLAUSE = "We pay {{ recipient }} in advance."


@pytest.fixture
def writer():
    return official(Role.AGREEMENT_MANAGER)


def wrote(filling, section, text, **said):
    return save_section(filling, section=section, text=text, **{"based_on": 0, **said})


def test_begin_filling_records_what_came_and_begins_on_it(writer):
    about = name_of(VersionFactory().agreement)

    first = begin_filling("business-case", about=about, title="A  shelter", by=writer, at=NOON)
    second = begin_filling("business-case", about=about, title="Another", by=writer, at=NOON)

    assert (first.title, first.number, first.state) == ("A shelter", 1, FillingState.OPEN)
    assert first.template == second.template
    assert (first.template.state, first.template.number) == (TemplateState.SHIPPED, 1)
    line = Event.objects.filter(kind=FillingEvent.BEGUN).first()
    assert line.facts == {"template": str(first.template), "form": first.template.digest}


@pytest.mark.parametrize(
    ("code", "title", "said"),
    [("business-case", " ", "Give the document a title"), ("no-such", "A", "no such template")],
)
def test_begin_filling_wants_a_title_and_a_template(writer, code, title, said):
    about = name_of(VersionFactory().agreement)

    with pytest.raises(ValidationError, match=said):
        begin_filling(code, about=about, title=title, by=writer, at=NOON)


def test_only_for_a_case_and_only_by_its_team(writer):
    about = name_of(VersionFactory().agreement)

    with pytest.raises(PermissionDenied, match="Only for a case"):
        begin_filling("variation", about="core.thing:X-1", title="A", by=writer, at=NOON)
    with pytest.raises(PermissionDenied, match="no such agreement"):
        begin_filling(
            "variation", about="agreements.agreement:AGR-2", title="A", by=writer, at=NOON
        )
    with pytest.raises(PermissionDenied, match="publisher keeps documents"):
        begin_filling("variation", about=about, title="A", by=official(Role.AUDITOR), at=NOON)


def test_the_list_of_ones_own_is_of_what_one_may_still_read(writer):
    filling = FillingFactory(begun_by=writer)
    wrote(FillingFactory(template=filling.template), "summary", "A", by=writer, at=NOON)
    FillingFactory(template=filling.template)
    FillingFactory(template=filling.template, begun_by=writer, about="core.thing:X-1")
    stranger = official()
    FillingFactory(template=filling.template, begun_by=stranger)

    assert fillings_of(writer, on=DAY).count() == 2
    assert not fillings_of(stranger, on=DAY).exists()


def test_each_saving_is_a_version_and_nothing_new_is_none(writer):
    filling = FillingFactory()

    first = wrote(filling, "summary", " It opens.\r\n", by=writer, at=NOON)
    again = wrote(filling, "summary", "It opens.", based_on=1, by=writer, at=LATER)
    second = wrote(filling, "summary", "It opens in May.", based_on=1, by=writer, at=LATER)

    assert again == first
    assert [(one.number, one.text) for one in (first, second)] == [
        (1, "It opens."),
        (2, "It opens in May."),
    ]
    assert latest_texts(filling).get() == second
    line = Event.objects.filter(kind=FillingEvent.SAVED).last()
    assert line.facts == {"version": "2", "text": digest_of("It opens in May.")}


def test_who_wrote_on_an_older_text_is_told_and_loses_nothing(writer):
    theirs = SectionTextFactory(text="Theirs.")

    with pytest.raises(Overtaken) as told:
        wrote(theirs.filling, "summary", "Mine.", by=writer, at=LATER)

    assert told.value.latest == theirs
    assert wrote(theirs.filling, "summary", "Both.", based_on=1, by=writer, at=LATER).number == 2


@pytest.mark.parametrize(
    ("section", "text", "said"),
    [
        ("summary", "{{ price }}", "no field called price"),
        ("summary", "x" * 60_001, "longer than 60000"),
        ("way", "Loan", "Choose one of: Grant; Contract"),
        ("gone", "A", "no such section"),
        ("risks", json.dumps([["a", "b"]] * 201), "at most 200 rows"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_what_to_do(writer, section, text, said):
    with pytest.raises(ValidationError, match=said):
        wrote(FillingFactory(), section, text, by=writer, at=NOON)


def test_finish_filling_names_what_is_missing(writer):
    filling = FillingFactory()
    wrote(filling, "terms", CLAUSE, by=writer, at=NOON)

    with pytest.raises(ValidationError) as refused:
        finish_filling(filling, by=writer, at=LATER)

    assert refused.value.messages == [
        "“Summary” is not filled yet.",
        "“Terms” departs from the standard words. Say why.",
    ]


def test_finish_filling_freezes_the_text_with_what_its_case_said(writer, settings):
    version = VersionFactory(amount=Decimal(5000), said={"title": "A shelter"})
    filling = FillingFactory(about=name_of(version.agreement))
    wrote(filling, "summary", "{{ value }} of {{ body }}.", by=writer, at=NOON)
    wrote(filling, "terms", CLAUSE, reason="They cannot begin without.", by=writer, at=NOON)

    finished = finish_filling(filling, by=writer, at=LATER)

    frozen = json.loads(finished.frozen)
    assert frozen["values"]["value"] == "£5,000"
    assert frozen["sections"]["terms"]["reason"] == "They cannot begin without."
    assert finished.digest == digest_of(finished.frozen)
    assert (finished.clause_count, finished.changed_count) == (1, 1)
    assert finished.is_on_current_template
    said, settings.BODY_NAME = settings.BODY_NAME, "Another body"
    written, _values = written_of(finished, on=DAY)
    assert written.parts[0].blocks[0].runs[0].text == f"£5,000 of {said}."
    assert not written.is_draft
    with pytest.raises(IllegalTransition):
        wrote(finished, "summary", "More", based_on=1, by=writer, at=LATER)


@pytest.mark.parametrize("column", ["frozen", "title", "digest", "changed_count", "state"])
def test_the_database_keeps_what_is_finished_as_it_is(writer, column):
    filling = SectionTextFactory().filling
    finish_filling(filling, by=writer, at=NOON)
    value = {"changed_count": 9, "state": "open"}.get(column, "else")

    with pytest.raises(DatabaseError), transaction.atomic(), arranging():
        Filling.objects.filter(pk=filling.pk).update(**{column: value})


def test_the_database_keeps_every_text_of_a_section():
    row = SectionTextFactory()

    with pytest.raises(DatabaseError), transaction.atomic(), arranging():
        SectionText.objects.filter(pk=row.pk).update(text="else")
    with pytest.raises(DatabaseError), transaction.atomic(), arranging():
        connection.cursor().execute("DELETE FROM documents_sectiontext")


def test_reopened_it_is_the_next_version_and_the_former_stands_until_it_is_finished(writer):
    former = SectionTextFactory(text="As it was.").filling
    finish_filling(former, by=writer, at=NOON)

    following = reopen_filling(former, by=writer, at=LATER)

    former.refresh_from_db()
    assert (following.number, following.follows, former.state) == (2, former, "finished")
    assert latest_texts(following).get().text == "As it was."
    with pytest.raises(IllegalTransition, match="is being written"):
        reopen_filling(former, by=writer, at=LATER)
    finish_filling(following, by=writer, at=LATER)
    former.refresh_from_db()
    assert former.state == FillingState.SUPERSEDED
    with pytest.raises(IllegalTransition, match="only what is finished"):
        reopen_filling(former, by=writer, at=LATER)


def test_a_next_version_that_was_dropped_may_be_begun_again(writer):
    former = SectionTextFactory().filling
    finish_filling(former, by=writer, at=NOON)

    dropped = drop_filling(reopen_filling(former, by=writer, at=LATER), by=writer, at=LATER)

    assert dropped.state == FillingState.DROPPED
    assert reopen_filling(former, by=writer, at=LATER).number == 2


def test_moved_to_the_template_that_stands_it_keeps_what_has_no_place_any_more(writer):
    filling = SectionTextFactory().filling
    with arranging():
        filling.template.state = TemplateState.SUPERSEDED
        filling.template.save()
    newer = TemplateVersionFactory(text=SHORT.replace('"summary"', '"abstract"'))
    assert list(documents_on_a_former_template()) == [filling]

    moved = move_filling_to_template(filling, by=writer, at=LATER)

    assert moved.template == newer
    assert [one.section for one in left_over(moved)] == ["summary"]
    with pytest.raises(IllegalTransition, match="version that stands"):
        move_filling_to_template(filling, by=writer, at=LATER)


def test_the_share_on_standard_terms_counts_what_stands_finished(writer):
    assert standard_terms().percent is None
    as_it_is, changed = (FillingFactory(template=t) for t in [TemplateVersionFactory()] * 2)
    wrote(changed, "terms", CLAUSE, reason="Need was shown.", by=writer, at=NOON)
    for filling in (as_it_is, changed):
        wrote(filling, "summary", "Said.", by=writer, at=NOON)
        finish_filling(filling, by=writer, at=NOON)
    unfinished = FillingFactory(template=as_it_is.template)

    abouts = [one.about for one in (as_it_is, changed, unfinished)]

    assert standard_terms(first=DAY, last=DAY).percent == 50
    assert list(documents_with_changed_clauses()) == [changed]
    assert finished_for(abouts, code="note") == set(abouts[:2])
    assert finished_on_current_template_for(abouts, code="note") == set(abouts[:2])
