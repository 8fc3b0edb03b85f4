"""What every view and every form of the house has in common."""

import re
from http import HTTPStatus

import pytest
from django.test import RequestFactory

from tests.architecture.routes import routes
from tools.house import ROOT, SOURCE

OURS = sorted((name, view) for name, view in routes() if view.__module__.startswith("almoner."))
TEMPLATES = sorted(SOURCE.rglob("*.html"))
POST_FORM = re.compile(r'<form\b[^>]*method="post".*?</form>', re.DOTALL)
TITLE = re.compile(r"{% block title %}.*?{% endblock\b", re.DOTALL)


@pytest.mark.parametrize("view", [view for _name, view in OURS], ids=[name for name, _ in OURS])
def test_every_view_says_which_methods_it_takes(view):
    answer = view(RequestFactory().generic("PROPFIND", "/"))

    assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_form_that_is_sent_proves_where_it_comes_from(path):
    forms = POST_FORM.findall(path.read_text(encoding="utf-8"))

    assert [form for form in forms if "{% csrf_token %}" not in form] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_says_twice_in_its_title_that_there_is_an_error(path):
    """The base says it of any page with a form, so a page that does too is read out twice."""
    title = TITLE.search(path.read_text(encoding="utf-8"))

    assert not (title and "Error:" in title[0])
