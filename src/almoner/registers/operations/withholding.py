"""Withholding: one proposes, another decides; what endangers someone goes at once."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.agreements.states import AgreementKind
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require
from almoner.organisations.groups import groups_now
from almoner.registers.events import WithholdingEvent
from almoner.registers.grounds import AT_ONCE, Ground, View
from almoner.registers.models import CoveredOrganisation, Withholding
from almoner.registers.policies import (
    may_decide_lifting,
    may_decide_withholding,
    may_keep_withholding,
    may_propose_lifting,
    may_propose_withholding,
)
from almoner.registers.states import UNDER_WAY, WITHHOLDING_LIFECYCLE, WithholdingState

from .editions import lock_what_is_published
from .taking_down import replace_editions, set_tombstones


def withhold(withholding: Withholding, *, by: User, at: datetime) -> Withholding:
    """Propose a withholding; where its ground is safety, it holds at once.

    Editions that hold what is taken down are replaced. Raises PermissionDenied or ValidationError.
    """
    if withholding.ground not in AT_ONCE:
        return propose_withholding(withholding, by=by, at=at)
    taken = take_down(withholding, by=by, at=at)
    replace_editions(by=by, at=at)
    return taken


def agree_to_withhold(withholding: Withholding, *, by: User, at: datetime) -> Withholding:
    """Approve a withholding as its second person, and replace the editions that hold it.

    Raises PermissionDenied or IllegalTransition.
    """
    if withholding.state == WithholdingState.TAKEN_DOWN:
        return uphold_withholding(withholding, by=by, at=at)
    approved = approve_withholding(withholding, by=by, at=at)
    replace_editions(by=by, at=at)
    return approved


@operation
def propose_withholding(withholding: Withholding, *, by: User, at: datetime) -> Withholding:
    """Propose that something be withheld. It stays public until a second person approves.

    Raises PermissionDenied or ValidationError.
    """
    _begin(withholding, WithholdingState.PROPOSED, by=by, at=at)
    record(WithholdingEvent.PROPOSED, about=withholding, by=by, at=at, **_terms(withholding))
    return withholding


@operation
def take_down(withholding: Withholding, *, by: User, at: datetime) -> Withholding:
    """Withhold something from this commit on, by one person. A second looks at it afterwards.

    No edition that holds it is served until it is replaced. Raises PermissionDenied or
    ValidationError.
    """
    lock_what_is_published()
    _begin(withholding, WithholdingState.TAKEN_DOWN, by=by, at=at)
    _cover(withholding)
    editions = set_tombstones(withholding, at=at)
    facts = {**_terms(withholding), "editions": editions}
    record(WithholdingEvent.TAKEN_DOWN, about=withholding, by=by, at=at, **facts)
    return withholding


@operation
def approve_withholding(withholding: Withholding, *, by: User, at: datetime) -> Withholding:
    """Approve a proposal, as its second person: from this commit on it is withheld.

    Raises PermissionDenied or IllegalTransition.
    """
    lock_what_is_published()
    withholding = _lock(withholding)
    require(may_decide_withholding(by, withholding, on=day_of(at)))
    _expect(withholding, WithholdingState.PROPOSED)
    _decide(withholding, WithholdingState.IN_FORCE, by=by, at=at)
    _cover(withholding)
    editions = set_tombstones(withholding, at=at)
    facts = {**_about(withholding), "editions": editions}
    record(WithholdingEvent.APPROVED, about=withholding, by=by, at=at, **facts)
    return withholding


@operation
def uphold_withholding(withholding: Withholding, *, by: User, at: datetime) -> Withholding:
    """Agree, as the second person, with what was taken down.

    Raises PermissionDenied or IllegalTransition.
    """
    withholding = _lock(withholding)
    require(may_decide_withholding(by, withholding, on=day_of(at)))
    _expect(withholding, WithholdingState.TAKEN_DOWN)
    _decide(withholding, WithholdingState.IN_FORCE, by=by, at=at)
    record(WithholdingEvent.UPHELD, about=withholding, by=by, at=at, **_about(withholding))
    return withholding


@operation
def refuse_withholding(withholding: Withholding, *, by: User, at: datetime) -> Withholding:
    """Refuse a proposal: what it is about stays public. Raises PermissionDenied or
    IllegalTransition.
    """
    withholding = _lock(withholding)
    require(may_decide_withholding(by, withholding, on=day_of(at)))
    _decide(withholding, WithholdingState.REFUSED, by=by, at=at)
    record(WithholdingEvent.REFUSED, about=withholding, by=by, at=at, **_about(withholding))
    return withholding


@operation
def keep_withholding(
    withholding: Withholding, *, review_on: date, by: User, at: datetime
) -> Withholding:
    """Keep something withheld until another review. Raises PermissionDenied, IllegalTransition or
    ValidationError.
    """
    withholding = _lock(withholding)
    require(may_keep_withholding(by, withholding, on=day_of(at)))
    _expect(withholding, WithholdingState.IN_FORCE)
    if review_on <= day_of(at):
        raise ValidationError(_("The day of review is yet to come."))
    withholding.review_on = review_on
    withholding.save(update_fields=["review_on"])
    facts = {**_about(withholding), "review_on": review_on}
    record(WithholdingEvent.KEPT, about=withholding, by=by, at=at, **facts)
    return withholding


@operation
def propose_lifting(
    withholding: Withholding, *, reason: str, by: User, at: datetime
) -> Withholding:
    """Propose that something be public again. It stays withheld until a second person agrees.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    withholding = _lock(withholding)
    require(may_propose_lifting(by, withholding, on=day_of(at)))
    WITHHOLDING_LIFECYCLE.check(withholding.state, WithholdingState.LIFTING)
    if not reason.strip():
        raise ValidationError(_("Say why it need not be withheld any more."))
    withholding.state = WithholdingState.LIFTING
    withholding.lifting_reason, withholding.lifting_proposed_by = reason.strip(), by
    withholding.save(update_fields=["state", "lifting_reason", "lifting_proposed_by"])
    record(
        WithholdingEvent.LIFTING_PROPOSED, about=withholding, by=by, at=at, **_about(withholding)
    )
    return withholding


@operation
def refuse_lifting(withholding: Withholding, *, by: User, at: datetime) -> Withholding:
    """Refuse to lift a withholding: it stays in force. Raises PermissionDenied or
    IllegalTransition.
    """
    withholding = _lock(withholding)
    require(may_decide_lifting(by, withholding, on=day_of(at)))
    _expect(withholding, WithholdingState.LIFTING)
    seen = withholding.decided_by_id is not None
    withholding.state = WithholdingState.IN_FORCE if seen else WithholdingState.TAKEN_DOWN
    withholding.lifting_proposed_by = None
    withholding.save(update_fields=["state", "lifting_proposed_by"])
    record(WithholdingEvent.LIFTING_REFUSED, about=withholding, by=by, at=at, **_about(withholding))
    return withholding


@operation
def lift_withholding(withholding: Withholding, *, by: User, at: datetime) -> Withholding:
    """Lift a withholding, as its second person: what it was about is public from this commit on.

    Editions from which it was taken stay without it. Raises PermissionDenied or IllegalTransition.
    """
    withholding = _lock(withholding)
    require(may_decide_lifting(by, withholding, on=day_of(at)))
    WITHHOLDING_LIFECYCLE.check(withholding.state, WithholdingState.LIFTED)
    withholding.state = WithholdingState.LIFTED
    withholding.lifted_by, withholding.lifted_at = by, at
    withholding.save(update_fields=["state", "lifted_by", "lifted_at"])
    record(WithholdingEvent.LIFTED, about=withholding, by=by, at=at, **_about(withholding))
    return withholding


def mistakes_in(withholding: Withholding, *, on: date) -> Iterator[str]:
    """What the law does not allow, or what makes no sense, of a withholding not yet proposed."""
    if not withholding.reason.strip():
        yield _("Say why it is to be withheld.")
    if withholding.ground == Ground.CRIME and withholding.view_of != View.CHIEF_OFFICER:
        yield _("On crime or justice the law asks for the chief officer’s view.")
    is_contract = withholding.agreement and withholding.agreement.kind == AgreementKind.CONTRACT
    if withholding.ground == Ground.COMMERCIAL and not is_contract:
        yield _("Only a contract is withheld as sensitive commercial information.")
    if withholding.review_on <= on:
        yield _("The day of review is yet to come.")
    if withholdings_under_way(withholding).exists():
        yield _("It is withheld already, or proposed to be.")


def withholdings_under_way(withholding: Withholding) -> QuerySet[Withholding]:
    """Those of the same agreement, or of whatever is at one with the same organisation."""
    found = Withholding.objects.filter(state__in=UNDER_WAY)
    if withholding.organisation_id is None:
        return found.filter(agreement=withholding.agreement)
    return found.filter(organisation__in=groups_now().of(withholding.organisation_id))


def _cover(withholding: Withholding) -> None:
    """Keep which organisations are withheld by this from now on, whatever is parted later."""
    if withholding.organisation_id is not None:
        CoveredOrganisation.objects.bulk_create(
            CoveredOrganisation(withholding=withholding, organisation_id=key)
            for key in groups_now().of(withholding.organisation_id)
        )


def _begin(withholding: Withholding, state: WithholdingState, *, by: User, at: datetime) -> None:
    require(may_propose_withholding(by, on=day_of(at)))
    if mistakes := list(mistakes_in(withholding, on=day_of(at))):
        raise ValidationError(mistakes)
    withholding.state = state
    withholding.proposed_by, withholding.proposed_at = by, at
    withholding.save(force_insert=True)


def _expect(withholding: Withholding, state: WithholdingState) -> None:
    """Raise IllegalTransition for what this is not the answer to."""
    if withholding.state != state:
        raise IllegalTransition(f"{withholding} is {withholding.state}, not {state}")


def _decide(withholding: Withholding, state: WithholdingState, *, by: User, at: datetime) -> None:
    WITHHOLDING_LIFECYCLE.check(withholding.state, state)
    withholding.state = state
    withholding.decided_by, withholding.decided_at = by, at
    withholding.save(update_fields=["state", "decided_by", "decided_at"])


def _lock(withholding: Withholding) -> Withholding:
    return Withholding.objects.select_for_update().get(pk=withholding.pk)


def _about(withholding: Withholding) -> dict[str, Any]:
    return {"thing": str(withholding.thing), "ground": Ground(withholding.ground)}


def _terms(withholding: Withholding) -> dict[str, Any]:
    return {
        **_about(withholding),
        "view": View(withholding.view_of),
        "review_on": withholding.review_on,
    }
