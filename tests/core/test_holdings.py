import pytest

from almoner.accounts.models import User
from almoner.core.holdings import Reach, counted, declare_holding, holdings
from tests.factories import OrganisationFactory, official

pytestmark = pytest.mark.django_db
ABOUT = "accounts.user:PER-2222222222"


def test_a_column_names_a_thing_or_what_leads_from_it():
    known = official(username=f"accounts.user:{official().reference}")
    asked = official(username=ABOUT)
    official(username="accounts.user:PER-3333333333")
    reach = Reach(ABOUT, {"accounts.user": User.objects.exclude(pk=known.pk)})

    assert set(User.objects.filter(reach.named_in("username"))) == {known, asked}


def test_a_text_speaks_of_a_thing_by_a_name_that_is_long_enough():
    said = official(name="Ring Harbour Trust today")
    official(name="Sue")
    reach = Reach(ABOUT, {}, called=["harbour trust", "Sue"])

    assert list(User.objects.filter(reach.said_in("name"))) == [said]
    assert not User.objects.filter(Reach(ABOUT, {}).said_in("name")).exists()


def test_of_some_references_those_within_reach_are_told(django_assert_num_queries):
    one, other = official(), official()
    reach = Reach(ABOUT, {"a": User.objects.filter(pk=one.pk)}, {"b": User.objects.none()})

    with django_assert_num_queries(1):
        assert reach.among({one.reference, other.reference, "PER-4"}) == {one.reference}
    assert Reach(ABOUT, {}).among({"PER-4"}) == set()
    assert reach.keys("c") == []


def test_kinds_are_counted_in_one_question(django_assert_num_queries):
    official()
    trusts = type(OrganisationFactory())._default_manager.order_by("name")

    with django_assert_num_queries(1):
        found = counted({"people": User.objects.all(), "trusts": trusts, "no": trusts.none()})

    assert found == {"people": 1, "trusts": 1, "no": 0}
    assert counted({}) == {}


def test_a_kind_of_record_is_declared_once():
    with pytest.raises(ValueError, match="payments"):
        declare_holding("payments", label="", readers="", readable=None, tell=None)(None)


def test_every_kind_of_record_finds_nothing_about_nothing():
    counts = counted({code: one.rows(Reach(ABOUT, {})) for code, one in holdings.items()})

    assert set(counts.values()) == {0}
