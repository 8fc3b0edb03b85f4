import pytest

from almoner.documents.briefs import brief_about
from almoner.documents.outputs.briefs import as_brief_html
from almoner.reports.operations import drop_report
from tests.factories import NOON
from tests.reports.factories import AS_AT, report, spend

pytestmark = pytest.mark.django_db


def about(found):
    return brief_about(f"reports.report:{found}", on=AS_AT)


def test_a_report_is_told_in_its_own_words_with_its_figures_as_tables():
    spend("2024-25", "62600000")
    found = report()

    brief = about(found)
    html = as_brief_html(brief)

    assert brief.title == f"Commissioning ({found})"
    assert brief.asks == "Say what should change in the report before it is issued."
    assert dict(brief.facts)["To"] == "Joint audit panel"
    assert "£62.6m" in " ".join(one.text for one in brief.parts)
    assert any(one.rows for one in brief.parts)
    assert "{{" not in html
    assert '<h2 class="govuk-heading-m"></h2>' not in html


def test_one_that_was_dropped_says_so_and_an_unknown_one_tells_nothing():
    found = report()
    drop_report(found, by=found.reporter, at=NOON)

    assert about(found).asks == "Note that the report is no longer written."
    assert about("REP-1999-001") is None
