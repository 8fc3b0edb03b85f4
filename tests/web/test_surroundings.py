import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from almoner.accounts.roles import Role
from almoner.core.models import Installation
from almoner.web import surroundings
from almoner.web.surroundings import OFFICIALS, Section, Surroundings
from almoner.web.workspace.urls import urlpatterns
from tests.factories import LONG_AGO, UserFactory, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db


@pytest.fixture
def sections(monkeypatch):
    """Navigation of two real routes, one of them for publishers, and of one not built yet."""
    said = [
        Section("portal:home", "For providers"),
        Section("account_login", "Sign in", frozenset({Role.PUBLISHER})),
        Section("portal:nowhere", "Not built yet"),
    ]
    monkeypatch.setitem(surroundings.SECTIONS, "/portal/", said)


def around(address, user=None):
    request = RequestFactory().get(address)
    request.user = user or AnonymousUser()
    return Surroundings(request)


def labels(entries):
    return [entry.label for entry in entries]


def test_a_section_shows_once_its_route_exists(sections):
    assert labels(around("/portal/").navigation) == ["For providers"]


def test_a_section_shows_to_those_whose_role_may_read_it(sections):
    publisher, auditor = official(Role.PUBLISHER), official(Role.AUDITOR)

    assert labels(around("/portal/", publisher).navigation) == ["For providers", "Sign in"]
    assert labels(around("/portal/", auditor).navigation) == ["For providers"]


def test_the_section_we_are_in_is_marked_and_a_surfaces_front_page_only_on_itself():
    def marked(address):
        return [entry.label for entry in around(address).navigation if entry.is_current]

    assert marked(reverse("portal:home")) == ["For providers"]
    assert marked("/portal/elsewhere/") == []


def addresses(patterns):
    """As far as each address of the workspace is the same whatever it names."""
    for one in patterns:
        if start := re.match(r"\^?([a-z/-]+/)", str(one.pattern)):
            yield f"/workspace/{start[1]}"


def test_every_page_of_the_workspace_is_of_a_section_or_of_several():
    """Such as a meeting, which is of the boards, at whatever address it stands."""
    everybody = official(*Role)
    of_several = {"attachments", "comments", "documents", "files", "held"}
    unmarked = set()
    for address in set(addresses(urlpatterns)):
        marked = [one for one in around(address, everybody).navigation if one.is_current]
        if not marked:
            unmarked.add(address.split("/")[2])
        assert len(marked) <= 1

    assert unmarked == of_several


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("meetings/MTG-2026-001/minutes/", "Boards"),
        ("recommendations/REC-2026-001/", "Audits"),
        ("training/", "Academy"),
        ("decisions/offices/head/", "Who decides"),
        ("decisions/DEC-1/", "Decisions"),
        ("forward-plan/", "Cases"),
    ],
)
def test_a_page_under_another_address_is_of_its_section(address, label):
    shown = around(f"/workspace/{address}", official(Role.AUDITOR)).navigation

    assert [one.label for one in shown if one.is_current] == [label]


def test_sections_open_to_anyone_ask_nothing_of_the_database(sections, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert around("/portal/").navigation


@pytest.mark.parametrize(
    ("address", "name"),
    [("/workspace/people/", "Workspace"), ("/portal/", "Portal"), ("/payments/", "Public pages")],
)
def test_the_surface_is_known_by_the_address(address, name):
    assert around(address).surface_name == name


def test_somebody_who_holds_no_role_is_not_led_to_the_workspace(monkeypatch):
    monkeypatch.setattr(surroundings, "ACCOUNT", [Section("portal:home", "Work", OFFICIALS)])

    assert labels(around("/", official(Role.MEMBER)).account) == ["Work"]
    assert around("/", UserFactory()).account == []


def test_only_a_demonstration_is_called_one(client):
    before = client.get(reverse("portal:home")).text
    with arranging():
        Installation.objects.create(is_demonstration=True, made_at=LONG_AGO)

    after = client.get(reverse("portal:home")).text

    words = "This body, its people and its money are invented."
    assert (words in before, words in after) == (False, True)
