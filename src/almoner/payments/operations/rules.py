"""Rules that people save, so that the house proposes what they would."""

from collections.abc import Iterator
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.batches import CHUNK
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.models import Batch
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require
from almoner.payments.events import MatchingRuleEvent
from almoner.payments.matched import proposals_of, sum_of
from almoner.payments.models import Match, MatchDecision, MatchingRule, Payment
from almoner.payments.policies import may_decide_matches, may_keep_matching_rules
from almoner.payments.queries import Totals
from almoner.payments.states import RULE_LIFECYCLE, MatchState, RuleState


class ProposalsChanged(Exception):
    """What a rule proposes is not what was looked at."""


@operation
def save_matching_rule(rule: MatchingRule, *, by: User, at: datetime) -> MatchingRule:
    """Keep a rule, by which the house proposes from now on.

    Raises PermissionDenied, or ValidationError for one that every payment would answer to, or
    none could.
    """
    require(may_keep_matching_rules(by, on=day_of(at)))
    if mistake := rule.mistake():
        raise ValidationError(mistake)
    rule.saved_by, rule.saved_at, rule.recorded_at = by, at, server_now()
    rule.save(force_insert=True)
    record(MatchingRuleEvent.SAVED, about=rule, by=by, at=at, agreement=rule.agreement.reference)
    return rule


@operation
def end_matching_rule(rule: MatchingRule, *, by: User, at: datetime) -> MatchingRule:
    """Propose by a rule no more. What it proposed stays, for people to decide.

    Raises PermissionDenied or IllegalTransition.
    """
    require(may_keep_matching_rules(by, on=day_of(at)))
    rule = MatchingRule.objects.select_for_update().get(pk=rule.pk)
    RULE_LIFECYCLE.check(rule.state, RuleState.ENDED)
    rule.state, rule.ended_by, rule.ended_at = RuleState.ENDED, by, at
    rule.save(update_fields=["state", "ended_by", "ended_at"])
    record(MatchingRuleEvent.ENDED, about=rule, by=by, at=at, agreement=rule.agreement.reference)
    return rule


@operation
def confirm_proposals_of(
    rule: MatchingRule, *, seen: Totals, by: User, at: datetime
) -> MatchingRule:
    """Confirm all that one rule proposed and nothing else did, as somebody looked at it.

    Raises PermissionDenied; ProposalsChanged where it no longer comes to what was seen.
    """
    require(may_decide_matches(by, on=day_of(at)))
    _keep_all_live(rule)
    proposals = proposals_of(rule)
    if not seen.count or sum_of(proposals) != seen:
        raise ProposalsChanged(_("What this rule proposes has changed. Look at it again."))
    for keys in _chunks(list(proposals.order_by("pk").values_list("pk", flat=True))):
        Match.objects.filter(pk__in=keys).update(state=MatchState.CONFIRMED)
        MatchDecision.objects.bulk_create(
            MatchDecision(
                match_id=key,
                state=MatchState.CONFIRMED,
                rule=rule,
                decided_by=by,
                decided_at=at,
                recorded_at=server_now(),
            )
            for key in keys
        )
    record(
        MatchingRuleEvent.CONFIRMED,
        about=rule,
        by=by,
        at=at,
        agreement=rule.agreement.reference,
        payments=seen.count,
        amount=seen.amount,
    )
    return rule


def _keep_all_live(rule: MatchingRule) -> None:
    """Let nobody undo what the rule's proposals stand on, nor decide on them, meanwhile."""
    paid = Payment.objects.filter(matches__in=proposals_of(rule)).values("batch")
    said = rule.agreement.versions.values("batch")
    batches = Batch.objects.filter(pk__in=paid) | Batch.objects.filter(pk__in=said)
    list(batches.select_for_update().order_by("pk").values_list("pk"))


def _chunks(keys: list[int]) -> Iterator[list[int]]:
    return (keys[first : first + CHUNK] for first in range(0, len(keys), CHUNK))
