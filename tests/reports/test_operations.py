from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from almoner.accounts.roles import Role
from almoner.core.due import Sitting, due_to_board
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.core.references import name_of
from almoner.documents.operations import finish_filling, reopen_filling, save_section
from almoner.documents.queries import latest_texts, written_of
from almoner.reports.assembled import assembled
from almoner.reports.models import Report
from almoner.reports.operations import (
    Asked,
    begin_report,
    drop_report,
    hindrances_to_issue,
    issue_report,
    look_at_figures,
)
from almoner.reports.queries import awaiting_issue, document_of, figures_of
from tests.factories import NOON, official
from tests.guard import arranging
from tests.reports.factories import AS_AT, report, spend, writer

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
LAST = "spend.2024-25"
DAYS = (AS_AT - timedelta(days=1), AS_AT)  # on which a board met last


def by_key(found, key=LAST):
    return next(one for one in figures_of(found, on=AS_AT) if one.key == key)


def fill(found, by):
    """Say something in each section that begins with nothing."""
    filling = document_of(found)
    written, _values = written_of(filling, on=AS_AT)
    numbers = {one.section: one.number for one in latest_texts(filling)}
    for part in written.parts:
        if part.is_wanting:
            code, based_on = part.section.code, numbers.get(part.section.code, 0)
            save_section(filling, section=code, text="As said.", based_on=based_on, by=by, at=NOON)
    return filling


def finished(*, by):
    found = report(by=by)
    finish_filling(fill(found, by), by=by, at=LATER)
    return found


def test_a_report_begins_with_figures_in_its_words_and_who_began_it_has_looked():
    spend("2024-25", "62600000")
    found = report()

    texts = {one.section: one.text for one in latest_texts(document_of(found))}
    assert "{{ spend.2024-25 }} in 2024-25." in texts["financial"]
    assert "2023-24" not in texts["financial"]  # of which nothing is recorded
    bound = by_key(found)
    assert (bound.value, bound.needs_a_look) == ("£62.6m", False)
    assert bound.sentences[0] == "Spend on commissioned services was £62.6m in 2024-25."
    assert found.reference == "RPT-2026-001"


def test_a_figure_that_changes_is_marked_and_the_words_are_not_finished_until_somebody_looks():
    spend("2024-25", "62600000")
    found = report(by=(me := writer()))
    filling = fill(found, me)
    spend("2024-25", "1000000")

    assert (by_key(found).has_changed, by_key(found).value) == (True, "£63.6m")
    with pytest.raises(ValidationError, match="“Spend in 2024-25” has changed"):
        finish_filling(filling, by=me, at=LATER)

    look_at_figures(found, {LAST: "£63.6m", "table.spend-by-year": table(found)}, by=me, at=LATER)
    finish_filling(filling, by=me, at=LATER)
    assert not by_key(found).needs_a_look


def table(found):
    return by_key(found, "table.spend-by-year").value


def test_a_figure_that_changes_again_while_somebody_looks_is_not_looked_at():
    spend("2024-25", "62600000")
    found = report()
    spend("2024-25", "1000000")

    with pytest.raises(ValidationError, match="has changed again"):
        look_at_figures(found, {LAST: "£62.6m"}, by=writer(), at=LATER)
    assert by_key(found).has_changed


def test_a_figure_written_in_later_wants_a_look():
    found = report(by=(me := writer()))
    filling = document_of(found)
    said = "The registers come out every {{ registers.rhythm }}. Spend: {{ spend.this-year }}."
    save_section(filling, section="equality", text=said, based_on=1, by=me, at=LATER)

    assert by_key(found, "spend.2025-26").look is None
    with pytest.raises(ValidationError, match="nobody has looked"):
        finish_filling(fill(found, me), by=me, at=LATER)


def test_somebody_else_issues_what_is_finished_and_it_is_frozen():
    spend("2024-25", "62600000")
    found = finished(by=(me := writer()))
    approver = official(Role.APPROVER)
    assert list(awaiting_issue()) == [found]

    issued = issue_report(found, by=approver, at=LATER)
    spend("2024-25", "1000000")  # known on the day, and recorded after it was issued

    whole = assembled(issued, on=AS_AT)
    assert whole.figures[LAST]["value"] == 62600000
    assert "£62.6m" in str(whole.said["sections"])
    assert (issued.issued_by, len(issued.digest)) == (approver, 64)
    assert Event.objects.order_by("number").last().kind == "report.issued"
    assert not awaiting_issue()
    told = [due_to_board(Sitting("panel", frozenset({"reports"}), day), on=AS_AT) for day in DAYS]
    assert [[one.about for one in due] for due in told] == [[name_of(issued)], []]
    with pytest.raises(PermissionDenied, match="stays as it is"):
        look_at_figures(issued, {LAST: "£63.6m"}, by=me, at=LATER)


def test_nobody_issues_what_they_wrote():
    both = official(Role.APPROVER, Role.BOARD_SECRETARY)
    found = finished(by=both)

    with pytest.raises(PermissionDenied, match="wrote in it"):
        issue_report(found, by=both, at=LATER)
    with pytest.raises(PermissionDenied, match="Only an approver"):
        issue_report(found, by=writer(), at=LATER)


def test_a_figure_that_changes_after_the_words_were_finished_stops_the_issue():
    spend("2024-25", "62600000")
    found = finished(by=(me := writer()))
    spend("2024-25", "1000000")
    approver = official(Role.APPROVER)

    with pytest.raises(ValidationError, match="changed since the words were finished"):
        issue_report(found, by=approver, at=LATER)

    reopen_filling(document_of(found), by=me, at=LATER)
    look_at_figures(found, {LAST: "£63.6m", "table.spend-by-year": table(found)}, by=me, at=LATER)
    finish_filling(document_of(found), by=me, at=LATER)
    assert issue_report(found, by=approver, at=LATER).state == "issued"


def test_what_is_not_finished_or_not_yet_due_is_not_issued():
    found = report()

    assert "not finished" in hindrances_to_issue(found, document_of(found), on=AS_AT)[0]
    yesterday = AS_AT - timedelta(days=1)
    assert "to come" in hindrances_to_issue(found, document_of(found), on=yesterday)[0]


def test_a_report_and_its_kind_must_be_named():
    asked = {"kind": "audit-panel", "title": "T", "panel": "P", "as_at": AS_AT}
    me = writer()

    for wrong in ({"kind": "poem"}, {"title": " "}, {"panel": "x" * 201}, {"kind": "note"}):
        with pytest.raises(ValidationError):
            begin_report(Asked(**{**asked, **wrong}), by=me, at=NOON)
    with pytest.raises(PermissionDenied):
        begin_report(Asked(**asked), by=official(Role.AUDITOR), at=NOON)
    assert not Report.objects.exists()


def test_a_report_that_is_dropped_is_not_written_any_more():
    found = report(by=(me := writer()))
    drop_report(found, by=me, at=LATER)

    with pytest.raises(PermissionDenied):
        drop_report(found, by=me, at=LATER)
    assert document_of(found) is None


def test_what_is_issued_stays_whoever_writes_to_the_table():
    found = finished(by=writer())
    issue_report(found, by=official(Role.APPROVER), at=LATER)

    for change in ({"title": "Other"}, {"figures": "{}"}, {"state": "draft"}, {"digest": "0" * 64}):
        with arranging(), pytest.raises(DatabaseError), transaction.atomic():
            Report.objects.filter(pk=found.pk).update(**change)


def test_a_finished_report_cannot_be_issued_twice():
    found = finished(by=writer())
    first, second = official(Role.APPROVER), official(Role.APPROVER)
    issue_report(found, by=first, at=LATER)

    with pytest.raises((PermissionDenied, IllegalTransition)):
        issue_report(found, by=second, at=LATER)
