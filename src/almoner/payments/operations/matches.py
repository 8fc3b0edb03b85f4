"""Deciding on a match: to confirm, refuse or undo it."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.repetitions import row_repeated_by
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Batch
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.states import BatchState
from almoner.core.verdicts import require
from almoner.payments.events import MatchEvent
from almoner.payments.models import Match, MatchDecision, Payment
from almoner.payments.policies import may_decide_matches
from almoner.payments.states import MATCH_LIFECYCLE, Basis, MatchState


class AlreadyMatched(IllegalTransition):
    """The payment is matched with an agreement already."""


@operation
def confirm_match(payment: Payment, agreement: Agreement, *, by: User, at: datetime) -> Match:
    """Say that a payment was made under an agreement, proposed or not.

    Raises PermissionDenied; AlreadyMatched where another is confirmed; IllegalTransition for what
    is confirmed already, where the import of either was undone, or for a row that only repeats
    another.
    """
    require(may_decide_matches(by, on=day_of(at)))
    keep_both_live(payment, agreement)
    if first := row_repeated_by(agreement.reference, on=day_of(at)):
        raise IllegalTransition(f"{agreement} only repeats {first}")
    match, _is_new = Match.objects.get_or_create(
        payment=payment,
        agreement=agreement,
        defaults={
            "basis": Basis.PERSON,
            "proposed_by": by,
            "proposed_at": at,
            "recorded_at": server_now(),
        },
    )
    confirmed = Match.objects.filter(payment=payment, state=MatchState.CONFIRMED)
    if confirmed.exclude(pk=match.pk).exists():
        raise AlreadyMatched(_("This payment is matched already. Undo that match first."))
    return _decide(match, MatchState.CONFIRMED, MatchEvent.CONFIRMED, by=by, at=at)


@operation
def refuse_match(match: Match, *, by: User, at: datetime) -> Match:
    """Say that a payment was not made under the agreement proposed, which is not proposed again.

    Raises PermissionDenied or IllegalTransition.
    """
    require(may_decide_matches(by, on=day_of(at)))
    keep_both_live(match.payment, match.agreement)
    return _decide(match, MatchState.REFUSED, MatchEvent.REFUSED, by=by, at=at)


@operation
def undo_match(match: Match, *, by: User, at: datetime) -> Match:
    """Take a confirmation back. What was decided stays on record, and past days still say it.

    Raises PermissionDenied or IllegalTransition.
    """
    require(may_decide_matches(by, on=day_of(at)))
    keep_both_live(match.payment, match.agreement)
    return _decide(match, MatchState.UNDONE, MatchEvent.UNDONE, by=by, at=at)


def keep_both_live(payment: Payment, agreement: Agreement) -> None:
    """Within an operation: let nobody undo the imports of these, nor decide on them, meanwhile.

    Raises IllegalTransition where one of them is undone already.
    """
    said = AgreementVersion.objects.filter(agreement=agreement)
    batches = Batch.objects.filter(Q(pk=payment.batch_id) | Q(pk__in=said.values("batch")))
    # In one order, so that two who decide at once wait for each other and neither for both.
    kept = {batch.pk: batch for batch in batches.select_for_update().order_by("pk")}
    is_said = said.filter(batch__state=BatchState.LIVE).exists()
    if not is_said or kept[payment.batch_id].state != BatchState.LIVE:
        raise IllegalTransition(f"{payment} or {agreement} is no longer live")


def _decide(match: Match, state: MatchState, event: MatchEvent, *, by: User, at: datetime) -> Match:
    match = Match.objects.select_related("payment", "agreement").get(pk=match.pk)
    MATCH_LIFECYCLE.check(match.state, state)
    match.state = state
    match.save(update_fields=["state"])
    MatchDecision.objects.create(
        match=match, state=state, decided_by=by, decided_at=at, recorded_at=server_now()
    )
    payment = match.payment
    record(
        event,
        about=payment,
        by=by,
        at=at,
        agreement=match.agreement.reference,
        amount=payment.amount,
    )
    return match
