import pytest

from almoner.cli.program import answer
from almoner.documents.keeping import path_of
from tests.factories import StoredFileFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def test_files_that_are_what_was_sent_are_counted(capsys):
    StoredFileFactory.create_batch(2)

    assert answer(["verify-files"]) == 0
    assert capsys.readouterr().out == "All 2 files are what was sent.\n"


def test_a_file_that_is_missing_is_named(capsys):
    StoredFileFactory()
    file = StoredFileFactory()
    path_of(file).unlink()

    assert answer(["verify-files"]) == 1
    assert f"1 of 2 files are missing, or are not what was sent: {file}." in capsys.readouterr().err
