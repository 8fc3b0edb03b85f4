import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import path

from almoner.accounts.roles import Role
from almoner.core.batches import BatchInProgress
from almoner.core.lifecycles import IllegalTransition
from almoner.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401 - this module is the routes of the test
from tests.factories import official

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def raising(error):
    def view(request):
        raise error

    view.login_required = False
    return view


urlpatterns = [
    path("refused/", raising(PermissionDenied("You wrote this decision."))),
    path("refused-plainly/", raising(PermissionDenied())),
    path("changed/", raising(IllegalTransition("signed cannot become signed"))),
    path("busy/", raising(BatchInProgress("Another file is being read in."))),
    path("broken/", raising(RuntimeError("a secret of the house"))),
    *urlpatterns,
]


def test_a_refusal_says_the_policys_own_reason(client):
    response = client.get("/refused/")

    assert response.status_code == 403
    assert "You wrote this decision." in response.text


def test_a_refusal_without_a_reason_still_says_what_to_do(client):
    response = client.get("/refused-plainly/")

    assert "people with another role" in response.text


def test_a_page_that_is_not_there_says_so_in_the_frame_of_its_surface(client):
    client.force_login(official(Role.AUDITOR, name="Lena Ortiz"))

    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "<h1>Page not found</h1>" in response.text
    assert "Lena Ortiz" in response.text


def test_a_change_in_between_keeps_the_kernels_words_from_the_reader(client):
    response = client.get("/changed/")

    assert response.status_code == 409
    assert "cannot become" not in response.text


def test_a_file_already_being_read_in_is_a_conflict_that_says_when_to_come_back(client):
    response = client.get("/busy/")

    assert response.status_code == 409
    assert "Another file is being read in." in response.text


def test_a_fault_of_ours_tells_no_secret_and_asks_nothing_of_the_database(
    client, django_assert_num_queries
):
    client.raise_request_exception = False

    with django_assert_num_queries(0):
        response = client.get("/broken/")

    assert response.status_code == 500
    assert "nothing is half-saved" in response.text
    assert "secret" not in response.text


def test_a_request_nobody_understands_is_told_that_nothing_changed(client):
    response = client.get("/portal/", headers={"host": "elsewhere.example"})

    assert response.status_code == 400
    assert "Nothing was changed." in response.text


def test_a_form_from_elsewhere_is_refused_with_a_page_of_ours():
    response = Client(enforce_csrf_checks=True).post("/portal/")

    assert response.status_code == 403
    assert "This page waited too long" in response.text
