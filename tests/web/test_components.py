import re

import pytest
from django import forms
from django.template import TemplateSyntaxError
from django.test import RequestFactory

from tests.web.gallery import draw_gallery
from tests.web.test_templates import draw


@pytest.fixture
def page(db):
    return draw_gallery(RequestFactory().get("/gallery/?sort=-amount&words=harbour"))


def test_a_form_with_mistakes_marks_the_title_of_its_page(page):
    assert "<title>Error: Every component – " in page


def test_what_was_done_is_announced_and_what_is_merely_so_is_not(page):
    assert 'role="alert" aria-labelledby="message-1"' in page
    assert 'role="region" aria-labelledby="message-2"' in page


def test_the_error_summary_links_each_mistake_to_its_first_box(page):
    links = dict(re.findall(r'<a href="#(id_\w+)">([^<]+)</a>', page))

    assert links["id_name"] == "Name of the fund: fill this in."
    assert links["id_route_0"] == "Route: choose from the list."
    assert links["id_agreed"] == "I have read it: tick this to go on."
    assert links["id_opens_0"] == "Enter the whole date: the month is missing."
    assert all(f'id="{target}"' in page for target in links)


def test_a_field_is_described_by_its_hint_and_its_error(page):
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_helptext"' in page
    assert 'id="id_name_error"' in page


def test_a_group_of_boxes_is_a_fieldset_with_a_legend(page):
    assert page.count("<fieldset") == page.count("<legend") == 3


def test_no_component_has_a_style_or_a_script_in_it(page):
    assert " style=" not in page
    assert not re.search(r"<script(?! type=\"module\" src=)|\son\w+=", page)


def test_pages_keep_what_the_reader_searched_for(page):
    assert 'href="?sort=-amount&amp;words=harbour&amp;page=39"' in page
    assert 'aria-current="page"' in page


def test_the_heading_in_force_says_so_and_turns_the_order_round(page):
    assert 'aria-sort="descending" class="numeric"' in page
    assert 'href="?words=harbour&amp;sort=amount"' in page


def test_a_filter_has_no_field_marked_optional_and_keeps_the_order(page):
    row = page[page.index('class="filters"') : page.index("filters__acts")]

    assert "(optional)" not in row
    assert '<input type="hidden" name="sort" value="-amount">' in row


def test_a_chart_says_in_words_what_its_table_holds_in_full(page):
    said = "Highest: April 2025, £1,250,000.55. Lowest: December 2025, −£149,999.45."

    assert said in page
    assert re.search(r'<th scope="row">December 2025</th>\s*<td class="numeric">−£149,999.45', page)


def test_a_chart_of_nothing_is_not_drawn():
    source = '{% load ui %}{% bar_chart p title="T" label="L" figure="F" %}'

    assert draw(source, p=[]).strip() == ""


def test_a_table_can_be_scrolled_with_the_keyboard(page):
    assert '<div class="scroll" role="region" aria-label="Payments" tabindex="0">' in page


def test_a_form_without_mistakes_has_no_summary():
    assert draw("{% load ui %}{% error_summary f %}", f=forms.Form()).strip() == ""


def test_a_state_is_a_word_in_its_colour():
    class Thing:
        state = "live"

        def get_state_display(self):
            return "Live"

    html = draw("{% load ui %}{% state thing %}", thing=Thing())

    assert html.strip() == '<strong class="govuk-tag govuk-tag--green">Live</strong>'


def test_an_argument_misspelt_is_an_error():
    with pytest.raises(TemplateSyntaxError):
        draw('{% load ui %}{% panel heading="A" %}{% endpanel %}')


def test_what_people_write_is_never_read_as_markup():
    html = draw("{% load ui %}{% tag word %}", word="<script>")

    assert "&lt;script&gt;" in html
