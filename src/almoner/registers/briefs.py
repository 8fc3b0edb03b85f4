"""What a board is told of an agreement is for few where the agreement is hidden from the public."""

from almoner.agreements.models import AgreementVersion
from almoner.documents.briefs import declare_brief
from almoner.payments.briefs import brief_of_agreement

from .publicity import hidden_now


def is_hidden_agreement(reference: str) -> bool:
    """Whether it is withheld, or something said of it is held until somebody has looked."""
    hidden = AgreementVersion.objects.filter(hidden_now().versions)
    return hidden.filter(agreement__reference=reference).exists()


declare_brief("agreements.agreement", is_restricted=is_hidden_agreement)(brief_of_agreement)
