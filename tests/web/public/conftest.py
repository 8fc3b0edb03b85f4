import pytest

from tests.web.public.published import publish


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    settings.BODY_NAME = "Wexmoor Council"
    settings.ADDRESS = "https://wexmoor.test"


@pytest.fixture
def spend(db, tmp_path):
    """Four payments, public."""
    return publish(tmp_path)
