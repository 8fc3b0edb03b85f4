import pytest

from almoner.framework.differences import differences, differences_for_route
from almoner.framework.reading import framework_called
from tests.framework.frameworks import changed

STAGE = '[[route.stage]]\ncode = "check"\ntitle = "Check"\nnext = ["award"]\n\n'
OPEN = '[[route.stage]]\ncode = "open"'
AWARD = 'next = ["close"]\nmatter = "award"'
SAID = [
    (('title = "Wexmoor', 'title = "Exmoor'), "In general", "The framework: its title was"),
    (
        ('over_planning = "warns"', 'over_planning = "stops"'),
        "In general",
        "The rules: what over-planning does was “warns”, becomes “stops”.",
    ),
    (
        ("within = 20", "within = 15"),
        "Duties to publish",
        "“Grants made”: by when was “20 days, the body's own target”, becomes “15 days,",
    ),
    (
        ('code = "decisions"', 'code = "resolutions"'),
        "Duties to publish",
        "Taken out: “Decisions”.|Added: “Decisions”.",
    ),
    (
        ('title = "Director"\nrole = "approver"', 'title = "Director"\nrole = "finance"'),
        "Offices",
        "“Director”: its role was “Approver”, becomes “Finance officer”.",
    ),
    (
        ('title = "Awarding"', 'title = "Awarding"\nwith_vat = false'),
        "Matters",
        "“Awarding”: whether VAT counts was yes, becomes no.",
    ),
    (
        ("confirmed = true", "confirmed = false"),
        "Approval limits",
        "“Awarding”, below £10,000: the body has yet to confirm it.",
    ),
    (
        ('steps = ["head"]', 'steps = ["director"]'),
        "Approval limits",
        "“Awarding”, below £10,000: Director approve it; before, Head of service.",
    ),
    (
        ('steps = ["director"]\nwhen', 'steps = ["head"]\nat_least = 5\nwhen'),
        "Approval limits",
        (
            "“Awarding”: taken out: any value, when the case is novel,"
            " contentious or likely to set a precedent, by Director.|“Awarding”: added: £5 or more,"
        ),
    ),
    (
        ('title = "Grant"\ninstrument = "grant"', 'title = "Gift"\ninstrument = "grant"'),
        "Route: Gift",
        "It is called “Gift”; before, “Grant”.",
    ),
    (
        ("value = 50000", "value = 60000"),
        "Route: Grant",
        "It is open to: the value is less than £60,000; before, to: the value is less than",
    ),
    (
        ('next = ["open"]\ncontrols', 'next = ["open", "award"]\ncontrols'),
        "Route: Grant",
        "“Plan” leads to “Open”, “Award”; before, to “Open”.",
    ),
    (
        ('"need-recorded", "headroom-there"', '"headroom-there", "power-named"'),
        "Route: Grant",
        "The gate of “Plan” asks for more: power-named.|The gate of “Plan” no longer asks for:",
    ),
    (
        ('documents = ["business-case"]', 'documents = ["route-test"]'),
        "Route: Grant",
        "The gate of “Plan” wants more written: route-test.|The gate of “Plan” no longer wants:",
    ),
    (
        ('office = "head"', 'matter = "award"'),
        "Route: Grant",
        "The gate of “Plan” is opened by whoever approves “Awarding”; before, by Head of service.",
    ),
    (
        ('next = ["close"]\nmatter = "award"', 'next = ["close"]\nwhat = "Choose"'),
        "Route: Grant",
        (
            "What is done or becomes public at “Award” is said in other words."
            "|The gate of “Award” is opened by the lead; before, by whoever approves “Awarding”."
        ),
    ),
    (
        (AWARD, f'{AWARD}\ncontrols = ["decision-signed"]\ndecided_by = "decision"'),
        "Route: Grant",
        (
            "The gate of “Award” asks for more: decision-signed."
            "|The gate of “Award” is opened by a signed decision on “Awarding”; before, by whoever"
        ),
    ),
    (
        ('law = "An Act, s. 9"', 'law = "An Act, s. 10"'),
        "Legal powers",
        "“Grants”: its law was “An Act, s. 9”, becomes “An Act, s. 10”.",
    ),
    (
        ('code = "safety"', 'code = "calm"'),
        "Plan objectives",
        "Taken out: “Safety”.|Added: “Safety”.",
    ),
    (
        ("every_months = 12", "every_months = 6"),
        "Review calendars",
        "“Each grant yearly”: after how many months was 12, becomes 6.",
    ),
    (
        ("{ warn_at = 90 }", "{ warn_at = 80 }"),
        "Settings of controls",
        "“headroom-there”: its setting was “warn_at = 90”, becomes “warn_at = 80”.",
    ),
]


@pytest.mark.parametrize(("change", "area", "sentences"), SAID)
def test_each_change_is_a_sentence_in_its_own_part(change, area, sentences):
    (found,) = differences(changed(), changed(change))

    assert found.title == area
    expected = sentences.split("|")
    assert len(found.sentences) == len(expected)
    for sentence, begins in zip(found.sentences, expected, strict=True):
        assert sentence.startswith(begins)


def test_frameworks_that_say_the_same_do_not_differ():
    assert differences(changed(), changed()) == []


@pytest.mark.parametrize(("amount", "verb"), [(20_000, "raised"), (5_000, "lowered")])
def test_a_limit_that_moves_is_said_to_be_raised_or_lowered(amount, verb):
    after = changed(
        ("below = 10000", f"below = {amount}"), ("at_least = 10000", f"at_least = {amount}")
    )

    (area,) = differences(changed(), after)

    assert list(area.sentences) == [
        f"“Awarding”: the limit of Head of service is {verb} from £10,000 to £{amount:,}.",
        (
            f"“Awarding”: Head of service, then Director approve from £{amount:,};"
            " before, from £10,000."
        ),
    ]


def test_a_stage_that_comes_or_goes_is_said_with_where_and_who():
    with_check = changed(
        ('next = ["award", "plan"]\n\n', 'next = ["check", "plan"]\n\n' + STAGE),
    )

    added, removed = differences(changed(), with_check), differences(with_check, changed())

    assert "The stage “Check” is added after “Open”. Its gate is opened by the lead." in (
        added[0].sentences
    )
    assert "The stage “Check” is taken out." in removed[0].sentences


def test_a_case_is_told_what_changes_on_its_own_route():
    after = changed(
        ("below = 10000", "below = 20000"),
        ("at_least = 10000", "at_least = 20000"),
        ("within = 20", "within = 15"),
        ('office = "head"', 'office = "director"'),
    )

    told = differences_for_route(changed(), after, "grant")

    assert [one.partition(" is ")[0] for one in told] == [
        "The gate of “Plan”",
        "“Awarding”: the limit of Head of service",
        "“Awarding”: Head of service, then Director approve from £20,000; before, from £10,000.",
    ]


def test_a_case_is_told_when_its_route_is_gone():
    council = framework_called("council")

    assert differences_for_route(changed(), council, "grant") == [
        "There is no route called grant in it."
    ]
    assert differences_for_route(changed(), changed(), "grant") == []


def test_whole_routes_come_and_go():
    council, policing = framework_called("council"), framework_called("policing")

    areas = {area.title: area.sentences for area in differences(council, policing)}

    assert "Added: “Competitive grant”." in areas["Routes"]
    assert len(areas["Routes"]) == len(policing.routes)
