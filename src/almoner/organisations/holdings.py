"""What is held of organisations: who they are, and what people decided of whom they may be."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core.holdings import Reach, Records, Told, all_or_none, declare_holding
from almoner.core.moments import day_of
from almoner.core.references import name_of

from .models import LikenessDecision, Organisation
from .policies import may_see_likenesses

ORGANISATION = "organisations.organisation"
OFFICIALS = "decide"  # the page that officials read; the other is for anyone


def tell_organisation(organisation: Organisation) -> Told:
    batch = organisation.batch
    known = day_of(batch.recorded_at) if batch and batch.recorded_at else None
    return Told(name_of(organisation), organisation.name, known, OFFICIALS)


def anyone(records: Records, _user: Any, _on: Any) -> Records:
    return records


@declare_holding(
    "organisations",
    label=gettext_lazy("Organisations"),
    readers=gettext_lazy("Officials who may open this page"),
    readable=anyone,
    tell=tell_organisation,
)
def organisations_held(reach: Reach) -> Records:
    found = Organisation.objects.filter(pk__in=reach.keys(ORGANISATION))
    return found.select_related("batch").order_by("pk")


def tell_likeness(decision: LikenessDecision) -> Told:
    both = [str(one) for one in (decision.likeness.organisation, decision.likeness.other) if one]
    words = {"decided": decision.get_decided_display(), "both": ", ".join(both)}
    about = name_of(decision.likeness.organisation)
    return Told(about, _("%(decided)s: %(both)s") % words, day_of(decision.decided_at), OFFICIALS)


@declare_holding(
    "likenesses",
    label=gettext_lazy("Decisions on who is the same organisation"),
    readers=gettext_lazy("Officials who deal with organisations, and the auditor"),
    readable=all_or_none(may_see_likenesses),
    tell=tell_likeness,
)
def likenesses_decided(reach: Reach) -> Records:
    keys = reach.keys(ORGANISATION)
    about = Q(likeness__organisation__in=keys) | Q(likeness__other__in=keys)
    found = LikenessDecision.objects.filter(about).order_by("-pk")
    return found.select_related("likeness__organisation", "likeness__other")
