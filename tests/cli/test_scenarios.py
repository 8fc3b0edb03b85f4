import json
from datetime import date

import pytest

from almoner.accounts.teams import teams_in_order, with_people
from almoner.boards.models import Meeting
from almoner.cli.program import answer
from almoner.cli.scenarios import SHIPPED
from almoner.cli.scenarios.reading import UnreadableScenario, read_scenario
from almoner.cli.scenarios.telling import tell_scenario
from almoner.core.figures import read_figure
from almoner.core.ledger import verify
from almoner.reports.models import Report

DAY, BEFORE = date(2021, 10, 4), date(2021, 3, 1)
PANEL = SHIPPED["panel-2021"]
KEYS = {
    "spend.2019-20": 53600000,
    "spend.2020-21": 62600000,
    "recommendations.open": 1,
    "recommendations.implemented": 3,
    "registers.last_published": "2020-11-27",
    "academy.first_workshop": "2021-04-15",
    "academy.last_workshop": "2021-09-23",
    "registers.next_due": "2021-10-31",
}
SMALL = """
title = "A smaller body"
told-until = 2021-10-04

[[team]]
name = "Grants"
purpose = "Looks after grants."
set-up-on = 2021-04-06
lead = "cerys.vane"
people = ["owen.brack"]

[[spend]]
year = "2020-21"
pounds = 1_000_000
payments = 12
known-on = 2021-04-20

[[payment]]
paid-on = 2020-06-04
supplier = "Larkspur Trust"
pounds = PAID

[[review]]
title = "Grants"
kind = "assurance"
scope = "How grants are awarded."
carried-out-by = "Internal audit"
sponsor = "nadia.okell"
starts-on = 2021-05-04
reported-on = 2021-06-18
rating = "limited"

[[review.finding]]
title = "Training"
text = "There was none."

[[review.finding.recommendation]]
number = "1"
text = "Train those who award."
priority = "high"
agreed = "Workshops are held."
owner = "cerys.vane"
due-on = 2021-09-01
implemented-on = 2021-08-20

[[review.finding.recommendation.evidence]]
title = "Attendance"
dated-on = 2021-08-20
text = "Who came."

[review.finding.recommendation.verdict]
found = "FOUND"
on = 2021-09-10
reasons = "The lists were looked at."
"""


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.HOME, settings.FILES = tmp_path, tmp_path / "files"


def described(tmp_path, text):
    path = tmp_path / "world.toml"
    path.write_text(text, encoding="utf-8")
    return path


def panel_report(tmp_path, day):
    out = tmp_path / f"panel-{day}.json"
    assert answer(["report", "audit-panel", "--as-at", str(day), "--out", str(out)]) == 0
    return json.loads(out.read_bytes())


def values_in(said):
    return {key: one["value"] for key, one in said["figures"].items()}


@pytest.mark.django_db
def test_the_report_of_the_panels_world_says_what_was_recorded_on_its_days(tmp_path):
    tell_scenario(read_scenario(PANEL), tell=str)

    said = panel_report(tmp_path, DAY)
    assert {key: values_in(said)[key] for key in KEYS} == KEYS
    late = values_in(said)["registers.missing"]
    assert read_figure("editions.late", on=DAY).value == late > 0
    words = " ".join(p["text"] for one in said["sections"] for p in one["paragraphs"])
    assert "£53.6m in 2019-20" in words
    assert "£62.6m in 2020-21" in words
    assert Report.objects.get().state == "issued"
    assert [one.state for one in Meeting.objects.order_by("starts_at")] == ["held", "called"]
    asked = Meeting.objects.earliest("starts_at").items.get()
    assert "an update on each remaining recommendation" in asked.minute.words
    went_out = Meeting.objects.latest("starts_at").items.get()
    assert "£62.6m" in went_out.paper.text
    verify()

    earlier = panel_report(tmp_path, BEFORE)
    assert values_in(earlier)["recommendations.open"] is None
    assert values_in(earlier)["academy.first_workshop"] is None
    assert values_in(earlier)["spend.2019-20"] == 53600000
    assert "follow-up" not in str(earlier["sections"]).lower()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("paid", "found", "spent", "implemented"),
    [("250.50", "fully-implemented", 1000250.5, 1), ("99000", "partially-implemented", 1099000, 0)],
)
def test_another_payment_or_verdict_and_the_report_follows(
    tmp_path, paid, found, spent, implemented
):
    world = SMALL.replace("PAID", paid).replace("FOUND", found)
    tell_scenario(read_scenario(described(tmp_path, world)), tell=str)

    (team,) = with_people(teams_in_order(), on=DAY)
    assert (team.name, team.size, team.leads) == ("Grants", 2, ["Cerys Vane"])
    values = values_in(panel_report(tmp_path, DAY))
    assert values["spend.2020-21"] == spent
    assert values["recommendations.implemented"] == implemented
    assert values["recommendations.open"] == 1 - implemented


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('kind = "assurance"', 'kind = "poem"', "review[0].kind: Invalid enum value"),
        ('year = "2020-21"', 'year = "2020-22"', "spend 1, year: '2020-22-Y' is not a period"),
        ("payments = 12", "payments = 3", "spend 1, payments: give at least 12"),
        ('scope = "How', 'colour = "red"\nscope = "How', "unknown field `colour`"),
        ("starts-on = 2021-05-04", "starts-on = 2022-05-04", "2022-05-04 is after told-until"),
        (
            'rating = "limited"',
            'rating = "limited"\nfollows = "Nothing"',
            "no review called Nothing",
        ),
        ("told-until = 2021-10-04", "told-until = ", "this is not TOML"),
        (
            'owner = "cerys.vane"',
            'owner = "nobody"',
            "recommendation 1, owner: nobody here",
        ),
        ('"owen.brack"', '"nobody"', "team 1, people: nobody here is called nobody"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path, before, after, said):
    assert before in SMALL
    world = SMALL.replace("PAID", "1").replace("FOUND", "fully-implemented")
    with pytest.raises(UnreadableScenario) as refused:
        read_scenario(described(tmp_path, world.replace(before, after)))
    assert said in str(refused.value)


@pytest.mark.django_db
def test_a_scenario_that_is_not_there_changes_nothing(capsys):
    assert answer(["demo", "--scenario", "nowhere.toml"]) == 2
    assert "There is no scenario nowhere.toml. Give a file, or one of: panel-2021" in (
        capsys.readouterr().err
    )
