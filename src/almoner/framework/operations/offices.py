"""Who holds which office: one person proposes, a second confirms, and one is enough to end it."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.core.actors import System
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require
from almoner.framework.events import OfficeEvent
from almoner.framework.holding import holders_of
from almoner.framework.models import OfficeConfirmation, OfficeGrant, OfficeHolding
from almoner.framework.offices import Office
from almoner.framework.policies import (
    may_confirm_operators_office,
    may_decide_office,
    may_propose_office,
    may_vacate_office,
    may_withdraw_office,
)
from almoner.framework.states import OFFICE_LIFECYCLE, OfficeState

DAY = timedelta(days=1)


@operation
def propose_office(
    office: Office, *, holder: User, from_day: date, by: User, at: datetime
) -> OfficeGrant:
    """Propose that somebody who has its role hold an office from a day on. It takes a second
    person to confirm it.

    Raises PermissionDenied or ValidationError.
    """
    holder = _lock_person(holder)
    require(may_propose_office(by, holder, on=day_of(at)))
    if from_day < day_of(at):
        raise ValidationError({"from_day": _("An office is held from today at the earliest.")})
    _check_holder(office, holder, from_day)
    if OfficeGrant.objects.filter(
        office=office.code, holder=holder, state=OfficeState.PROPOSED
    ).exists():
        raise ValidationError({"holder": _("It is proposed already, and awaits a second person.")})
    grant = OfficeGrant(office=office.code, holder=holder, from_day=from_day)
    grant.proposed_by, grant.proposed_at = by, at
    grant.save(force_insert=True)
    record(OfficeEvent.PROPOSED, about=grant, by=by, at=at, **_facts(grant))
    return grant


@operation
def confirm_office(grant: OfficeGrant, office: Office, *, by: User, at: datetime) -> OfficeGrant:
    """Confirm, as the second person, that somebody holds an office: from its first day, or from
    today if that has passed. `office` is that of the paper, as the framework in force has it.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    grant = _lock_grant(grant)
    if office.code != grant.office:
        raise ValueError(f"{grant} is about {grant.office}, not {office.code}")
    OFFICE_LIFECYCLE.check(grant.state, OfficeState.HELD)
    require(may_decide_office(by, grant, on=day_of(at)))
    grant.from_day = max(grant.from_day, day_of(at))
    _check_holder(office, grant.holder, grant.from_day)
    _decide(grant, OfficeState.HELD, by=by, at=at)
    _hold(grant.office, grant.holder, grant.from_day, is_held=True, by=by)
    record(OfficeEvent.FILLED, about=grant, by=by, at=at, **_facts(grant))
    return grant


@operation
def refuse_office(grant: OfficeGrant, *, reason: str, by: User, at: datetime) -> OfficeGrant:
    """Refuse what was proposed, saying why. The reason stays on the paper, not in the ledger.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    grant = _lock_grant(grant)
    OFFICE_LIFECYCLE.check(grant.state, OfficeState.REFUSED)
    require(may_decide_office(by, grant, on=day_of(at)))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    grant.refusal = reason.strip()
    _decide(grant, OfficeState.REFUSED, by=by, at=at)
    record(OfficeEvent.REFUSED, about=grant, by=by, at=at, who=grant.holder.reference)
    return grant


@operation
def withdraw_office(grant: OfficeGrant, *, by: User, at: datetime) -> OfficeGrant:
    """Take back what nobody has decided on. Raises PermissionDenied or IllegalTransition."""
    grant = _lock_grant(grant)
    OFFICE_LIFECYCLE.check(grant.state, OfficeState.WITHDRAWN)
    require(may_withdraw_office(by, grant, on=day_of(at)))
    grant.state = OfficeState.WITHDRAWN
    grant.save(update_fields=["state"])
    record(OfficeEvent.WITHDRAWN, about=grant, by=by, at=at, who=grant.holder.reference)
    return grant


@operation
def vacate_office(office: str, *, holder: User, by: User, at: datetime) -> OfficeHolding:
    """Say that somebody holds an office no more, from tomorrow: what they signed today stands.
    What is to begin later does not begin.

    Raises PermissionDenied or ValidationError.
    """
    holder = _lock_person(holder)
    require(may_vacate_office(by, holder, on=day_of(at)))
    papers = OfficeGrant.objects.filter(office=office, holder=holder, state=OfficeState.HELD)
    first = max([day_of(at) + DAY, *papers.values_list("from_day", flat=True)])
    if holder not in holders_of(office, on=first):
        raise ValidationError(_("They do not hold it."))
    held = _hold(office, holder, first, is_held=False, by=by)
    papers.update(state=OfficeState.ENDED, ended_from=first)
    facts = {"who": holder.reference, "from": first}
    record(OfficeEvent.VACATED, about=held, by=by, at=at, **facts)
    return held


@operation
def fill_office_as_operator(
    office: Office, *, holder: User, by: System, at: datetime
) -> OfficeGrant:
    """Let somebody who has its role hold an office from today, by the operator's word alone.

    It counts at once, and is shown as the operator's until two officials confirm it. Raises
    ValidationError.
    """
    holder, on = _lock_person(holder), day_of(at)
    _check_holder(office, holder, on)
    grant = OfficeGrant(office=office.code, holder=holder, from_day=on, state=OfficeState.HELD)
    grant.proposed_at = at
    grant.save(force_insert=True)
    _hold(grant.office, holder, on, is_held=True, by=None)
    record(OfficeEvent.FILLED_BY_OPERATOR, about=grant, by=by, at=at, **_facts(grant))
    return grant


@operation
def confirm_operators_office(grant: OfficeGrant, *, by: User, at: datetime) -> OfficeConfirmation:
    """Say, as one of two officials, that the operator was right to fill an office so.

    Raises PermissionDenied.
    """
    grant = _lock_grant(grant)
    require(may_confirm_operators_office(by, grant, on=day_of(at)))
    made = OfficeConfirmation.objects.create(grant=grant, confirmed_by=by, confirmed_at=at)
    facts = {"who": grant.holder.reference, "confirmations": grant.confirmations.count()}
    record(OfficeEvent.OPERATOR_CONFIRMED, about=grant, by=by, at=at, **facts)
    return made


def _lock_person(person: User) -> User:
    """Whoever else would give or take an office of theirs waits."""
    return User.objects.select_for_update().get(pk=person.pk)


def _lock_grant(grant: OfficeGrant) -> OfficeGrant:
    _lock_person(grant.holder)
    papers = OfficeGrant.objects.select_for_update(of=("self",))
    return papers.select_related("holder", "proposed_by").get(pk=grant.pk)


def _check_holder(office: Office, holder: User, from_day: date) -> None:
    if office.role not in roles_of(holder, on=from_day):
        said = _("This office asks for a role that they do not hold: %(role)s.")
        raise ValidationError({"holder": said % {"role": office.role.label}})
    if holder in holders_of(office.code, on=from_day):
        raise ValidationError({"holder": _("They hold it already.")})


def _decide(grant: OfficeGrant, state: OfficeState, *, by: User, at: datetime) -> None:
    grant.state, grant.decided_by, grant.decided_at = state, by, at
    grant.save(update_fields=["state", "decided_by", "decided_at", "from_day", "refusal"])


def _hold(
    office: str, holder: User, from_day: date, *, is_held: bool, by: User | None
) -> OfficeHolding:
    """Write the version of the dated fact that policies read."""
    return OfficeHolding.objects.create(
        office=office,
        holder=holder,
        is_held=is_held,
        said_by=by,
        valid_from=from_day,
        recorded_at=server_now(),
    )


def _facts(grant: OfficeGrant) -> dict[str, object]:
    return {"who": grant.holder.reference, "from": grant.from_day}
