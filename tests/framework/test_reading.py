import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.accounts.roles import Role
from almoner.framework.duties import DueRule, Duty, Frequency, Scope, SetBy, Subject, Unit
from almoner.framework.reading import (
    LARGEST,
    UnreadableFramework,
    framework_called,
    line_of,
    read_framework,
)
from tests.framework.frameworks import SOUND


def refusal_of(text):
    with pytest.raises(UnreadableFramework) as refused:
        read_framework(text, file="wexmoor.toml")
    return str(refused.value)


def test_a_framework_is_read_as_it_is_written():
    framework = read_framework(SOUND, file="wexmoor.toml")

    assert framework.title == "Wexmoor Office for Policing and Crime"
    assert [duty.code for duty in framework.duties] == ["grants", "decisions"]
    assert framework.duties[0] == Duty(
        code="grants",
        what="Grants made",
        dataset=Subject.GRANTS,
        law="SI 2011/3050 sch. para. 3(f)",
        scope=Scope.MADE_IN_PERIOD,
        frequency=Frequency.MONTHLY,
        due=DueRule(within=20, unit=Unit.DAYS, set_by=SetBy.TARGET),
        owner=Role.PUBLISHER,
        deputy=Role.FINANCE,
    )


ROLES = (
    "commissioning-officer, assessor, panel-chair, approver, agreement-manager, finance,"
    " board-secretary, academy-lead, publisher, administrator, member, auditor"
)
DUTY = "code, what, dataset, scope, due, owner, deputy, frequency, law, commitment, over, at_most"
MISTAKES = [
    (
        'scope = "made-in-period"',
        'scope = "made-in-period"\nover = 1.5',
        9,
        "`over` cannot be 1.5. Write whole pounds without a comma, such as 10000.",
    ),
    (
        'scope = "made-in-period"',
        'scope = "made-in-period"\nover = 500\nat_most = 500',
        9,
        (
            "Nothing comes to more than `over` and to no more than `at_most`."
            " Make `over` the smaller one."
        ),
    ),
    (
        'dataset = "grants"\nlaw = "SI 2011/3050 sch. para. 3(f)"\nscope = "made-in-period"',
        'dataset = "spend"\nlaw = "SI"\nscope = "live-at-end"',
        8,
        'A payment is made, and never live. Write scope = "made-in-period".',
    ),
    (
        'dataset = "grants"',
        'dataset = "contract-copies"',
        8,
        'Copies go out one by one, without periods. Write scope = "continuous".',
    ),
    (
        'owner = "publisher"',
        'owner = "boss"',
        11,
        f"`owner` cannot be 'boss'. Write one of: {ROLES}.",
    ),
    (
        'dataset = "decisions"',
        'dataset = "rumours"',
        17,
        (
            "`dataset` cannot be 'rumours'. Write one of: grants, spend, procurement-cards,"
            " contracts, contract-copies, tenders, tender-copies, decisions."
        ),
    ),
    (
        'frequency = "monthly"',
        'frequency = "weekly"',
        9,
        "`frequency` cannot be 'weekly'. Write one of: monthly, quarterly, yearly.",
    ),
    (
        'what = "Decisions"',
        'waht = "Decisions"',
        16,
        f"Nothing is called 'waht' here. Use: {DUTY}.",
    ),
    (
        "title =",
        'colour = "red"\ntitle =',
        1,
        (
            "Nothing is called 'colour' here. Use: title, duty, item, office, matter, limit, route,"
            " power, reason, objective, review, control, audit-rating, audit-priority, course,"
            " training, certificate, risk-category, risk-escalation, rules."
        ),
    ),
    (
        "within = 20, ",
        "within = 20, hours = 3, ",
        10,
        "Nothing is called 'hours' here. Use: within, unit, set_by.",
    ),
    (
        'what = "Decisions"\n',
        "",
        14,
        "`what` is missing. Add what: words between quotation marks, at most 500 characters.",
    ),
    (
        'due = { within = 20, unit = "days", set_by = "target" }\n',
        "",
        3,
        '`due` is missing. Add due: { within = 30, unit = "days", set_by = "target" }.',
    ),
    (
        'what = "Decisions"',
        'what = " "',
        16,
        "`what` cannot be ' '. Write words between quotation marks, at most 500 characters.",
    ),
    (
        'code = "decisions"',
        'code = "Our decisions"',
        15,
        (
            "`code` cannot be 'Our decisions'."
            " Write lower-case words joined by hyphens, such as grants-monthly."
        ),
    ),
    ("within = 20", "within = 0", 10, "`within` cannot be 0. Write a whole number from 1 to 366."),
    (
        "within = 20",
        "within = true",
        10,
        "`within` cannot be True. Write a whole number from 1 to 366.",
    ),
    (
        'code = "decisions"',
        'code = "grants"',
        15,
        "Another duty is called grants. Give this one a code of its own.",
    ),
    (
        'scope = "continuous"',
        'scope = "continuous"\nfrequency = "monthly"',
        20,
        "A continuous duty has no periods. Take `frequency` out, or give another scope.",
    ),
    (
        '"working-days"',
        '"months"',
        20,
        (
            "A continuous duty is due so many days after a thing is available."
            " Count them in days or working-days."
        ),
    ),
    (
        'frequency = "monthly"\n',
        "",
        3,
        "The duty does not say how often. Add `frequency`, or make its scope continuous.",
    ),
    (
        'commitment = "We say what we decide"\n',
        "",
        14,
        "The duty does not say why. Add `law` or `commitment`.",
    ),
    (
        'owner = "publisher"',
        'commitment = "We do"\nowner = "publisher"',
        11,
        "A duty rests on a law or on a commitment. Keep one of them.",
    ),
    (
        'unit = "working-days", set_by = "target"',
        'unit = "working-days", set_by = "law"',
        20,
        'No law is named that sets this day. Name it in `law`, or write set_by = "target".',
    ),
    (
        'deputy = "publisher"',
        'deputy = "board-secretary"',
        22,
        "The deputy's role is the owner's own. Name another role.",
    ),
    (
        'commitment = "We say what we decide"',
        "commitment = We say",
        18,
        (
            "this is not TOML (Invalid value)."
            ' Write each line as: key = "words between quotation marks".'
        ),
    ),
    (
        'deputy = "publisher"\n',
        'deputy = "publisher',
        22,
        (
            "this is not TOML (Unterminated string)."
            ' Write each line as: key = "words between quotation marks".'
        ),
    ),
]


@pytest.mark.parametrize(("before", "after", "line", "sentence"), MISTAKES)
def test_a_mistake_is_refused_with_its_line_and_what_to_do(before, after, line, sentence):
    text = SOUND.replace(before, after, 1)

    assert refusal_of(text) == f"wexmoor.toml, line {line}: {sentence}"


def test_a_framework_without_duties_is_refused():
    assert refusal_of('title = "Nothing to do"') == (
        "wexmoor.toml, line 1: `duty` is missing. Begin each duty with a line that says [[duty]]."
    )
    assert refusal_of('title = "Nothing to do"\nduty = []') == (
        "wexmoor.toml, line 2: `duty` cannot be []. Begin each duty with a line that says [[duty]]."
    )
    assert refusal_of('title = "Nothing to do"\nduty = [\n3\n]') == (
        "wexmoor.toml, line 4: `duty` cannot be 3. Begin each duty with a line that says [[duty]]."
    )


@pytest.mark.parametrize("endless", ["[" * 9_999, "9" * 9_999], ids=["lists", "digits"])
def test_what_has_no_end_is_refused(endless):
    assert refusal_of(f"title = {endless}") == (
        "wexmoor.toml holds a number or a list that is far too long. Take it out."
    )


@given(st.text())
def test_no_text_is_worse_than_unreadable(text):
    with pytest.raises(UnreadableFramework):
        read_framework(text, file="wexmoor.toml")


STRANGE = st.text() | st.sampled_from(["x - at `$", "x` - at `$.duty[9].due`", "`", "a\nb"])


@pytest.mark.parametrize(("before", "end"), [("title", "\n"), ("what", "\n"), ("within", ",")])
@given(key=STRANGE)
def test_no_key_is_worse_than_unknown(before, end, key):
    text = SOUND.replace(before, f"{json.dumps(key)} = 1{end} {before}", 1)

    with pytest.raises(UnreadableFramework, match=r"\Awexmoor.toml, line "):
        read_framework(text, file="wexmoor.toml")


@given(value=STRANGE.filter(lambda value: value not in Role.values))
def test_no_value_is_worse_than_wrong(value):
    text = SOUND.replace('"publisher"', json.dumps(value), 1)

    with pytest.raises(UnreadableFramework, match=r"\Awexmoor.toml, line 11: "):
        read_framework(text, file="wexmoor.toml")


LINES = SOUND.splitlines(keepends=True)


@given(places=st.sets(st.integers(0, len(LINES) - 1), min_size=1), changed=st.sampled_from(LINES))
def test_lines_lost_or_in_the_wrong_place_are_read_or_refused(places, changed):
    text = "".join(changed if place in places else line for place, line in enumerate(LINES))

    try:
        said = read_framework(text, file="wexmoor.toml").title
    except UnreadableFramework as refused:
        said = str(refused)

    assert said.startswith(("Wexmoor Office", "wexmoor.toml, line "))


def test_the_line_of_a_value_of_many_lines_is_its_last():
    text = 'a = """\n[[b]]\n"""\n[[b]]\nc = 1\n[[b]]\nc = 2\n'

    assert line_of(text, ["a"]) == 3
    assert line_of(text, ["b", 1]) == 6
    assert line_of(text, ["b", 1, "c"]) == 7


def test_a_framework_is_read_from_a_file(tmp_path):
    file = tmp_path / "wexmoor.toml"
    file.write_bytes(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode())

    assert framework_called(str(file)) == read_framework(SOUND, file="wexmoor.toml")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'title = "a"\n# \xe9\n', "f.toml, line 2: this is not text in UTF-8."),
        (b"#" * (LARGEST + 1), "f.toml is longer than 128 kB."),
        (b"", "f.toml, line 1: `title` is missing."),
    ],
)
def test_a_file_that_is_no_framework_is_refused(tmp_path, content, says):
    file = tmp_path / "f.toml"
    file.write_bytes(content)

    with pytest.raises(UnreadableFramework) as refused:
        framework_called(str(file))

    assert str(refused.value).startswith(says)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("polcing", "No such file or directory"),
        ("/", "Is a directory"),
        ("a\0b", "embedded null byte"),
    ],
)
def test_a_name_that_opens_nothing_is_refused_with_those_that_do(name, why):
    with pytest.raises(UnreadableFramework) as refused:
        framework_called(name)

    assert str(refused.value) == (
        f"The framework {name!r} cannot be opened ({why})."
        " Name a file, or one of those that come with Almoner: council, policing."
    )
