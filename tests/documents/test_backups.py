"""A backup holds every stored file, and what it brings back is what was sent."""

import shutil

import pytest
from django.db import connection

from almoner.core.actors import OPERATOR
from almoner.core.backups import opened_backup, write_backup
from almoner.core.installation import Purpose, found_installation
from almoner.core.snapshots import put_back
from almoner.documents.keeping import documents_folder, path_of
from almoner.documents.models import StoredFile
from almoner.documents.queries import unsound_files
from tests.factories import NOON, StoredFileFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_stored_files_come_back_with_their_rows(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    found_installation(purpose=Purpose.LIVE, by=OPERATOR, at=NOON)
    file = StoredFileFactory(content=b"The signed contract")
    archive = tmp_path / "kept.tar"
    write_backup(archive, files=settings.FILES, vendor=connection.vendor, at=NOON)
    later = StoredFileFactory()
    shutil.rmtree(documents_folder())
    assert list(unsound_files()) == [file, later]

    with opened_backup(archive) as backup:
        database = backup.write_database(tmp_path)
        backup.write_files(settings.FILES)
    put_back(database)

    assert path_of(file).read_bytes() == b"The signed contract"
    assert list(StoredFile.objects.all()) == [file]
    assert list(unsound_files()) == []
