"""What the pages about papers of agreements share: the agreement that an address names."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate

from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.queries import agreements_known
from almoner.agreements.states import AgreementKind
from almoner.core.verdicts import require
from almoner.papers.policies import may_see_papers
from almoner.web.requests import StaffRequest

CHANGE = ["GET", "HEAD", "POST"]


def agreement_or_404(request: StaffRequest, reference: str) -> AgreementVersion:
    """What the register says of an agreement, to whoever may see its papers."""
    require(may_see_papers(request.user, on=localdate()))
    agreement = get_object_or_404(Agreement, reference=reference)
    known = agreements_known(AgreementKind(agreement.kind), localdate())
    found = known.filter(agreement=agreement).first()
    if found is None:
        raise Http404
    return found
