"""What is held of the papers of agreements: documents, copies to publish, and exemptions."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core.holdings import Reach, Records, Told, Why, all_or_none, declare_holding
from almoner.core.moments import day_of
from almoner.core.references import name_of

from .models import Copy, Document, Exemption
from .policies import may_see_papers
from .states import UNDER_WAY

AGREEMENT = "agreements.agreement"
READERS = gettext_lazy("Officials who make, manage, pay or publish agreements, and the auditor")


def tell_document(document: Document) -> Told:
    title = document.title if document.file.is_kept else _("its file was taken down")
    words = {"kind": document.get_kind_display(), "title": title}
    what = _("%(kind)s: %(title)s") % words
    page = f"papers.documents:{document.agreement}"
    told = _("It has no public address, ever. A copy to publish is another file.")
    return Told(page, what, document.dated_on, words=told)


@declare_holding(
    "documents",
    label=gettext_lazy("Documents of agreements"),
    readers=READERS,
    readable=all_or_none(may_see_papers),
    tell=tell_document,
)
def documents_held(reach: Reach) -> Records:
    found = Document.objects.filter(agreement__in=reach.keys(AGREEMENT))
    return found.select_related("agreement", "file").order_by("-pk")


def tell_copy(copy: Copy) -> Told:
    words = {"kind": copy.get_kind_display(), "state": copy.get_state_display()}
    why = Why.UNFINISHED if copy.state in UNDER_WAY else Why.INTERNAL
    day = copy.published_at or copy.prepared_at
    return Told(name_of(copy), _("%(kind)s: %(state)s") % words, day_of(day), why=why)


@declare_holding(
    "copies",
    label=gettext_lazy("Copies to publish"),
    readers=READERS,
    readable=all_or_none(may_see_papers),
    tell=tell_copy,
)
def copies_held(reach: Reach) -> Records:
    found = Copy.objects.filter(agreement__in=reach.keys(AGREEMENT))
    return found.select_related("agreement", "file").order_by("-pk")


def tell_exemption(exemption: Exemption) -> Told:
    words = {"reason": exemption.get_reason_display(), "state": exemption.get_state_display()}
    what = _("That no copy is owed (%(reason)s): %(state)s") % words
    return Told(name_of(exemption), what, day_of(exemption.proposed_at))


@declare_holding(
    "exemptions",
    label=gettext_lazy("Findings that no copy is owed"),
    readers=READERS,
    readable=all_or_none(may_see_papers),
    tell=tell_exemption,
)
def exemptions_held(reach: Reach) -> Records:
    found = Exemption.objects.filter(agreement__in=reach.keys(AGREEMENT))
    return found.select_related("agreement").order_by("-pk")
