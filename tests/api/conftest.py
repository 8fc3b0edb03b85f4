import pytest

from almoner.api.limits import counter
from tests.api.asking import tell


@pytest.fixture(autouse=True)
def _of_its_own(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    settings.BODY_NAME = "Wexmoor Council"
    settings.ADDRESS = "https://wexmoor.test"
    settings.API_LIMIT = 0
    counter.forget()


@pytest.fixture
def world(db, tmp_path):
    tell(tmp_path)
