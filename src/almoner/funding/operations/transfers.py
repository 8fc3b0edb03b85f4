"""Moving money to another line of its fund: small amounts alone, large ones by two people."""

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import next_reference
from almoner.core.verdicts import require
from almoner.funding.balances import Balance
from almoner.funding.carrying import foresee_transfer
from almoner.funding.events import TransferEvent
from almoner.funding.models import BudgetLine, Transfer
from almoner.funding.policies import (
    may_decide_on_transfer,
    may_propose_transfer,
    may_withdraw_transfer,
)
from almoner.funding.queries import terms_of
from almoner.funding.rules import steps_of
from almoner.funding.states import TRANSFER_LIFECYCLE, Act, TransferState

from .moving import enter, lock_lines


@operation
def transfer_money(
    source: BudgetLine,
    target: BudgetLine,
    amount: Decimal,
    *,
    reason: str,
    by: User,
    at: datetime,
) -> Transfer:
    """Move an amount to another line of the fund; or ask for it, where that takes a second person.

    Raises PermissionDenied, Unaffordable, or ValidationError where the fund's rules do not let it.
    """
    source, target = lock_lines(source, target)
    require(may_propose_transfer(by, source.fund, on=day_of(at)))
    if not reason.strip():
        raise ValidationError(_("Say why."))
    foresee_transfer(source, target, amount, on=day_of(at))
    takes_two = amount > terms_of(source.fund, on=day_of(at)).alone_up_to
    transfer = Transfer.objects.create(
        reference=next_reference("TRF", on=day_of(at)),
        source=source,
        target=target,
        amount=amount,
        reason=reason.strip(),
        state=TransferState.PROPOSED if takes_two else TransferState.MADE,
        takes_two=takes_two,
        proposed_by=by,
        proposed_at=at,
    )
    if takes_two:
        record(TransferEvent.PROPOSED, about=transfer, by=by, at=at, **_between(transfer))
    else:
        movement = _make(transfer, by=by, at=at)
        facts = {**_between(transfer), "movement": movement}
        record(TransferEvent.MADE, about=transfer, by=by, at=at, **facts)
    return transfer


@operation
def approve_transfer(transfer: Transfer, *, by: User, at: datetime) -> Transfer:
    """Make a transfer that somebody else proposed, if the money is still there.

    Raises PermissionDenied, IllegalTransition, Unaffordable or ValidationError.
    """
    transfer, source, target = _held(transfer)
    require(may_decide_on_transfer(by, transfer, on=day_of(at)))
    TRANSFER_LIFECYCLE.check(transfer.state, TransferState.MADE)
    foresee_transfer(source, target, transfer.amount, on=day_of(at))
    _become(transfer, TransferState.MADE, decided_by=by, at=at)
    movement = _make(transfer, by=by, at=at)
    facts = {**_between(transfer), "movement": movement}
    record(TransferEvent.MADE, about=transfer, by=by, at=at, **facts)
    return transfer


@operation
def refuse_proposed_transfer(transfer: Transfer, *, by: User, at: datetime) -> Transfer:
    """Refuse a transfer: nothing moves. Raises PermissionDenied or IllegalTransition."""
    transfer, _source, _target = _held(transfer)
    require(may_decide_on_transfer(by, transfer, on=day_of(at)))
    TRANSFER_LIFECYCLE.check(transfer.state, TransferState.REFUSED)
    _become(transfer, TransferState.REFUSED, decided_by=by, at=at)
    record(TransferEvent.REFUSED, about=transfer, by=by, at=at, **_between(transfer))
    return transfer


@operation
def withdraw_transfer(transfer: Transfer, *, by: User, at: datetime) -> Transfer:
    """Take a proposal back. Raises PermissionDenied or IllegalTransition."""
    transfer, _source, _target = _held(transfer)
    require(may_withdraw_transfer(by, transfer, on=day_of(at)))
    TRANSFER_LIFECYCLE.check(transfer.state, TransferState.WITHDRAWN)
    _become(transfer, TransferState.WITHDRAWN, decided_by=None, at=at)
    record(TransferEvent.WITHDRAWN, about=transfer, by=by, at=at, **_between(transfer))
    return transfer


def _held(transfer: Transfer) -> tuple[Transfer, BudgetLine, BudgetLine]:
    """Its lines first, as everybody holds them; then the proposal itself."""
    source, target = lock_lines(transfer.source, transfer.target)
    return Transfer.objects.select_for_update().get(pk=transfer.pk), source, target


def _become(
    transfer: Transfer, state: TransferState, *, decided_by: User | None, at: datetime
) -> None:
    transfer.state, transfer.decided_by, transfer.decided_at = state, decided_by, at
    transfer.save(update_fields=["state", "decided_by", "decided_at"])


def _make(transfer: Transfer, *, by: User, at: datetime) -> str:
    movement = ""
    for line, act in (
        (transfer.source, Act.TRANSFERRED_OUT),
        (transfer.target, Act.TRANSFERRED_IN),
    ):
        movement = enter(
            line,
            act,
            steps_of(act, transfer.amount, of_it=Balance()),
            reason=transfer.reason,
            valid_from=day_of(at),
            by=by,
            movement=movement,
            transfer=transfer,
        )
    return movement


def _between(transfer: Transfer) -> dict[str, object]:
    source, target = str(transfer.source), str(transfer.target)
    return {"source": source, "target": target, "amount": transfer.amount}
