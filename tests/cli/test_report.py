import json
from datetime import date
from zipfile import ZipFile

import pytest

from almoner.cli.program import answer
from tests.reports.factories import spend

pytestmark = pytest.mark.django_db
WORDS = "audit-panel", "--as-at", "2021-10-04", "--out"


@pytest.fixture(autouse=True)
def _two_years():
    spend("2019-20", "53600000")
    spend("2020-21", "62600000")


def test_a_report_that_nobody_began_says_what_the_records_say(tmp_path, capsys):
    assert answer(["report", *WORDS, str(tmp_path / "panel.json")]) == 0

    said = json.loads((tmp_path / "panel.json").read_bytes())
    assert "Nobody has begun this report" in capsys.readouterr().out
    assert (said["title"], said["as_at"]) == ("Report to the audit panel", "2021-10-04")
    figure = said["figures"]["spend.2019-20"]
    assert (figure["value"], figure["unit"]) == (53600000.0, "GBP")
    assert (figure["label"], figure["as_at"]) == ("Spend in 2019-20", "2021-10-04")
    assert figure["query"] == "almoner.payments.figures.spend_in"
    financial = next(one for one in said["sections"] if one["number"] == "3")
    assert financial["heading"] == "Financial implications"
    assert financial["paragraphs"][0] == {
        "text": "Spend on commissioned services was £53.6m in 2019-20.",
        "figures": ["spend.2019-20"],
    }
    assert financial["paragraphs"][2]["figures"] == ["table.spend-by-year"]


def test_what_became_known_later_was_not_so_then(tmp_path):
    spend("2020-21", "1000000", known_from=date(2021, 10, 5))
    answer(["report", *WORDS, str(tmp_path / "panel.json")])

    said = json.loads((tmp_path / "panel.json").read_bytes())
    assert said["figures"]["spend.2020-21"]["value"] == 62600000


def test_the_word_file_counts_its_paragraphs(tmp_path):
    assert answer(["report", *WORDS, str(tmp_path / "panel.docx")]) == 0

    with ZipFile(tmp_path / "panel.docx") as archive:
        words = archive.read("word/document.xml").decode()
    assert "£62.6m" in words
    assert "3.2" in words
    assert "Report to the audit panel" in words


def test_a_report_is_to_the_panel_of_its_kind_or_to_whom_one_says(tmp_path):
    told = {}
    for kind, more in {
        "board-exceptions": [],
        "annual-commissioning": [],
        "audit-panel": ["--to", "Police and crime panel"],
    }.items():
        out = tmp_path / f"{kind}.json"
        assert answer(["report", kind, "--as-at", "2021-10-04", *more, "--out", str(out)]) == 0
        told[kind] = json.loads(out.read_bytes())

    assert [one["to"] for one in told.values()] == ["Board", "", "Police and crime panel"]
    spent = told["annual-commissioning"]["figures"]["table.spend-by-year"]["value"]
    assert [row[0] for row in spent] == ["2019-20", "2020-21"]


def test_a_year_that_is_not_over_says_so(tmp_path):
    spend("2021-22", "5000", known_from=date(2021, 7, 1))
    answer(["report", *WORDS, str(tmp_path / "panel.html")])

    assert "2021-22 so far" in (tmp_path / "panel.html").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["poem", "--out", "x.pdf"], "No report is called poem. There are: "),
        (["audit-panel", "--out", "x.odt"], "Give a file that ends in one of: .docx, .pdf"),
        (["audit-panel", "--as-at", "2999-01-01", "--out", "x.pdf"], "That day is to come."),
        (["audit-panel", "--out", "/nowhere/x.json"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said(words, said, capsys):
    assert answer(["report", *words]) != 0
    assert said in capsys.readouterr().err
