"""Questions about stored files."""

from collections.abc import Iterator

from django.db.models import QuerySet

from almoner.documents.keeping import is_sound
from almoner.documents.models import StoredFile
from almoner.documents.states import FileState


def files_taken_down() -> QuerySet[StoredFile]:
    """Files that nobody may read, and of which a second person has yet to say what becomes."""
    found = StoredFile.objects.filter(state=FileState.TAKEN_DOWN)
    return found.select_related("taken_down_by").order_by("pk")


def places_recorded() -> set[str]:
    """Where the bytes are of every file that was not deleted."""
    files = StoredFile.objects.exclude(state=FileState.DELETED)
    return set(files.values_list("place", flat=True))


def unsound_files() -> Iterator[StoredFile]:
    """Files whose bytes should be on the disk, and are missing or are not those that were sent."""
    files = StoredFile.objects.exclude(state=FileState.DELETED).order_by("pk")
    return (file for file in files.iterator() if not is_sound(file))
