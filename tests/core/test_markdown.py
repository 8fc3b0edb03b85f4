import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from almoner.core.markdown import as_html
from almoner.statements.pages import StandingPage
from almoner.statements.shipped import shipped_text

TAG = re.compile(r"<(/?[a-z0-9]+)((?:\s[^>]*)?)>", re.IGNORECASE)
KNOWN = {"h2", "h3", "p", "ul", "ol", "li", "strong", "em", "a", "br"}
LINK = re.compile(r' href="(https?:|mailto:|/(?!/)|#)[^"]*"( title="[^"]*")?')


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Plain", "<p>Plain</p>"),
        ("# One", "<h2>One</h2>"),
        ("### Alone", "<h2>Alone</h2>"),
        ("**Bold**", "<p><strong>Bold</strong></p>"),
        ("[Here](/duties/)", '<p><a href="/duties/">Here</a></p>'),
        ("[To](mailto:a@b.test)", '<p><a href="mailto:a@b.test">To</a></p>'),
        ("[Out](https://e.test)", '<p><a href="https://e.test">Out</a></p>'),
    ],
)
def test_the_few_marks_that_there_are(text, html):
    assert as_html(text).strip() == html


def test_headings_begin_at_the_second_level_and_none_is_skipped():
    drawn = as_html("# A\n\n### B\n\n###### C\n\n## D")

    assert re.findall(r"<(h\d)>", drawn) == ["h2", "h3", "h3", "h2"]


def test_a_list_in_order_is_dressed():
    assert as_html("1. a\n2. b").startswith('<ol class="govuk-list govuk-list--number">')


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "![x](https://e.test/x.png)",
        "[x](javascript:alert(1))",
        "[x](JAVASCRIPT:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](data:text/html,x)",
        "[x](vbscript:x)",
        "[x](//elsewhere.test)",
        "[x](/\\elsewhere.test)",
        "[x]( &#106;avascript:alert(1))",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        '[x](https://e.test "\\" onclick=alert(1)")',
    ],
)
def test_nothing_else_becomes_a_tag_or_an_attribute(text):
    assert_harmless(as_html(text))


@given(some.text(alphabet="<>[]()!\"'&;:/\\#*-_.`~ \n\tahj1x", max_size=60))
def test_whatever_is_typed_is_harmless(text):
    assert_harmless(as_html(text))


def assert_harmless(drawn):
    for tag, attributes in TAG.findall(drawn):
        assert tag.removeprefix("/") in KNOWN, drawn
        if tag == "a":
            assert LINK.fullmatch(attributes), drawn
        else:
            assert attributes in {"", " /", ' class="govuk-list govuk-list--number"'}, drawn
    assert "<" not in TAG.sub("", drawn)


@pytest.mark.parametrize("page", StandingPage)
def test_the_shipped_texts_name_the_body_and_have_nothing_left_to_fill_in(page, settings):
    settings.BODY_NAME, settings.CONTACT_EMAIL = "Wexmoor Council", "ask@wexmoor.test"
    settings.CONTACT_PHONE, settings.CONTACT_POST = "01632 960 000", "1 Quay Street"

    text = shipped_text(page)

    assert "$" not in text
    assert "Wexmoor Council" in text or page == StandingPage.COOKIES
    if "contact form" in text:
        assert "mailto:ask@wexmoor.test" in text or page == StandingPage.PRIVACY
    assert_harmless(as_html(text))
