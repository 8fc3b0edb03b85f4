"""Delegations, as decisions grant them; and who holds which office."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require
from almoner.decisions.events import DelegationEvent, OfficeEvent
from almoner.decisions.forms_of_words import amount_in
from almoner.decisions.models import Decision, Delegation, OfficeHolding
from almoner.decisions.policies import may_end_delegation, may_fill_office
from almoner.decisions.scheme import holders_of
from almoner.decisions.states import DecisionState
from almoner.framework.offices import Office

from .drafting import text_of

DAY = timedelta(days=1)


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


@operation
def fill_office(
    office: Office, *, holder: User, from_day: date, by: User, at: datetime
) -> OfficeHolding:
    """Say that somebody who has its role holds an office from a day on.

    Raises PermissionDenied or ValidationError.
    """
    require(may_fill_office(by, on=day_of(at)))
    if holder == by:
        raise ValidationError({"holder": _("Nobody gives an office to themselves.")})
    if from_day < day_of(at):
        raise ValidationError({"from_day": _("An office is held from today at the earliest.")})
    if office.role not in roles_of(holder, on=from_day):
        said = _("This office asks for a role that they do not hold: %(role)s.")
        raise ValidationError({"holder": said % {"role": office.role.label}})
    if holder in holders_of(office.code, on=from_day):
        raise ValidationError({"holder": _("They hold it already.")})
    held = _hold(office.code, holder, from_day, is_held=True, by=by)
    facts = {"who": holder.reference, "from": from_day}
    record(OfficeEvent.FILLED, about=held, by=by, at=at, **facts)
    return held


@operation
def vacate_office(office: str, *, holder: User, by: User, at: datetime) -> OfficeHolding:
    """Say that somebody holds an office no more, from tomorrow: what they signed today stands.

    Raises PermissionDenied or ValidationError.
    """
    require(may_fill_office(by, on=day_of(at)))
    first = day_of(at) + DAY
    if holder not in holders_of(office, on=first):
        raise ValidationError(_("They do not hold it."))
    held = _hold(office, holder, first, is_held=False, by=by)
    facts = {"who": holder.reference, "from": first}
    record(OfficeEvent.VACATED, about=held, by=by, at=at, **facts)
    return held


def _hold(office: str, holder: User, from_day: date, *, is_held: bool, by: User) -> OfficeHolding:
    return OfficeHolding.objects.create(
        office=office,
        holder=holder,
        is_held=is_held,
        said_by=by,
        valid_from=from_day,
        recorded_at=server_now(),
    )
