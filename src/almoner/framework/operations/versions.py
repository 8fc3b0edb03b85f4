"""Changing the framework: a draft, its proposal, and the second person."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import next_reference
from almoner.core.verdicts import require
from almoner.framework.events import FrameworkEvent
from almoner.framework.keeping import keep_text
from almoner.framework.models import FrameworkVersion, digest_of
from almoner.framework.policies import (
    may_decide_framework,
    may_draft_framework,
    may_propose_framework,
    may_withdraw_framework,
)
from almoner.framework.reading import LARGEST, UnreadableFramework, check_framework
from almoner.framework.states import OPEN, VERSION_LIFECYCLE, VersionState


@operation
def draft_framework(
    text: str, *, reason: str, first_day: date, by: User, at: datetime
) -> FrameworkVersion:
    """Keep a text as a draft, so that its author can read what it would change.

    Raises PermissionDenied, or ValidationError with a message for each mistake.
    """
    require(may_draft_framework(by, on=day_of(at)))
    said = checked_text(text)
    if first_day < day_of(at):
        raise ValidationError(_("The first day has passed. Rules are not changed for past days."))
    version = FrameworkVersion.objects.create(
        reference=next_reference("FWK", on=day_of(at)),
        text=keep_text(said, digest=digest_of(said)),
        reason=reason,
        first_day=first_day,
        proposed_by=by,
        drafted_at=at,
    )
    record(FrameworkEvent.DRAFTED, about=version, by=by, at=at, text=version.text.digest)
    return version


@operation
def propose_framework(version: FrameworkVersion, *, by: User, at: datetime) -> FrameworkVersion:
    """Hand a draft to a second person. One version at a time can be proposed.

    Raises PermissionDenied or IllegalTransition.
    """
    _lock_open()  # or two people, each with a draft, could both find that nothing is proposed
    version = _lock(version)
    require(may_propose_framework(by, version, on=day_of(at)))
    VERSION_LIFECYCLE.check(version.state, VersionState.PROPOSED)
    if FrameworkVersion.objects.filter(state=VersionState.PROPOSED).exists():
        raise IllegalTransition("Another version of the framework awaits its second person")
    version.state, version.proposed_at = VersionState.PROPOSED, at
    version.save(update_fields=["state", "proposed_at"])
    facts = {"text": version.text.digest, "first_day": version.first_day}
    record(FrameworkEvent.PROPOSED, about=version, by=by, at=at, **facts)
    return version


@operation
def approve_framework(version: FrameworkVersion, *, by: User, at: datetime) -> FrameworkVersion:
    """Let a version hold from its first day or, where that has passed, from today.

    Live cases keep the one they began by; limits and duties follow the day.
    Raises PermissionDenied or IllegalTransition, or ValidationError where apps no longer declare
    what it names.
    """
    version = _lock(version)
    require(may_decide_framework(by, version, on=day_of(at)))
    VERSION_LIFECYCLE.check(version.state, VersionState.APPROVED)
    checked_text(version.text.text)
    version.holds_from = max(version.first_day, day_of(at))
    _decide(version, VersionState.APPROVED, by=by, at=at)
    facts = {"text": version.text.digest, "holds_from": version.holds_from}
    record(FrameworkEvent.APPROVED, about=version, by=by, at=at, **facts)
    return version


@operation
def refuse_framework(
    version: FrameworkVersion, *, remark: str, by: User, at: datetime
) -> FrameworkVersion:
    """Refuse a version, saying why. What holds goes on. Raises PermissionDenied or
    IllegalTransition.
    """
    version = _lock(version)
    require(may_decide_framework(by, version, on=day_of(at)))
    VERSION_LIFECYCLE.check(version.state, VersionState.REFUSED)
    version.remark = remark
    _decide(version, VersionState.REFUSED, by=by, at=at)
    record(FrameworkEvent.REFUSED, about=version, by=by, at=at, text=version.text.digest)
    return version


@operation
def withdraw_framework(version: FrameworkVersion, *, by: User, at: datetime) -> FrameworkVersion:
    """Give a version up before it is approved. Raises PermissionDenied or IllegalTransition."""
    version = _lock(version)
    require(may_withdraw_framework(by, version, on=day_of(at)))
    VERSION_LIFECYCLE.check(version.state, VersionState.WITHDRAWN)
    version.state = VersionState.WITHDRAWN
    version.save(update_fields=["state"])
    record(FrameworkEvent.WITHDRAWN, about=version, by=by, at=at, text=version.text.digest)
    return version


def checked_text(text: str) -> str:
    """The text as it is kept, in lines that end alike. Raises ValidationError, with a message for
    each mistake.
    """
    said = text.removeprefix("\ufeff").replace("\r\n", "\n").rstrip() + "\n"
    if len(said.encode()) > LARGEST:
        raise ValidationError(
            _("The text is longer than %(size)s kB. Give the framework’s own file.")
            % {"size": LARGEST >> 10}
        )
    try:
        check_framework(said, file=_("Your text"))
    except UnreadableFramework as error:
        raise ValidationError(list(error.problems)) from error
    return said


def _lock_open() -> None:
    list(FrameworkVersion.objects.select_for_update().filter(state__in=OPEN).order_by("pk"))


def _lock(version: FrameworkVersion) -> FrameworkVersion:
    rows = FrameworkVersion.objects.select_for_update(of=("self",))
    return rows.select_related("text", "proposed_by").get(pk=version.pk)


def _decide(version: FrameworkVersion, state: VersionState, *, by: User, at: datetime) -> None:
    version.state, version.decided_by, version.decided_at = state, by, at
    version.save(update_fields=["state", "decided_by", "decided_at", "remark", "holds_from"])
