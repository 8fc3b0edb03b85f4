import pytest
from django.conf import settings
from django.template import Context, Origin, Template, engines

from tests.unknown_words import UnknownVariable

PLACE = settings.BASE_DIR / "web/templates"


def draw(source, **page):
    engine = engines["django"].engine
    template = Template(source, origin=Origin(str(PLACE / "test.html")), engine=engine)
    return template.render(Context(page))


def test_a_variable_that_nobody_gave_fails_the_test():
    with pytest.raises(UnknownVariable):
        draw("{{ nobody }}")


def test_a_question_about_a_variable_that_may_be_missing_is_allowed():
    assert draw("{% if nobody %}x{% endif %}{{ nobody|default_if_none:'' }}", nobody=None) == ""


def test_only_the_base_says_in_a_title_that_there_is_an_error():
    saying = [
        str(path.relative_to(PLACE))
        for path in PLACE.rglob("*.html")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "title %}" in line and "Error:" in line
    ]

    assert saying == ["base.html"]
