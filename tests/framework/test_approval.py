from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from almoner.framework.approval import (
    NoLimit,
    limit_for,
    routes_open_to,
    steps_for,
    steps_of_gate,
)
from almoner.framework.reading import UnreadableFramework, framework_called, read_framework
from tests.framework.frameworks import WHOLE, changed


def offices(framework, value, **facts):
    return [one.code for one in steps_for(framework, "award", value=value, facts=facts)]


@pytest.mark.parametrize(
    ("value", "steps"),
    [
        (0, ["head"]),
        (Decimal("9999.99"), ["head"]),
        (10_000, ["head", "director"]),
        (10**12, ["head", "director"]),
    ],
)
def test_the_limit_of_the_value_names_who_approves_in_order(value, steps):
    assert offices(changed(), value) == steps


def test_an_exception_goes_first_where_all_of_it_holds():
    novel = {"is-novel": True}

    assert offices(changed(), 5, **novel) == ["director"]
    assert offices(changed(), 5, **{"is-novel": False}) == ["head"]


def test_nobody_approves_what_the_framework_does_not_know():
    with pytest.raises(NoLimit):
        limit_for(changed(), "holiday", value=1, facts={})


def test_a_gate_is_opened_by_its_matter_its_office_or_the_lead():
    framework = changed()
    plan, opened, award, _close = framework.route_called("grant").stages

    def opener(stage):
        return [one.code for one in steps_of_gate(framework, stage, value=20_000, facts={})]

    assert [opener(plan), opener(opened)] == [["head"], []]
    assert opener(award) == ["head", "director"]


def test_a_route_is_open_where_all_its_conditions_hold():
    assert routes_open_to(changed(), {"value": 49_999}) == ("grant",)
    assert routes_open_to(changed(), {"value": 50_000}) == ()


def test_six_hundred_thousand_pounds_need_the_highest_office_of_a_policing_body():
    policing = framework_called("policing")

    steps = steps_for(policing, "contract-award", value=600_000, facts={"is-novel": False})

    assert [one.code for one in steps] == ["director", "commissioner"]


EDGES = st.lists(st.integers(1, 20), min_size=1, max_size=4, unique=True).map(sorted)


def limits_between(edges, *, last_ends=False):
    lines = []
    for least, below in zip([0, *edges], [*edges, None], strict=True):
        lines += ["[[limit]]", 'matter = "award"', f"at_least = {least}", 'steps = ["head"]']
        if below is not None or last_ends:
            lines.append(f"below = {below or 99}")
    return "\n".join(lines)


BEFORE, _, REST = WHOLE.partition("[[limit]]")
AFTER = "[[route]]" + REST.partition("[[route]]")[2]


@settings(max_examples=50)
@given(edges=EDGES, value=st.integers(0, 40))
def test_limits_that_are_read_name_one_answer_for_every_value(edges, value):
    framework = read_framework(BEFORE + limits_between(edges) + "\n" + AFTER, file="f.toml")

    assert [limit.covers(value) for limit in framework.limits].count(True) == 1


@settings(max_examples=50)
@given(edges=EDGES, moved=st.integers(1, 30), data=st.data())
def test_an_edge_that_moves_alone_leaves_a_gap_or_an_overlap(edges, moved, data):
    edge = data.draw(st.sampled_from([one for one in edges if one != moved] or [0]))
    text = limits_between(edges).replace(f"at_least = {edge}\n", f"at_least = {moved}\n", 1)
    if edge == 0:
        text = limits_between(edges, last_ends=True)

    with pytest.raises(UnreadableFramework, match=r"\Af.toml, line \d+: "):
        read_framework(BEFORE + text + "\n" + AFTER, file="f.toml")
