"""Emergency cover: a recorded exception, with a reason and an end."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.academy.events import CoverEvent
from almoner.academy.models import EmergencyCover
from almoner.academy.policies import may_cover_person, may_end_cover
from almoner.academy.standings import covers_on
from almoner.accounts.models import User
from almoner.accounts.queries import is_official
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require

LONGEST = timedelta(days=90)  # whoever needs longer takes the course


@operation
def grant_cover(
    person: User, course_code: str, *, reason: str, until: date, by: User, at: datetime
) -> EmergencyCover:
    """Let somebody do, until a day, what asks for a certificate that they do not hold yet.

    Raises PermissionDenied or ValidationError.
    """
    on = day_of(at)
    require(may_cover_person(by, person, on=on))
    if not is_official(person, on=on):
        raise ValidationError({"person": _("They hold no role here.")})
    if not on <= until <= on + LONGEST:
        said = _("Give a day from today on, at most %(days)d days away.")
        raise ValidationError({"until": said % {"days": LONGEST.days}})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it cannot wait.")})
    if covers_on(on).filter(person=person, course_code=course_code).exists():
        raise ValidationError({"person": _("They have such cover. End that first.")})
    cover = EmergencyCover.objects.create(
        person=person,
        course_code=course_code,
        reason=reason.strip(),
        first_day=on,
        until=until,
        granted_by=by,
        granted_at=at,
        recorded_at=server_now(),
    )
    record(CoverEvent.GRANTED, about=cover, by=by, at=at, person=person.reference, until=until)
    return cover


@operation
def end_cover(cover: EmergencyCover, *, by: User, at: datetime) -> EmergencyCover:
    """End cover today, before its day. Raises PermissionDenied."""
    cover = EmergencyCover.objects.select_for_update().get(pk=cover.pk)
    require(may_end_cover(by, cover, on=day_of(at)))
    cover.ended_on, cover.known_ended_at = day_of(at), server_now()
    cover.save(update_fields=["ended_on", "known_ended_at"])
    record(CoverEvent.ENDED, about=cover, by=by, at=at, on=cover.ended_on)
    return cover
