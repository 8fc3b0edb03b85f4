import pytest

from almoner.cli.static_site.rendering import ask
from almoner.payments.models import Payment
from tests.web.public.published import publish

pytestmark = pytest.mark.django_db


def test_no_line_is_written_for_each_page_of_a_site_whether_drawn_or_filled_in(
    settings, tmp_path, caplog
):
    settings.KEPT_MB, settings.FILES = 1, tmp_path / "files"
    publish(tmp_path)
    caplog.set_level("INFO")

    pages = [ask(f"/registers/spend/{paid}/") for paid in Payment.objects.all()]

    assert {page.status for page in pages} == {200}
    assert "request_finished" not in caplog.text
