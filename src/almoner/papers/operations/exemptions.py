"""Contracts of which no copy is to be published: one person proposes it, another decides."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.agreements.models import Agreement
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require
from almoner.framework.grounds import View
from almoner.papers.events import ExemptionEvent
from almoner.papers.kinds import CHIEF_OFFICERS_VIEW, CopyKind, Reason
from almoner.papers.models import Exemption
from almoner.papers.policies import (
    may_decide_exemption,
    may_end_exemption,
    may_propose_exemption,
)
from almoner.papers.states import EXEMPTION_LIFECYCLE, ExemptionState


@operation
def propose_exemption(exemption: Exemption, *, by: User, at: datetime) -> Exemption:
    """Propose that no copy of a contract be published. It stays owed until another agrees.

    Raises PermissionDenied or ValidationError.
    """
    require(may_propose_exemption(by, on=day_of(at)))
    Agreement.objects.select_for_update().get(pk=exemption.agreement_id)  # it is proposed once
    if mistakes := list(mistakes_in(exemption)):
        raise ValidationError(mistakes)
    exemption.state = ExemptionState.PROPOSED
    exemption.proposed_by, exemption.proposed_at = by, at
    exemption.save(force_insert=True)
    facts = {**_facts(exemption), "view": View(exemption.view_of)}
    record(ExemptionEvent.PROPOSED, about=exemption, by=by, at=at, **facts)
    return exemption


@operation
def agree_to_exemption(exemption: Exemption, *, by: User, at: datetime) -> Exemption:
    """Agree, as the second person, that no copy is owed. Raises PermissionDenied or
    IllegalTransition.
    """
    exemption = _decide(exemption, ExemptionState.IN_FORCE, by=by, at=at)
    record(ExemptionEvent.AGREED, about=exemption, by=by, at=at, **_facts(exemption))
    return exemption


@operation
def refuse_exemption(exemption: Exemption, *, by: User, at: datetime) -> Exemption:
    """Refuse, as the second person: a copy stays owed. Raises what `agree_to_exemption` does."""
    exemption = _decide(exemption, ExemptionState.REFUSED, by=by, at=at)
    record(ExemptionEvent.REFUSED, about=exemption, by=by, at=at, **_facts(exemption))
    return exemption


@operation
def end_exemption(exemption: Exemption, *, by: User, at: datetime) -> Exemption:
    """Say that a copy is owed after all. Raises PermissionDenied or IllegalTransition."""
    exemption = _lock(exemption)
    require(may_end_exemption(by, exemption, on=day_of(at)))
    EXEMPTION_LIFECYCLE.check(exemption.state, ExemptionState.ENDED)
    exemption.state = ExemptionState.ENDED
    exemption.ended_by, exemption.ended_at = by, at
    exemption.save(update_fields=["state", "ended_by", "ended_at"])
    record(ExemptionEvent.ENDED, about=exemption, by=by, at=at, **_facts(exemption))
    return exemption


def mistakes_in(exemption: Exemption) -> Iterator[str]:
    """What the law does not allow, or what makes no sense, of one not yet proposed."""
    if not exemption.explanation.strip():
        yield _("Say why no copy is to be published.")
    is_chief_officers = exemption.view_of == View.CHIEF_OFFICER
    if exemption.reason in CHIEF_OFFICERS_VIEW and not is_chief_officers:
        yield _("On this ground the law asks for the chief officer’s view.")
    under_way = [ExemptionState.PROPOSED, ExemptionState.IN_FORCE]
    if Exemption.objects.filter(
        agreement=exemption.agreement, kind=exemption.kind, state__in=under_way
    ).exists():
        yield _("That is said of it already, or proposed.")


def _decide(exemption: Exemption, state: ExemptionState, *, by: User, at: datetime) -> Exemption:
    exemption = _lock(exemption)
    require(may_decide_exemption(by, exemption, on=day_of(at)))
    EXEMPTION_LIFECYCLE.check(exemption.state, state)
    exemption.state = state
    exemption.decided_by, exemption.decided_at = by, at
    exemption.save(update_fields=["state", "decided_by", "decided_at"])
    return exemption


def _lock(exemption: Exemption) -> Exemption:
    return Exemption.objects.select_for_update().get(pk=exemption.pk)


def _facts(exemption: Exemption) -> dict[str, Any]:
    return {
        "agreement": exemption.agreement.reference,
        "series": CopyKind(exemption.kind),
        "reason": Reason(exemption.reason),
    }
