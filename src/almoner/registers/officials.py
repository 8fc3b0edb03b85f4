"""What officials see beside agreements: which are withheld, and the files that spoke of them.

The public's door is `publicity`; nothing here is for the public.
"""

from collections.abc import Collection, Iterable

from almoner.agreements.models import AgreementVersion

from .models import ImportedFile
from .publicity import withheld_now


def withheld_among(agreements: Collection[int]) -> set[int]:
    """Those of these agreements, by their keys, that are kept from the public: two queries."""
    versions = AgreementVersion.objects.filter(agreement__in=agreements)
    return set(versions.filter(withheld_now().versions()).values_list("agreement", flat=True))


def files_of(versions: Iterable[AgreementVersion]) -> dict[int, ImportedFile]:
    """The file that each version came in, by its batch."""
    batches = {version.batch_id for version in versions}
    return {file.batch_id: file for file in ImportedFile.objects.filter(batch__in=batches)}


def withheld_agreements_among(references: Collection[str]) -> set[str]:
    """Those of these agreements, by their references, that are withheld from the public."""
    versions = AgreementVersion.objects.filter(agreement__reference__in=references)
    found = versions.filter(withheld_now().versions())
    return set(found.values_list("agreement__reference", flat=True))
