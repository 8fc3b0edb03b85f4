"""Agreements as the index finds them: by what their registers say in public, as now known."""

from collections.abc import Iterator
from datetime import date

from almoner.search.audiences import PUBLIC
from almoner.search.models import Entry, Gate
from almoner.search.operations import index_entries, remove_entries
from almoner.search.sources import declare_entries

from .fields import FIELDS
from .models import Agreement, AgreementVersion
from .queries import agreements_known
from .states import AgreementKind

AGREEMENT = Agreement._meta.label_lower
CHUNK = 2_000


def entry_of_agreement(version: AgreementVersion, *, gate: Gate | None = None) -> Entry:
    """The entry of an agreement as a version describes it."""
    agreement = version.agreement
    title = str(version.said.get("title", "")) or version.organisation_name
    words = (
        getattr(version, field.column) if field.column else version.said.get(field.name)
        for field in FIELDS[AgreementKind(agreement.kind)]
        if field.is_searched and field.name != "title"
    )
    return Entry(
        kind=AGREEMENT,
        reference=agreement.reference,
        object_pk=agreement.pk,
        audience=PUBLIC,
        title=title[:300],
        text=" · ".join(str(word) for word in words if word),
        happened_on=version.awarded_on or version.starts_on,
        gate=gate,
    )


def index_agreement(agreement: Agreement) -> None:
    """Bring up to date what the index says of an agreement, or take it out if nothing speaks."""
    said = agreements_known(AgreementKind(agreement.kind), date.max).filter(agreement=agreement)
    if version := said.first():
        index_entries([entry_of_agreement(version)])
    else:
        remove_entries(AGREEMENT, [agreement.reference])


@declare_entries(AGREEMENT)
def entries_of_agreements() -> Iterator[Entry]:
    for kind in AgreementKind:
        # On any day: nothing can be known only from a day that has not come.
        for version in agreements_known(kind, date.max).iterator(chunk_size=CHUNK):
            yield entry_of_agreement(version)
