"""What is held of risks, open and closed."""

from datetime import date

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy

from almoner.accounts.due import people_of
from almoner.accounts.models import User
from almoner.accounts.queries import worker_of
from almoner.core.holdings import Reach, Records, Told, Why, declare_holding
from almoner.core.moments import day_of
from almoner.core.references import name_of

from .models import Assessment, Risk
from .queries import READERS, READERS_OF_RESTRICTED


def tell_risk(risk: Risk) -> Told:
    name, what = name_of(risk), getattr(risk, "event", None) or str(risk)
    if risk.is_restricted:
        return Told(name, what, day_of(risk.opened_at), restricted=name, why=Why.RESTRICTED)
    return Told(name, what, day_of(risk.opened_at))


def risks_readable(records: Records, user: User, on: date) -> Records:
    """As `may_read_risk`: by whoever owns one or recorded it, and the rest by their roles."""
    worker = worker_of(user, on=on)
    people = people_of(worker)
    owned = Assessment.objects.filter(owner__reference__in=people).order_by().values("risk")
    seen = Q(recorded_by__reference__in=people) | Q(pk__in=owned)
    if worker.roles & READERS:
        seen |= Q(is_restricted=False)
    if worker.roles & READERS_OF_RESTRICTED:
        seen |= Q(is_restricted=True)
    return records.filter(seen)


@declare_holding(
    "risks",
    label=gettext_lazy("Risks"),
    readers=gettext_lazy("Officials. A restricted one is for its owner, and few others"),
    readable=risks_readable,
    tell=tell_risk,
)
def risks_held(reach: Reach) -> Records:
    last = Assessment.objects.filter(risk=OuterRef("pk")).order_by("-pk")
    found = Risk.objects.filter(reach.named_in("about"))
    return found.annotate(event=Subquery(last.values("event")[:1])).order_by("-pk")
