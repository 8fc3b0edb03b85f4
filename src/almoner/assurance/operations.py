"""Keeping how a control stood one night, and from when to when each case broke it."""

from datetime import date, datetime

from almoner.core.actors import Actor
from almoner.core.ledger import record
from almoner.core.operations import operation

from .asking import Findings, findings, population, tried
from .events import ControlEvent, Outcome
from .models import Lapse, Run
from .queries import lapses_that_last

CHUNK = 500
NOTHING = "0" * 64


def ask_control(code: str, *, on: date, by: Actor, at: datetime) -> Run:
    """Ask a control of all that it covers, and keep how it stood. It is asked before anything is
    locked: others go on working meanwhile.
    """
    found = findings(code, on=on)
    covered = tried(code, lambda: population(found.control, on=on))[0] or NOTHING
    return _keep(found, population=covered, by=by, at=at)


@operation
def _keep(found: Findings, *, population: str, by: Actor, at: datetime) -> Run:
    run = Run.objects.create(
        control=found.control.code,
        night=found.on,
        covered=found.covered,
        broken=len({one.reference for one in found.breaks}),
        population=population,
        failure=found.failure,
        ran_at=at,
    )
    if not found.failure:  # nobody knows then whether anything was put right
        _keep_lapses(found)
    facts = {"covered": run.covered, "broken": run.broken, "population": run.population}
    record(ControlEvent.ASKED, about=run, by=by, at=at, outcome=_outcome(run), **facts)
    return run


def _keep_lapses(found: Findings) -> None:
    code = found.control.code
    broken = {one.reference: one for one in reversed(found.breaks)}
    known = dict(lapses_that_last(code).values_list("reference", "pk"))
    mended = [key for reference, key in known.items() if reference not in broken]
    for start in range(0, len(mended), CHUNK):
        Lapse.objects.filter(pk__in=mended[start : start + CHUNK]).update(mended_on=found.on)
    Lapse.objects.bulk_create(
        [
            Lapse(
                control=code,
                reference=reference,
                about=one.place.about if one.place else "",
                reason=one.reason,
                first_on=found.on,
            )
            for reference, one in broken.items()
            if reference not in known
        ],
        batch_size=CHUNK,
    )


def _outcome(run: Run) -> Outcome:
    if run.failure:
        return Outcome.NOT_ASKED
    return Outcome.BROKEN if run.broken else Outcome.KEPT
