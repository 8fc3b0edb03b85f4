"""What the pages about papers of agreements share: the agreement that an address names."""

from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate

from almoner.agreements.models import AgreementVersion
from almoner.agreements.selections import registers_on
from almoner.core.verdicts import require
from almoner.papers.policies import may_see_papers
from almoner.web.requests import StaffRequest

CHANGE = ["GET", "HEAD", "POST"]


def agreement_or_404(request: StaffRequest, reference: str) -> AgreementVersion:
    """What the register says of an agreement, to whoever may see its papers: also of a row that
    only repeats another, whose papers would be lost.
    """
    require(may_see_papers(request.user, on=localdate()))
    said = registers_on(localdate(), is_as_at=False)
    return get_object_or_404(said, agreement__reference=reference)
