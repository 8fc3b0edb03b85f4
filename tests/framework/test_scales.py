from almoner.framework.differences import differences
from almoner.framework.reading import framework_called, read_framework, text_called
from almoner.framework.scales import USUAL

OURS = """
[[audit-rating]]
code = "green"
title = "Green"
means = "Nothing to worry about"

[[audit-priority]]
code = "fundamental"
title = "Fundamental"
means = "At once"
"""


def test_a_body_names_its_own_scales_and_else_has_the_usual_ones():
    plain = text_called("council")

    ours = read_framework(f"{plain}\n{OURS}", file="ours.toml").audit_scales

    assert framework_called("council").audit_scales == USUAL
    assert str(ours.rating_called("green")) == "Green"
    assert ours.rating_called("limited") is None
    assert [one.code for one in ours.priorities] == ["fundamental"]
    assert str(ours.priority_called("fundamental")) == "Fundamental"
    assert ours.priority_called("high") is None


def test_what_differs_between_scales_is_said_in_words():
    plain = text_called("council")
    before = read_framework(f"{plain}\n{OURS}", file="ours.toml")
    after = read_framework(f"{plain}\n{OURS.replace('At once', 'This week')}", file="ours.toml")

    (area,) = differences(before, after)

    assert area.sentences == ("“Fundamental”: what it means was “At once”, becomes “This week”.",)
