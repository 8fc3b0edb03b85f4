"""Templates: what came with the house, and what the reader says of a mistake."""

import pytest

from almoner.documents.library import known_templates, shipped_template, shipped_text
from almoner.documents.merge_fields import fields_in
from almoner.documents.shapes import SectionKind
from almoner.documents.template_reading import LARGEST, UnreadableTemplate, read_template
from tests.documents.factories import SHORT

ASKED_FOR = {
    "award-report",
    "business-case",
    "closure-report",
    "contract-summary",
    "data-protection-screening",
    "decision-form",
    "direct-award-justification",
    "equality-impact-assessment",
    "grant-agreement",
    "grant-prospectus",
    "market-engagement",
    "needs-assessment",
    "options-appraisal",
    "procurement-strategy",
    "risk-register",
    "route-test",
    "scoring-guide",
    "service-specification",
    "variation",
}


def test_the_templates_that_frameworks_ask_for_are_there():
    assert known_templates() == ASKED_FOR


@pytest.mark.parametrize("code", sorted(ASKED_FOR))
def test_what_came_is_whole(code):
    template = shipped_template(code)

    assert template.code == code
    assert all(len(section.guidance.split()) >= 2 for section in template.section)
    assert "lorem" not in shipped_text(code).lower()


def test_the_equality_assessment_names_the_nine_characteristics():
    section = shipped_template("equality-impact-assessment").section_called("characteristics")

    assert len(section.rows) == 9


def test_the_grant_agreement_is_standard_clauses_about_its_case():
    template = shipped_template("grant-agreement")

    asked = {field for clause in template.clauses for field in fields_in(clause.text)}

    assert len(template.clauses) == 23
    assert asked == {
        "body",
        "recipient",
        "reference",
        "power",
        "starts",
        "ends",
        "value",
        "purpose",
    }


def test_a_template_is_read():
    template = read_template(SHORT, file="note.toml")

    assert [one.kind for one in template.section] == [
        SectionKind.PROSE,
        SectionKind.CLAUSE,
        SectionKind.TABLE,
        SectionKind.CHOICE,
    ]
    assert template.section_called("gone") is None


@pytest.mark.parametrize(
    ("was", "is_now", "said"),
    [
        ('title = "Note', "title = Note", "line 3: this is not TOML"),
        ('title = "Note to the file"', "", "line 1: `title` is missing. Write words"),
        ('what = "W', 'why = "W', "line 4: Nothing is called why here. Use: code, title, what"),
        ('owner = "commissioning-officer"', 'owner = "nobody"', "line 5: `owner` cannot be this."),
        ("review-months = 12", "review-months = 99", "line 6: Write a whole number of months"),
        ('code = "note"', 'code = "A note"', "line 2: A code is lower-case"),
        ('code = "summary"', 'code = "sum mary"', "line 9: A code is lower-case"),
        ('heading = "Summary"', 'heading = " "', "line 10: Give the section a heading"),
        ('code = "terms"', 'code = "summary"', "Two sections have the code summary"),
        ('heading = "Terms"', 'heading = "1. summary"', "the same heading"),
        ('columns = ["Risk", "Owner"]', "", "A table names its columns"),
        ('choices = ["Grant", "Contract"]', "", "A choice names what can be chosen"),
        ('text = "We pay {{ recipient }} in arrears."', "", "A clause says its standard words"),
        ("{{ recipient }}", "{{ payee }}", "line 18: there is no field called payee. Use one of"),
        ('["Risk", "Owner"]', '["Risk"]\nrows = [["a", "b"]]', "more cells than the table"),
        ("is-optional = true", 'is-optional = "yes"', "Write true or false"),
    ],
)
def test_a_mistake_is_said_with_its_line_and_its_remedy(was, is_now, said):
    text = SHORT.replace(was, is_now, 1)
    assert text != SHORT

    with pytest.raises(UnreadableTemplate) as refused:
        read_template(text, file="note.toml")

    assert said in str(refused.value)
    assert str(refused.value).startswith("note.toml, line ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("#" * (LARGEST + 1), "longer than"),
        (SHORT.partition("[[section]]")[0] + "section = []", "at least one section"),
        ("x = " + "[" * 5_000, "without end"),
    ],
)
def test_what_no_person_would_write_is_refused(text, said):
    with pytest.raises(UnreadableTemplate, match=said):
        read_template(text, file="note.toml")
