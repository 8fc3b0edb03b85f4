"""Saying that a register holds a row twice, and taking it back."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.agreements.events import AgreementEvent
from almoner.agreements.managed import stewardship_of
from almoner.agreements.models import Agreement, AgreementVersion, RepetitionDecision
from almoner.agreements.policies import may_decide_repeated_rows
from almoner.agreements.repetitions import words_of_both
from almoner.agreements.search import index_agreement
from almoner.agreements.states import HIDING, REPEATING
from almoner.core.clock import server_now
from almoner.core.hindrances import Hindered, hindrances_to, hold_hindrances
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Batch
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require


@operation
def say_repeated(
    agreement: Agreement, *, of: Agreement, reason: str, by: User, at: datetime
) -> Agreement:
    """Say that a row only repeats another, which alone counts from now on. Past days and editions
    still hold both.

    Raises PermissionDenied; Hindered; IllegalTransition where the two do not say the same, or one
    of them repeats or is repeated already.
    """
    require(may_decide_repeated_rows(by, on=day_of(at)))
    again, first = _keep_still(agreement, of)
    words = _words_to_settle(again, first, on=day_of(at))
    if not words:
        raise IllegalTransition(f"{again} does not repeat {first}")
    if stewardship_of(again, on=day_of(at)):
        raise Hindered([_("Somebody manages %s. Have it released first.") % again])
    if why := hindrances_to(HIDING, [again.pk]):
        raise Hindered(why)
    again.repeats, again.repeated_words = first, words
    _decide(again, first, words=words, reason=reason, by=by, at=at)
    facts = {"of": first.reference, "words": words}
    record(AgreementEvent.REPEATED, about=again, by=by, at=at, **facts)
    return again


@operation
def say_separate(agreement: Agreement, *, reason: str, by: User, at: datetime) -> Agreement:
    """Take it back: a row that was said to repeat another counts by itself again.

    Raises PermissionDenied; Hindered; IllegalTransition where nobody said so.
    """
    require(may_decide_repeated_rows(by, on=day_of(at)))
    if agreement.repeats is None:
        raise IllegalTransition(f"{agreement} repeats nothing")
    again, first = _keep_still(agreement, agreement.repeats)
    if again.repeats_id != first.pk:
        raise IllegalTransition(f"{again} repeats {first} no more")
    words = again.repeated_words
    again.repeats, again.repeated_words = None, ""
    _decide(again, first, words=words, reason=reason, by=by, at=at)
    facts = {"of": first.reference, "words": words}
    record(AgreementEvent.SEPARATE, about=again, by=by, at=at, **facts)
    return again


def _keep_still(again: Agreement, first: Agreement) -> tuple[Agreement, Agreement]:
    """Within an operation: both, of which nobody undoes an import, withholds one or decides
    meanwhile. Raises Hindered.
    """
    hold_hindrances(REPEATING)
    keys = [again.pk, first.pk]
    said = AgreementVersion.objects.filter(agreement__in=keys).values("batch")
    # In one order, so that two who decide at once wait for each other and neither for both.
    list(Batch.objects.filter(pk__in=said).select_for_update().order_by("pk").values_list("pk"))
    kept = Agreement.objects.filter(pk__in=keys).select_for_update(no_key=True).order_by("pk")
    found = {one.pk: one for one in kept}
    if why := hindrances_to(REPEATING, keys):
        raise Hindered(why)
    return found[again.pk], found[first.pk]


def _words_to_settle(again: Agreement, first: Agreement, *, on: date) -> str:
    """What both rows say; empty where there is nothing to settle between them."""
    is_later = again.identity == first.identity and first.occurrence < again.occurrence
    if not is_later or first.repeats_id or again.repeated.exists():
        return ""
    words = words_of_both(again, first, on=on)
    return "" if words == again.repeated_words else words


def _decide(
    again: Agreement,
    first: Agreement,
    *,
    words: str,
    reason: str,
    by: User,
    at: datetime,
) -> None:
    again.save(update_fields=["repeats", "repeated_words"])
    RepetitionDecision.objects.create(
        agreement=again,
        of=first,
        is_repeated=again.repeats is not None,
        words=words,
        reason=reason.strip(),
        decided_by=by,
        decided_at=at,
        recorded_at=server_now(),
    )
    index_agreement(again)
