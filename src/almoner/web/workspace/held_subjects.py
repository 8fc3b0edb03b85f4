"""What a request for information may be about, and what its page leads back to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from almoner.agreements.models import Agreement, AgreementVersion
from almoner.commissions.models import Commission
from almoner.core.states import BatchState
from almoner.core.verdicts import require
from almoner.decisions.models import Decision
from almoner.organisations.groups import head_of
from almoner.organisations.models import Organisation
from almoner.organisations.policies import may_see_likenesses
from almoner.registers.policies import may_see_holdings
from almoner.web.requests import StaffRequest

from .cases import case_or_404
from .decisions import decision_or_404
from .organisations import shown_organisation


@dataclass(frozen=True, slots=True)
class Asked:
    """The thing that a request is about, as its page calls it, and where that page is."""

    what: str
    thing: Any
    title: str
    url: str

    @property
    def reference(self) -> str:
        return str(self.thing)


def asked_about(request: StaffRequest, what: str, reference: str) -> Asked:
    """What an address names, for whoever may see what is held about it."""
    require(may_see_holdings(request.user, on=localdate()))
    if what not in SUBJECTS:
        raise Http404(what)
    return SUBJECTS[what](request, reference)


def _organisation(request: StaffRequest, reference: str) -> Asked:
    thing: Organisation = head_of(shown_organisation(reference))
    sees = may_see_likenesses(request.user, on=localdate())
    url = reverse("workspace:organisation", args=[thing]) if sees else ""
    return Asked("organisations", thing, thing.name, url)


def _agreement(_request: StaffRequest, reference: str) -> Asked:
    live = AgreementVersion.objects.filter(batch__state=BatchState.LIVE)
    seen = Agreement.objects.filter(pk__in=live.order_by().values("agreement"))
    thing = get_object_or_404(seen, reference=reference)
    last = live.filter(agreement=thing).order_by("-batch__known_from", "-pk").first()
    title = (last.called if last else "") or _("Without a title")
    return Asked("agreements", thing, title, _page_of(last, thing, on=localdate()))


def _page_of(last: AgreementVersion | None, thing: Agreement, *, on: date) -> str:
    """What becomes known on a later day has no page yet."""
    is_known = last is not None and last.batch.known_from is not None
    if last is None or not is_known or (last.batch.known_from or on) > on:
        return ""
    return reverse("workspace:agreement", args=[thing])


def _case(request: StaffRequest, reference: str) -> Asked:
    thing: Commission = case_or_404(request, reference)
    return Asked("cases", thing, thing.title, reverse("workspace:commission", args=[thing]))


def _decision(request: StaffRequest, reference: str) -> Asked:
    thing: Decision = decision_or_404(request, reference)
    text = thing.asked.text if thing.asked else thing.current
    title = text.title if text else thing.called
    return Asked("decisions", thing, title, reverse("workspace:decision", args=[thing]))


SUBJECTS: dict[str, Callable[[StaffRequest, str], Asked]] = {
    "organisations": _organisation,
    "agreements": _agreement,
    "cases": _case,
    "decisions": _decision,
}
