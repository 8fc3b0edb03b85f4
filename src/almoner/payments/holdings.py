"""What is held of payments, and of the agreements under which they were made."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core.holdings import Reach, Records, Told, all_or_none, declare_holding
from almoner.core.moments import day_of

from .matched import live_matches
from .models import Match, MatchingRule, Payment
from .policies import may_see_matches

PAYMENT = "payments.payment"
OFFICIALS = "match"  # the page that officials read; the other is for anyone


def tell_payment(payment: Payment) -> Told:
    sign = "\N{MINUS SIGN}" if payment.amount < 0 else ""
    said = payment.purpose or payment.category or payment.payer
    what = f"{sign}£{abs(payment.amount):,.2f}: {said}"
    return Told(f"payments.payment:{payment}", what, payment.paid_on, OFFICIALS)


def anyone(records: Records, _user: Any, _on: Any) -> Records:
    return records


@declare_holding(
    "payments",
    label=gettext_lazy("Payments"),
    readers=gettext_lazy("Officials who may open this page"),
    readable=anyone,
    tell=tell_payment,
)
def payments_held(reach: Reach) -> Records:
    found = Payment.objects.filter(pk__in=reach.keys(PAYMENT))
    return found.select_related("batch").order_by("-paid_on", "-reference")


def tell_match(match: Match) -> Told:
    words = {"agreement": match.agreement, "state": match.get_state_display()}
    what = _("That it was made under %(agreement)s: %(state)s") % words
    return Told(f"payments.payment:{match.payment}", what, day_of(match.proposed_at), OFFICIALS)


@declare_holding(
    "matches",
    label=gettext_lazy("Which payment was made under which agreement"),
    readers=gettext_lazy("Finance officers, grant or contract managers, and the auditor"),
    readable=all_or_none(may_see_matches),
    tell=tell_match,
)
def matches_held(reach: Reach) -> Records:
    about = Q(payment__in=reach.keys(PAYMENT))
    about |= Q(agreement__in=reach.keys("agreements.agreement"))
    return live_matches().filter(about).select_related("payment", "agreement").order_by("-pk")


def tell_rule(rule: MatchingRule) -> Told:
    words = {"name": rule.name, "state": rule.get_state_display()}
    about = f"agreements.agreement:{rule.agreement}"
    return Told(about, _("%(name)s: %(state)s") % words, day_of(rule.saved_at))


@declare_holding(
    "matching-rules",
    label=gettext_lazy("Rules by which payments are matched"),
    readers=gettext_lazy("Finance officers, grant or contract managers, and the auditor"),
    readable=all_or_none(may_see_matches),
    tell=tell_rule,
)
def matching_rules_held(reach: Reach) -> Records:
    about = Q(agreement__in=reach.keys("agreements.agreement"))
    about |= Q(organisation__in=reach.keys("organisations.organisation"))
    return MatchingRule.objects.filter(about).select_related("agreement").order_by("-pk")
