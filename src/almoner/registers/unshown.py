"""Why something that a register, or a page beside it, would tell is not public: in words for
officials, who alone may know that anything is withheld.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.repetitions import rows_at_one
from almoner.core.holdings import Why
from almoner.decisions.models import Decision
from almoner.decisions.states import DecisionState
from almoner.papers.models import Copy
from almoner.papers.states import CopyState
from almoner.payments.models import Match, Payment
from almoner.payments.states import MatchState

from .grounds import Ground
from .public_decisions import grounds_of
from .publicity import withholdings_in_force

Reason = tuple[Why, str]


@dataclass(frozen=True, slots=True)
class Grounds:
    """On which ground organisations and agreements are withheld now, by their keys."""

    organisations: Mapping[int, Ground]
    agreements: Mapping[int, Ground]

    def of(self, agreement: int | None = None, organisation: int | None = None) -> Reason | None:
        ground = self.agreements.get(agreement or 0) or self.organisations.get(organisation or 0)
        return (
            (Why.HIDDEN, _("Withheld: %(ground)s") % {"ground": ground.label}) if ground else None
        )


def grounds_for(agreements: Iterable[int] = ()) -> Grounds:
    """The grounds of what is withheld; of these agreements also those that they are withheld on
    because they name somebody who is.
    """
    columns = ("organisation", "covered__organisation", "agreement", "ground")
    organisations: dict[int, Ground] = {}
    found: dict[int, Ground] = {}
    for about, covered, agreement, ground in withholdings_in_force().values_list(*columns):
        organisations |= {key: Ground(ground) for key in (about, covered) if key}
        found |= {agreement: Ground(ground)} if agreement else {}
    at_one = rows_at_one()
    for key, ground in list(found.items()):
        found |= dict.fromkeys(at_one.of(key), ground)
    named = AgreementVersion.objects.filter(
        agreement__in=list(agreements), organisation__in=list(organisations)
    )
    for agreement, key in named.order_by().values_list("agreement", "organisation"):
        found.setdefault(agreement, organisations[key or 0])
    return Grounds(organisations, found)


def _held() -> Reason:
    return Why.HIDDEN, _("Held: a check found something in it that nobody has found safe.")


def _of_organisations(rows: Sequence[Any]) -> dict[int, Reason]:
    grounds = grounds_for()
    return {one.pk: grounds.of(organisation=one.pk) or _held() for one in rows}


def _of_agreements(rows: Sequence[Agreement]) -> dict[int, Reason]:
    grounds = grounds_for(one.pk for one in rows)
    return {one.pk: grounds.of(one.pk) or _repeated(one) or _held() for one in rows}


def _repeated(agreement: Agreement) -> Reason | None:
    if agreement.repeats_id is None:
        return None
    return Why.INTERNAL, _("It only repeats another row, which counts for both.")


def _of_versions(rows: Sequence[AgreementVersion]) -> dict[int, Reason]:
    grounds = grounds_for(one.agreement_id for one in rows)
    return {
        one.pk: grounds.of(one.agreement_id) or _repeated(one.agreement) or _held() for one in rows
    }


def _of_payments(rows: Sequence[Payment]) -> dict[int, Reason]:
    grounds = grounds_for()
    return {one.pk: grounds.of(organisation=one.organisation_id) or _held() for one in rows}


def _of_matches(rows: Sequence[Match]) -> dict[int, Reason]:
    grounds = grounds_for(one.agreement_id for one in rows)
    return {one.pk: _of_match(one, grounds) for one in rows}


def _of_match(match: Match, grounds: Grounds) -> Reason:
    withheld = grounds.of(match.agreement_id, match.payment.organisation_id)
    if withheld or match.state != MatchState.CONFIRMED:
        return withheld or (Why.UNFINISHED, _("Only what a person confirmed is public."))
    if match.payment.organisation_id is None:
        return Why.HIDDEN, _("The payer kept back who was paid, which this would say.")
    return _held()


def _of_copies(rows: Sequence[Copy]) -> dict[int, Reason]:
    """Of those that are or were out: the others say themselves that they are not ready."""
    out = [one for one in rows if one.state in {CopyState.PUBLISHED, CopyState.SUPERSEDED}]
    grounds = grounds_for(one.agreement_id for one in out)
    exempt = (Why.INTERNAL, _("Two people found that none is owed, or the contract is held."))
    return {one.pk: grounds.of(one.agreement_id) or exempt for one in out}


def _of_decisions(rows: Sequence[Decision]) -> dict[int, Reason]:
    signed = [one for one in rows if one.state == DecisionState.SIGNED]
    waiting = Decision.objects.filter(pk__in=[one.pk for one in signed], published_at=None)
    grounds = grounds_of(waiting)
    return {one.pk: _of_decision(one, grounds.get(one.pk, "")) for one in signed}


def _of_decision(decision: Decision, ground: str) -> Reason:
    if decision.published_at:
        return Why.HIDDEN, _("It names a supplier that is withheld or held.")
    if decision.deferred_until is None:
        return Why.UNFINISHED, _("Part 1 is not published yet.")
    words = {"day": date_format(decision.deferred_until, "j F Y"), "ground": ground}
    return Why.UNFINISHED, _("Part 1 waits until %(day)s: %(ground)s") % words


REASONS: Mapping[str, Callable[[Sequence[Any]], dict[int, Reason]]] = {
    "organisations": _of_organisations,
    "agreements": _of_agreements,
    "versions": _of_versions,
    "payments": _of_payments,
    "matches": _of_matches,
    "copies": _of_copies,
    "decisions": _of_decisions,
}


def reasons_of(code: str, rows: Sequence[Any]) -> dict[int, Reason]:
    """Why each of these records, none of which is public, is not, by their keys. A fixed number
    of questions; where it says nothing of one, the kind of record does.
    """
    return REASONS[code](rows) if rows and code in REASONS else {}
