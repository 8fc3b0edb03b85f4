"""Delegations, as decisions grant them, and their end."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require
from almoner.decisions.events import DelegationEvent
from almoner.decisions.forms_of_words import amount_in
from almoner.decisions.models import Decision, Delegation
from almoner.decisions.policies import may_end_delegation
from almoner.decisions.states import DecisionState

from .drafting import text_of


@operation
def grant_delegation(
    decision: Decision, said: Mapping[str, str], *, by: User, at: datetime
) -> Delegation:
    """Give what a decision grants, as it is signed; nothing else grants any.

    Raises IllegalTransition.
    """
    granted = decision.delegations.count()
    if decision.state != DecisionState.SIGNED or granted >= len(text_of(decision).grants):
        raise IllegalTransition(f"{decision} is not signed, or has granted all that it grants")
    delegation = Delegation(decision=decision, matter=said["matter"], begins_on=day_of(at))
    delegation.ceiling = amount_in(said["ceiling"])
    delegation.ends_on = date.fromisoformat(said["ends_on"])
    delegation.office = said.get("office", "")
    if not delegation.office:
        delegation.person = User.objects.get(reference=said["person"])
    delegation.save(force_insert=True)
    facts = {"decision": decision.number, "ceiling": delegation.ceiling}
    record(
        DelegationEvent.GRANTED,
        about=delegation,
        by=by,
        at=at,
        until=delegation.ends_on,
        **facts,
    )
    return delegation


@operation
def end_delegation(delegation: Delegation, *, because: str, by: User, at: datetime) -> Delegation:
    """End a delegation before its day, with the reason. What was decided under it stands.

    Raises PermissionDenied or ValidationError.
    """
    Delegation.objects.select_for_update().get(pk=delegation.pk)
    delegation = Delegation.objects.select_related("decision").get(pk=delegation.pk)
    require(may_end_delegation(by, delegation, on=day_of(at)))
    if not because.strip():
        raise ValidationError({"because": _("Say why.")})
    delegation.ended_at, delegation.ended_by = at, by
    delegation.ended_because = because.strip()
    delegation.save(update_fields=["ended_at", "ended_by", "ended_because"])
    record(DelegationEvent.ENDED, about=delegation, by=by, at=at)
    return delegation
