import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override

from almoner.core.once import reading
from tests.web.public.published import publish, read

pytestmark = pytest.mark.django_db
PART = '{% load standing %}{% standing "a list" "part" unless asked %}{{ told }}{% endstanding %}'


@pytest.fixture(autouse=True)
def _parts_are_kept(settings, tmp_path):
    settings.KEPT_MB, settings.FILES = 1, tmp_path / "files"


def drawn(told, *, asked="", template=PART):
    with reading():
        return Template(template).render(Context({"told": told, "asked": asked}))


def test_a_part_is_drawn_once_until_something_public_changes(tmp_path):
    publish(tmp_path)

    assert [drawn("first"), drawn("second")] == ["first", "first"]

    publish(tmp_path, ["Quay Nine,2026-02-09,9.00,Grants,New"], name="more.csv")
    assert drawn("third") == "third"


def test_a_part_that_only_this_page_was_asked_for_is_drawn_for_it(tmp_path):
    publish(tmp_path)
    drawn("of all")

    assert drawn("of some", asked="?q=some") == "of some"
    assert drawn("of all again") == "of all"


def test_a_part_is_drawn_in_each_language_and_under_each_name_by_itself(tmp_path):
    publish(tmp_path)
    drawn("English")

    with override("cy"):
        assert drawn("Cymraeg") == "Cymraeg"
    assert drawn("other", template=PART.replace("a list", "another")) == "other"


@pytest.mark.parametrize("tag", ["standing unless asked", 'standing "a list" if asked'])
def test_a_part_without_a_name_or_a_condition_is_refused(tag):
    with pytest.raises(TemplateSyntaxError, match="unless"):
        Template(f"{{% load standing %}}{{% {tag} %}}{{% endstanding %}}")


@pytest.mark.parametrize(
    "page", ["/registers/spend/", "/registers/grants/", "/registers/contracts/", "/organisations/"]
)
def test_what_a_list_is_narrowed_by_stays_in_its_boxes_and_in_no_other_page(client, tmp_path, page):
    publish(tmp_path)
    read(client, page)

    assert 'value="harbour"' in read(client, f"{page}?q=harbour")
    assert 'value="harbour"' not in read(client, f"{page}?page=2")
