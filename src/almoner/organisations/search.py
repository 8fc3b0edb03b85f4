"""Organisations as the index finds them: by name, and by the names merged into it, by anyone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from almoner.search.audiences import PUBLIC
from almoner.search.models import Entry, Gate
from almoner.search.operations import index_entries, remove_entries
from almoner.search.sources import declare_entries

from .models import Organisation
from .queries import live_organisations

ORGANISATION = Organisation._meta.label_lower
CHUNK = 2_000


def entry_of_organisation(
    organisation: Organisation, *, members: Sequence[Organisation] = (), gate: Gate | None = None
) -> Entry:
    words = (word for one in members for word in (one.name, one.reference))
    return Entry(
        kind=ORGANISATION,
        reference=organisation.reference,
        object_pk=organisation.pk,
        audience=PUBLIC,
        title=organisation.name[:300],
        text=" · ".join(words),
        gate=gate,
    )


def index_organisations(keys: Iterable[int]) -> None:
    """Bring up to date what the index says of these, after some were merged or parted."""
    found = list(Organisation.objects.filter(pk__in=list(keys)))
    index_entries(list(_entries([one for one in found if one.survivor_id is None])))
    remove_entries(ORGANISATION, [one.reference for one in found if one.survivor_id])


@declare_entries(ORGANISATION)
def entries_of_organisations() -> Iterator[Entry]:
    speaking = live_organisations().filter(survivor=None).iterator(chunk_size=CHUNK)
    while some := list(islice(speaking, CHUNK)):
        yield from _entries(some)


def _entries(organisations: Sequence[Organisation]) -> Iterator[Entry]:
    members = _members(organisations)
    for one in organisations:
        yield entry_of_organisation(one, members=members.get(one.pk, ()))


def _members(organisations: Sequence[Organisation]) -> Mapping[int, list[Organisation]]:
    found: dict[int, list[Organisation]] = defaultdict(list)
    for one in Organisation.objects.filter(survivor__in=organisations).order_by("pk"):
        assert one.survivor_id is not None
        found[one.survivor_id].append(one)
    return found
