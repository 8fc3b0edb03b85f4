"""Taking an assurance file: who took which, when, and the digest by which it is known."""

from datetime import datetime

from almoner.accounts.models import User
from almoner.accounts.operations import note_read
from almoner.audits.models import Recommendation
from almoner.core.ledger import record
from almoner.core.models import Event
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.decisions.models import Decision
from almoner.reports.events import AssuranceFileEvent
from almoner.reports.policies import may_take_assurance_file

from .making import ChangedMeanwhile, Made


@operation
def take_assurance_file(
    thing: Recommendation | Decision, made: Made, *, by: User, at: datetime
) -> Made:
    """Record that somebody takes a file that was made of a thing, and what restricted things they
    read with it, or were refused.

    Raises PermissionDenied, or ChangedMeanwhile where something was done since to what is in it,
    such as taking a document down.
    """
    thing = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    require(may_take_assurance_file(by, name_of(thing), on=day_of(at)))
    if _changed_since(made):
        raise ChangedMeanwhile
    gathering = made.gathered.gathering
    for name, is_allowed in gathering.reads:
        note_read(who=by.actor, about=name, is_allowed=is_allowed, at=at)
    facts = {
        "manifest": made.manifest,
        "files": made.file_count,
        "left_out": sum(gathering.left_out.values()),
        "as_at": gathering.as_at,
    }
    record(AssuranceFileEvent.TAKEN, about=thing, by=by, at=at, **facts)
    return made


def _changed_since(made: Made) -> bool:
    names = made.gathered.gathering.names
    return Event.objects.filter(number__gt=made.upto.count, about__in=names).exists()
