"""What is held of decisions: each as a whole. What of it is public is its part 1."""

from datetime import date

from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.core.holdings import Reach, Records, Told, Why, declare_holding
from almoner.core.moments import day_of
from almoner.core.references import name_of

from .models import Advice, Decision, Interest
from .queries import decisions, decisions_visible_to
from .states import DecisionState

DECISION = "decisions.decision"
READERS = gettext_lazy("Whoever may see the case. Of a restricted one each reading is logged")


def decisions_readable(records: Records, user: User, on: date) -> Records:
    seen = decisions_visible_to(user, on=on).order_by()
    return records.filter(pk__in=seen.values("pk"))


def of_decisions_read(records: Records, user: User, on: date) -> Records:
    seen = decisions_visible_to(user, on=on).order_by().values("pk")
    column = "text__decision" if records.model is Advice else "decision"
    return records.filter(**{f"{column}__in": seen})


def _told(decision: Decision, what: str, day: date, why: Why) -> Told:
    name = name_of(decision)
    if decision.is_restricted:
        return Told(name, what, day, restricted=name, why=Why.RESTRICTED)
    return Told(name, what, day, why=why)


def tell_decision(decision: Decision) -> Told:
    text = decision.asked.text if decision.asked else decision.current
    what = f"{decision.called} {text.title if text else ''}: {decision.get_state_display()}"
    signed = decision.state == DecisionState.SIGNED
    day = day_of(decision.settled_at or decision.begun_at)
    return _told(decision, what, day, Why.INTERNAL if signed else Why.UNFINISHED)


@declare_holding(
    "decisions",
    label=gettext_lazy("Decisions"),
    readers=READERS,
    readable=decisions_readable,
    tell=tell_decision,
)
def decisions_held(reach: Reach) -> Records:
    return decisions().filter(pk__in=reach.keys(DECISION)).order_by("-pk")


def tell_advice(one: Advice) -> Told:
    what = one.get_subject_display()
    return _told(one.text.decision, what, day_of(one.given_at), Why.INTERNAL)


@declare_holding(
    "advice",
    label=gettext_lazy("Advice on decisions"),
    readers=READERS,
    readable=of_decisions_read,
    tell=tell_advice,
)
def advice_held(reach: Reach) -> Records:
    found = Advice.objects.filter(text__decision__in=reach.keys(DECISION))
    return found.select_related("text__decision__commission").order_by("-pk")


def tell_interest(one: Interest) -> Told:
    what = str(gettext_lazy("A declaration of interest"))
    return _told(one.decision, what, day_of(one.declared_at), Why.PERSONAL)


@declare_holding(
    "interests",
    label=gettext_lazy("Declarations of interest"),
    readers=READERS,
    readable=of_decisions_read,
    tell=tell_interest,
)
def interests_held(reach: Reach) -> Records:
    found = Interest.objects.filter(decision__in=reach.keys(DECISION))
    return found.select_related("decision__commission").order_by("-pk")
