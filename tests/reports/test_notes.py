from datetime import date

from almoner.documents.blocks import plain
from almoner.reports.notes import notes_on


def figure(label, source, *, value=5, as_at="2021-10-04"):
    return {"label": label, "source": source, "value": value, "as_at": as_at}


def test_figures_are_told_by_what_is_counted_and_as_at_which_day():
    figures = {
        "spend.2020-21": figure("Spend in 2020-21", "Payments"),
        "risks.open": figure("Open risks", "Risks", value=None),
        "spend.2019-20": figure("Spend in 2019-20", "Payments", as_at=date(2021, 10, 4)),
        "table.risks": figure("Risks", "Risks", value=[]),
    }

    (annex,) = notes_on(figures)

    said, table = annex.blocks
    assert "what was so on 4 October 2021 by what was known" in plain(said.runs)
    assert table.rows == (
        ("Spend in 2020-21\nSpend in 2019-20", "Payments"),
        ("Open risks: nothing recorded\nRisks: nothing recorded", "Risks"),
    )


def test_a_report_without_figures_has_no_notes():
    assert notes_on({}) == ()
