"""Every contradiction of a framework is refused with its line and what to write instead."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from almoner.framework.reading import (
    MOST,
    UnreadableFramework,
    check_framework,
    read_framework,
    recall_framework,
)
from almoner.framework.registries import known_controls, known_templates
from tests.framework.frameworks import WHOLE, changed, text_after


def problems(text, read=check_framework):
    with pytest.raises(UnreadableFramework) as refused:
        read(text, file="wexmoor.toml")
    return list(refused.value.problems)


def line_after(words, text=WHOLE):
    return text[: text.index(words)].count("\n") + 1


STAGE = '[[route.stage]]\ncode = "{code}"\ntitle = "{code}"\n'
AWARD = 'next = ["close"]\nmatter = "award"'
MISTAKES = [
    # Limits that leave a value without an answer, or give it two.
    (
        ("at_least = 10000", "at_least = 12000"),
        "at_least = 12000",
        "Nobody may approve award of £10,000 or more, below £12,000. Write at_least = 10000,",
    ),
    (
        ("at_least = 10000", "at_least = 9000"),
        "at_least = 9000",
        "Another limit of award already holds up to £10,000. Make this one begin where",
    ),
    (
        ("at_least = 10000", "at_least = 10000\nbelow = 20000"),
        "below = 20000",
        "Nobody may approve award of £20,000 or more. Take `below` out of its last limit",
    ),
    (
        ("at_least = 10000", "at_least = 10000\nbelow = 10000"),
        'below = 10000\nsteps = ["head", ',
        "Nothing is worth `at_least` that and `below` this. Make `below` the larger one.",
    ),
    (
        ('title = "Awarding"', 'title = "Awarding"\n[[matter]]\ncode = "rest"\ntitle = "Rest"'),
        'code = "rest"',
        "Nobody may approve rest: it has no limit that holds always. Write a [[limit]] with",
    ),
    (
        ('steps = ["head", "director"]', 'steps = ["head", "head"]'),
        'steps = ["head", "head"]',
        "Each step is somebody else's. Name every office once.",
    ),
    (
        ('steps = ["head", "director"]', 'steps = ["head", "boss"]'),
        'steps = ["head", "boss"]',
        "No office is called boss. There are: head, director.",
    ),
    (
        ('matter = "award"\nat_least', 'matter = "reward"\nat_least'),
        'matter = "reward"',
        "No matter is called reward. There are: award.",
    ),
    # Gates that nobody can pass.
    (
        ('title = "Director"\nrole = "approver"', 'title = "Director"\nrole = "auditor"'),
        'role = "auditor"',
        "The role auditor decides nothing, so nobody could act in this office. Name another",
    ),
    (
        ('office = "head"', 'office = "boss"'),
        'office = "boss"',
        "Nobody may pass this gate: no office is called boss. There are: head, director.",
    ),
    (
        ('next = ["close"]\nmatter = "award"', 'next = ["close"]\nmatter = "prize"'),
        'matter = "prize"',
        "Nobody may pass this gate: no matter is called prize. There are: award.",
    ),
    (
        ('office = "head"', 'office = "head"\nmatter = "award"'),
        'office = "head"',
        "The limits of a matter say who lets it through, or one office does. Keep one of them.",
    ),
    (
        ('office = "head"', 'decided_by = "decision"'),
        'decided_by = "decision"',
        "A decision is on a matter, whose limits say who signs it, and this gate has none:",
    ),
    (
        ('next = ["close"]\nmatter = "award"', f'{AWARD}\ndecided_by = "decision"'),
        'decided_by = "decision"',
        'nothing there asks that it is signed. Write "decision-signed" among its `controls`.',
    ),
    (
        ('"need-recorded"', '"decision-signed"'),
        "controls = [",
        "Nobody may pass this gate: it asks for a signed decision, and has no matter on which one",
    ),
    (
        ('next = ["close"]\nmatter = "award"', f'{AWARD}\ndecided_by = "nobody"'),
        'decided_by = "nobody"',
        "`decided_by` cannot be 'nobody'. Write one of: decision.",
    ),
    (
        ('title = "Awarding"', 'title = "Awarding"\nabout = "body"'),
        'matter = "award"\n\n[[route.stage]]',
        "Decisions on award are about the body and no case, so none lets a case through.",
    ),
    (
        ('title = "Awarding"', 'title = "Awarding"\nabout = "body"'),
        "when = [",
        "Decisions on award are about the body, of which no case's facts are known:",
    ),
    (
        ('title = "Awarding"', 'title = "Awarding"\nabout = "others"'),
        'about = "others"',
        "`about` cannot be 'others'. Write one of: case, body.",
    ),
    # Stages that cannot be reached, or left.
    (
        ('next = ["open"]', 'next = ["award"]'),
        'code = "open"',
        "No stage leads to open. Name it in the `next` of the one before, or take it out.",
    ),
    (
        ('next = ["open"]', 'next = ["opened"]'),
        'next = ["opened"]',
        "plan cannot lead to opened. There are: open, award, close.",
    ),
    (
        ('next = ["award", "plan"]', 'next = ["award", "open"]'),
        'next = ["award", "open"]',
        "open cannot lead to open. There are: plan, award, close.",
    ),
    (
        ('code = "close"\ntitle = "Close"', 'code = "close"\ntitle = "Close"\nnext = ["plan"]'),
        'next = ["plan"]\n\n[[power]]',
        "The last stage leads back, so no case would ever end. Take its `next` out,",
    ),
    (
        (
            'next = ["award", "plan"]\n',
            'next = ["award", "stuck"]\n' + STAGE.format(code="stuck"),
        ),
        'code = "stuck"',
        "stuck leads nowhere and is not the last stage. Name what follows in `next`,",
    ),
    (
        (
            'next = ["award", "plan"]\n',
            'next = ["award", "a"]\n'
            + STAGE.format(code="a")
            + 'next = ["b"]\n'
            + STAGE.format(code="b")
            + 'next = ["a"]\n',
        ),
        'next = ["b"]',
        "From a no way leads to the last stage, close. Name one that does in `next`.",
    ),
    (
        ('next = ["open"]', 'next = ["open", "open"]'),
        'next = ["open", "open"]',
        "Something stands here twice. Keep it once.",
    ),
    # Names that nobody has declared, or that stand twice.
    (
        ('"need-recorded", ', '"need-recorder", '),
        '"need-recorder"',
        "No control is called need-recorder. There are: ",
    ),
    (
        ('documents = ["business-case"]', 'documents = ["business-cases"]'),
        '"business-cases"',
        "No template is called business-cases. There are: ",
    ),
    (
        ('code = "headroom-there"\nparameters', 'code = "headroom"\nparameters'),
        'code = "headroom"',
        "No control is called headroom. There are: ",
    ),
    (
        ('code = "award"\ntitle = "Award"\n', 'code = "plan"\ntitle = "Award"\n'),
        'code = "plan"\ntitle = "Award"',
        "Another stage is called plan. Give this one a code of its own.",
    ),
    (
        ('code = "director"', 'code = "head"'),
        'code = "head"\ntitle = "Director"',
        "Another office is called head. Give this one a code of its own.",
    ),
    (
        ('evidence = "Who else was asked"', 'evidence = "Who"\ninstruments = ["contract"]'),
        'code = "only-one"',
        "No route ends in what this reason is for. Write `instruments` that a route has,",
    ),
    (
        ('title = "Safety"', 'title = "Safety"\nfirst_year = 2027\nlast_year = 2026'),
        "last_year = 2026",
        "The objective ends before it begins. Make `last_year` the later one.",
    ),
    # Shapes.
    (
        ('next = ["open"]', 'nxet = ["open"]'),
        'nxet = ["open"]',
        "Nothing is called 'nxet' here. Use: code, title, what, next, controls, documents,",
    ),
    (
        ("below = 10000", 'below = "10,000"'),
        'below = "10,000"',
        "`below` cannot be '10,000'. Write whole pounds without a comma, such as 10000.",
    ),
    (
        ("confirmed = true", 'confirmed = "yes"'),
        'confirmed = "yes"',
        "`confirmed` cannot be 'yes'. Write true or false, without quotation marks.",
    ),
    (
        ('field = "is-novel"', 'field = "is-nice"'),
        'field = "is-nice"',
        "`field` cannot be 'is-nice'. Write one of: value, instrument, is-light-touch,",
    ),
    (
        ("every_months = 12", "every_months = 0"),
        "every_months = 0",
        "`every_months` cannot be 0. Write a whole number from 1 to 120.",
    ),
    (
        ('over_planning = "warns"', 'over_planning = "shouts"'),
        'over_planning = "shouts"',
        "`over_planning` cannot be 'shouts'. Write one of: warns, stops.",
    ),
    (
        ("when = [{ field", "when = [3, { field"),
        "when = [3, ",
        '`when` cannot be 3. Write [{ field = "value", comparison = "at-least", value = 10000 }].',
    ),
    (
        ('instrument = "grant"\n', ""),
        "[[route]]",
        "`instrument` is missing. Add instrument: one of: grant, contract, change.",
    ),
]


@pytest.mark.parametrize(("change", "where", "sentence"), MISTAKES)
def test_a_contradiction_is_refused_with_its_line_and_what_to_do(change, where, sentence):
    text = text_after(change)

    found = [said for said in problems(text) if sentence in said]

    assert [said.partition(": ")[0] for said in found] == [
        f"wexmoor.toml, line {line_after(where, text)}"
    ]


def test_all_mistakes_are_said_at_once_in_the_order_of_their_lines():
    text = text_after(
        ("below = 10000", "below = 9000"),
        ('next = ["open"]', 'next = ["opened"]'),
        ('office = "head"', 'office = "boss"'),
    )

    found = problems(text)

    assert [int(said.split()[2].rstrip(":")) for said in found] == [
        line_after("at_least = 10000", text),
        line_after('"opened"', text),
        line_after('"boss"', text),
    ]


def test_each_table_has_its_own_mistake_said():
    text = text_after(('role = "approver"', 'role = "boss"'), ("every_months = 12", "every = 12"))

    assert len(problems(text)) == 2


def test_of_very_many_mistakes_the_rest_are_counted():
    text = WHOLE + "\n".join(f'[[objective]]\ncode = "x"\ntitle = "{n}"' for n in range(MOST + 3))

    found = problems(text.replace('[rules]\nover_planning = "warns"\n', ""))

    assert len(found) == MOST + 1
    assert found[-1] == "wexmoor.toml has 2 more mistakes. Mend these first."


def test_what_was_kept_stays_readable_when_a_control_is_gone():
    text = text_after(('"need-recorded", ', '"need-of-old", '))

    assert read_framework(text, file="f").routes[0].first.controls[0] == "need-of-old"
    with pytest.raises(UnreadableFramework):
        check_framework(text, file="f")


def test_what_was_kept_stays_readable_when_more_is_asked_of_it():
    text = text_after(('next = ["open"]', 'next = ["award"]'))

    assert recall_framework(text, file="f").routes[0].first.next == ("award",)


def test_the_names_are_those_that_apps_declare():
    stage = changed().routes[0].first

    assert set(stage.controls) <= known_controls()
    assert set(stage.documents) <= known_templates()


KEYS = [n for n, line in enumerate(WHOLE.splitlines()) if " = " in line]
WRONG = st.sampled_from(['""', "0", "-1", "true", "[]", '["plan"]', '"plan"', "{}", "1.5"])


@settings(max_examples=50, deadline=None)
@given(place=st.sampled_from(KEYS), value=WRONG)
def test_a_framework_with_one_key_changed_is_read_or_refused_with_a_line(place, value):
    lines = WHOLE.splitlines()
    key = lines[place].partition(" = ")[0]
    lines[place] = f"{key} = {value}"
    problems = []

    try:
        read_framework("\n".join(lines), file="f.toml")
    except UnreadableFramework as refused:
        problems = refused.problems

    assert [one for one in problems if not one.startswith("f.toml, line ")] == []


@settings(max_examples=50, deadline=None)
@given(place=st.sampled_from(KEYS))
def test_a_key_that_is_misspelt_is_named_with_its_own_line(place):
    lines = WHOLE.splitlines()
    lines[place] = "x_" + lines[place]

    with pytest.raises(UnreadableFramework, match=rf"f\.toml, line {place + 1}: Nothing is called"):
        read_framework("\n".join(lines), file="f.toml")
