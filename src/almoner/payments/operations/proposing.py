"""Proposing: every unmatched payment is asked under which agreements it may have been made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from almoner.core.actors import Actor
from almoner.core.batches import CHUNK
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.models import Batch
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.states import BatchState
from almoner.payments.candidates import PAYMENT_COLUMNS, Candidate, Candidates, PaymentRow
from almoner.payments.events import MatchEvent
from almoner.payments.matched import unmatched_payments
from almoner.payments.models import Match
from almoner.payments.queries import live_payments
from almoner.payments.states import Basis, MatchState


@dataclass(frozen=True, slots=True)
class Found:
    """A payment, and what it may have been made under."""

    row: PaymentRow
    candidates: Sequence[Candidate]


def propose_matches(*, by: Actor, at: datetime) -> int:
    """Propose what is not proposed yet, and say how many proposals that were.

    It reads payments in chunks, each a short transaction. What was refused or undone stays so;
    a proposal that a saved rule now makes is that rule's from then on.
    """
    candidates = Candidates.as_known(day_of(at))
    made = 0
    for batch in Batch.objects.filter(pk__in=live_payments().values("batch")).order_by("pk"):
        for rows in _chunks(batch):
            found = [Found(row, some) for row in rows if (some := candidates.of(row))]
            if _lacks_something(found):
                made += propose_for(batch, found, by=by, at=at)
    return made


@operation
def propose_for(batch: Batch, found: Sequence[Found], *, by: Actor, at: datetime) -> int:
    """Propose what was found for some payments of a batch. Whatever was settled meanwhile stays."""
    # Nobody decides on these payments meanwhile, and nobody undoes the import.
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    known = _known(found) if batch.state == BatchState.LIVE else None
    new: list[Match] = []
    better: list[Match] = []
    met: dict[int, Decimal] = {}
    for one, candidate in _pairs(found) if known is not None else ():
        match = known.get((one.row.pk, candidate.agreement)) if known else None
        if match is None:
            new.append(_proposal(one, candidate, at=at))
        elif _is_better(candidate, match):
            match.basis, match.rule_id = candidate.basis, candidate.rule
            better.append(match)
        else:
            continue
        met[one.row.pk] = one.row.amount
    Match.objects.bulk_create(new, batch_size=CHUNK)
    Match.objects.bulk_update(better, ["basis", "rule"], batch_size=CHUNK // 10)
    record(
        MatchEvent.PROPOSED,
        about=batch,
        by=by,
        at=at,
        proposals=len(new) + len(better),
        payments=len(met),
        amount=sum(met.values(), Decimal("0.00")),
    )
    return len(new) + len(better)


def _chunks(batch: Batch) -> Iterator[list[PaymentRow]]:
    """The unmatched payments of a batch, by their keys: what is decided meanwhile moves none."""
    payments = unmatched_payments().filter(batch=batch).order_by("pk")
    last = 0
    while rows := payments.filter(pk__gt=last).values_list(*PAYMENT_COLUMNS)[:CHUNK]:
        chunk = [PaymentRow(*row) for row in rows]
        yield chunk
        last = chunk[-1].pk


def _lacks_something(found: Sequence[Found]) -> bool:
    """Whether anything of this is yet to be proposed, or is a rule's from now on."""
    known = _known(found)
    pairs = ((one.row.pk, candidate) for one, candidate in _pairs(found))
    return any(
        (match := known.get((payment, candidate.agreement))) is None or _is_better(candidate, match)
        for payment, candidate in pairs
    )


def _known(found: Sequence[Found]) -> dict[tuple[int, int], Match]:
    matches = Match.objects.filter(payment__in=[one.row.pk for one in found])
    return {(match.payment_id, match.agreement_id): match for match in matches}


def _pairs(found: Sequence[Found]) -> Iterator[tuple[Found, Candidate]]:
    return ((one, candidate) for one in found for candidate in one.candidates)


def _is_better(candidate: Candidate, match: Match) -> bool:
    is_open = match.state == MatchState.PROPOSED and match.basis != Basis.RULE
    return is_open and candidate.basis == Basis.RULE


def _proposal(one: Found, candidate: Candidate, *, at: datetime) -> Match:
    return Match(
        payment_id=one.row.pk,
        agreement_id=candidate.agreement,
        basis=candidate.basis,
        rule_id=candidate.rule,
        proposed_at=at,
        recorded_at=server_now(),
    )
