from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from almoner.web.forms import AddressField, DayField, FilterForm, PoundsField


class FundForm(forms.Form):
    opens = DayField(label="Opens on")
    limit = PoundsField(label="Limit")


def days(day, month, year):
    return {"opens_day": day, "opens_month": month, "opens_year": year, "limit": "1"}


@pytest.mark.parametrize("month", ["3", "03", "mar", "March"])
def test_a_day_is_read_with_its_month_as_a_number_or_a_name(month):
    form = FundForm(days(" 4", month, "2026 "))

    assert form.is_valid()
    assert form.cleaned_data["opens"] == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("4", "", "2026"), "Enter the whole date: the month is missing."),
        (("30", "2", "2026"), "Enter a real date, such as 4 3 2026."),
        (("4", "ma", "2026"), "Enter a real date, such as 4 3 2026."),
        (("4", "ju", "2026"), "Enter a real date, such as 4 3 2026."),
        (("four", "3", "2026"), "Enter a real date, such as 4 3 2026."),
        (("31", "12", "99999999999999999999"), "Enter a real date, such as 4 3 2026."),
        (("31", "12", "9999"), "Enter the year in full, such as 2026."),
        (("4", "3", "26"), "Enter the year in full, such as 2026."),
        (("", "", ""), "This field is required."),
    ],
)
def test_a_day_that_is_none_says_what_is_wrong(parts, said):
    assert FundForm(days(*parts)).errors["opens"] == [said]


def test_a_day_shows_what_it_holds_in_its_three_boxes():
    html = FundForm(initial={"opens": date(2026, 3, 4)})["opens"].as_widget()

    assert [f'value="{part}"' in html for part in (4, 3, 2026)] == [True] * 3


def test_a_day_unchanged_is_known_as_unchanged():
    form = FundForm(days("4", "3", "2026"), initial={"opens": date(2026, 3, 4), "limit": 1})

    assert not form.has_changed()


@pytest.mark.parametrize("said", ["1250.5", "£1,250.50", " £ 1,250.50 "])
def test_an_amount_is_read_with_or_without_commas_and_the_pound_sign(said):
    form = FundForm({**days("4", "3", "2026"), "limit": said})

    assert form.is_valid()
    assert form.cleaned_data["limit"] == Decimal("1250.50")


def test_an_amount_in_words_is_asked_for_in_figures():
    form = FundForm({"limit": "lots"})

    assert form.errors["limit"] == ["Enter an amount in pounds, such as 1,250.50."]


def test_a_filter_demands_nothing():
    class Filter(FilterForm):
        words = forms.CharField()

    assert Filter({}).is_valid()


def test_a_day_that_may_be_left_out_can_be_given_as_a_day():
    field = DayField(required=False)

    assert field.clean(None) is None
    assert field.clean(date(2026, 3, 4)) == date(2026, 3, 4)


def test_an_amount_given_as_a_number_is_taken_as_it_is():
    assert PoundsField().clean(Decimal("1.5")) == Decimal("1.5")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("sam@example.org", "sam@example.org"),
        (" Sam@EXAMPLE.org ", "Sam@example.org"),
        ("sam@ｅxample.org", "sam@example.org"),
        ("sam@bücher.example", "sam@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_spelt_in_one_way(typed, address):
    assert AddressField().clean(typed) == address


SPELT_LONGER = f"sam@{chr(0xFC)}.{f'{chr(0xFC)}.' * 40}example"


@pytest.mark.parametrize("typed", ['"sam"@example.org', r'"s\am"@example.org', "sam", SPELT_LONGER])
def test_an_address_in_endless_spellings_or_too_long_in_its_own_is_refused(typed):
    with pytest.raises(ValidationError):
        AddressField(max_length=320).clean(typed)


def test_an_address_may_be_left_out_where_none_is_asked_for():
    assert AddressField(required=False).clean("") == ""
