import pytest

from almoner.agreements.places import BOROUGHS, Place, places_in


@pytest.mark.parametrize(
    "said",
    [
        "Camden",
        "camden ",
        "LB Camden",
        "London Borough of Camden",
        "the London Borough of Camden",
        "Camden Borough Council",
        "Camden, LB Camden",
    ],
)
def test_the_spellings_of_a_borough_come_together(said):
    assert places_in(said) == [Place("Camden", "E09000007")]


def test_every_borough_has_its_code_and_the_city_the_first():
    codes = [place.code for name in BOROUGHS for place in places_in(name)]

    assert codes == [f"E09{number:06}" for number in range(1, 34)]
    assert places_in("City of Westminster") == [Place("Westminster", "E09000033")]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Camden; Islington", ["Camden", "Islington"]),
        ("Camden, Islington and Hackney", ["Camden", "Islington", "Hackney"]),
        ("Hammersmith & Fulham and Ealing", ["Hammersmith and Fulham", "Ealing"]),
        ("Brent/LBHF", ["Brent", "Hammersmith and Fulham"]),
        ("Tarnside; Oldbarrow ; ", ["Tarnside", "Oldbarrow"]),
        ("Camden; Kentish  Town", ["Camden", "Kentish Town"]),
        ("Pan-London", ["All of London"]),
        (", ".join(BOROUGHS), [*BOROUGHS]),
    ],
)
def test_a_list_of_places_comes_apart(said, names):
    assert [place.name for place in places_in(said)] == names


@pytest.mark.parametrize(
    "said",
    [
        "Wisbech, Cambridgeshire",
        "Camden and Norwich",
        "Tarnside and Fellgate",
        "Richmond",
        "The whole police area",
        "and",
        ", ".join(["Camden"] * 200),
        f"{',' * 500}Camden",  # to read it as a list took a second
    ],
)
def test_what_is_no_list_of_boroughs_stays_as_it_was_written(said):
    assert places_in(said) == [Place(said)]


def test_a_code_speaks_where_words_name_no_borough():
    camden = Place("Camden", "E09000007")

    assert places_in("", "E09000007") == places_in("Kentish Town", "e09000007") == [camden]
    assert places_in("Camden", "E09000003") == [camden]
    assert places_in("Tarnside", "E07000123") == [Place("Tarnside")]
    assert places_in("", "E09000099") == places_in("") == []


def test_each_place_has_an_address_whatever_it_is_called():
    assert Place("Kensington and Chelsea").slug == "kensington-and-chelsea"
    assert Place("東京").slug.isalnum()
    long, longer = Place("a" * 80), Place("a" * 81)
    assert long.slug != longer.slug
    assert len(longer.slug) < 60


def test_all_boroughs_in_one_list_are_all_of_them():
    assert len(places_in(", ".join(BOROUGHS))) == len(BOROUGHS)
