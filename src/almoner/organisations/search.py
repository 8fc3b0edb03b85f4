"""Organisations as the index finds them: by name, by anyone.

Whoever is merged into another is still found by its own name, which its address leads on from, and
only as long as it is not hidden itself.
"""

from collections.abc import Iterator

from almoner.search.audiences import PUBLIC
from almoner.search.models import Entry, Gate
from almoner.search.sources import declare_entries

from .models import Organisation
from .queries import live_organisations

ORGANISATION = Organisation._meta.label_lower
CHUNK = 2_000


def entry_of_organisation(organisation: Organisation, *, gate: Gate | None = None) -> Entry:
    return Entry(
        kind=ORGANISATION,
        reference=organisation.reference,
        object_pk=organisation.pk,
        audience=PUBLIC,
        title=organisation.name[:300],
        gate=gate,
    )


@declare_entries(ORGANISATION)
def entries_of_organisations() -> Iterator[Entry]:
    for organisation in live_organisations().iterator(chunk_size=CHUNK):
        yield entry_of_organisation(organisation)
