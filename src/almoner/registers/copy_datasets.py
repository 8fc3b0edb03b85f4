"""The registers of copies, as anyone may download them. They have no periods, and no editions."""

from collections.abc import Iterable, Iterator
from datetime import date

from almoner.core.moments import day_of
from almoner.papers.kinds import CopyKind
from almoner.publication.datasets import Column, Dataset, Type, Value, register

from .copies import PublicCopy, public_copies, with_contracts

CHUNK = 500


class Copies(Dataset):
    """Copies that are out, one row each, the last published first."""

    columns = [
        Column("agreement", "Our reference of the contract, which never changes", key=True),
        Column("publisher", "The body that let the contract"),
        Column("contract_reference", "The body's own reference of it"),
        Column("title", "What it is called"),
        Column("supplier", "The supplier, as the body wrote it"),
        Column("organisation", "Our reference of the supplier; empty where none is named"),
        Column("value", "What it is worth, VAT left out", unit="GBP", type=Type.AMOUNT),
        Column("awarded_on", "The day on which it was awarded", type=Type.DAY),
        Column("published_on", "The day on which this copy was published", type=Type.DAY),
        Column("redactions", "On which grounds something is blacked out; empty if nothing is"),
        Column("pages", "How many pages it has", type=Type.COUNT),
        Column("bytes", "The size of its file", type=Type.COUNT),
        Column("sha256", "The SHA-256 of its file"),
        Column("address", "Where its file is"),
    ]

    def __init__(self, copies: Iterable[PublicCopy]) -> None:
        self.copies = copies

    @classmethod
    def now(cls, *, on: date) -> "Copies":
        """Every copy that anyone may read on a day."""
        return cls(_every(CopyKind(cls.slug), on=on))

    def rows(self) -> Iterator[tuple[Value, ...]]:
        for one in self.copies:
            copy, version = one.copy, one.version
            yield (
                copy.agreement.reference,
                copy.agreement.publisher,
                str(version.said.get("reference", "")),
                one.title,
                version.organisation_name,
                version.organisation.reference if version.organisation else None,
                version.amount,
                version.awarded_on,
                day_of(copy.published_at) if copy.published_at else None,
                "; ".join(copy.redactions),
                copy.page_count,
                copy.file.size,
                copy.file.digest,
                one.address,
            )


@register
class ContractCopies(Copies):
    """Copies of contracts."""

    slug = CopyKind.CONTRACT.value
    title = "Copies of contracts"


@register
class TenderCopies(Copies):
    """Copies of invitations to tender."""

    slug = CopyKind.TENDER.value
    title = "Copies of invitations to tender"


DATASETS: dict[CopyKind, type[Copies]] = {
    CopyKind.CONTRACT: ContractCopies,
    CopyKind.TENDER: TenderCopies,
}


def _every(kind: CopyKind, *, on: date) -> Iterator[PublicCopy]:
    """Some at a time, so that memory stays flat."""
    keys = list(public_copies(kind, on=on).values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        some = public_copies(kind, on=on).filter(pk__in=keys[start : start + CHUNK])
        yield from with_contracts(some, on=on)
