"""Cases as the index finds them: by officials, but a restricted one by the auditor alone."""

from collections.abc import Iterator

from almoner.search.audiences import AUDITORS, OFFICIALS
from almoner.search.models import Entry
from almoner.search.operations import index_entries
from almoner.search.sources import declare_entries

from .models import Commission

COMMISSION = Commission._meta.label_lower
CHUNK = 2_000


def entry_of_case(commission: Commission) -> Entry:
    terms = commission.current
    return Entry(
        kind=COMMISSION,
        reference=commission.reference,
        object_pk=commission.pk,
        audience=AUDITORS if commission.is_restricted else OFFICIALS,
        title=commission.title,
        text=" ".join(filter(None, [terms.need, terms.outcomes, terms.places])) if terms else "",
        happened_on=terms.valid_from if terms else None,
    )


def index_case(commission: Commission) -> None:
    index_entries([entry_of_case(commission)])


@declare_entries(COMMISSION)
def entries_of_cases() -> Iterator[Entry]:
    found = Commission.objects.select_related("current").order_by("pk")
    for commission in found.iterator(chunk_size=CHUNK):
        yield entry_of_case(commission)
