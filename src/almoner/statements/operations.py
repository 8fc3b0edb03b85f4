"""Writing a standing page, and its second person."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require

from .events import StatementEvent
from .models import LONGEST, StatementVersion
from .pages import StandingPage
from .policies import (
    may_decide_statement,
    may_submit_statement,
    may_withdraw_statement,
    may_write_statement,
)
from .queries import open_versions
from .states import VERSION_LIFECYCLE, VersionState


@operation
def begin_statement(
    page: StandingPage, *, text: str, licence: str = "", by: User, at: datetime
) -> StatementVersion:
    """Begin the next version of a page. The public goes on reading the one before.

    Raises PermissionDenied, ValidationError, or IllegalTransition while another is on its way.
    """
    require(may_write_statement(by, on=day_of(at)))
    if open_versions().filter(page=page).exists():
        raise IllegalTransition(f"Another version of {page} is on its way")
    version = StatementVersion(page=page, written_by=by, written_at=at)
    _say(version, text=text, licence=licence)
    version.save(force_insert=True)
    record(StatementEvent.BEGUN, about=version, by=by, at=at, page=page)
    return version


@operation
def save_statement(
    version: StatementVersion, *, text: str, licence: str = "", by: User, at: datetime
) -> StatementVersion:
    """Write over a draft. Raises PermissionDenied, IllegalTransition or ValidationError."""
    version = _lock(version)
    require(may_submit_statement(by, version, on=day_of(at)))
    if version.state != VersionState.DRAFT:
        raise IllegalTransition(f"{version} is no draft any more")
    _say(version, text=text, licence=licence)
    version.written_at = at
    version.save(update_fields=["text", "licence", "written_at"])
    record(StatementEvent.SAVED, about=version, by=by, at=at, **_facts(version))
    return version


@operation
def submit_statement(version: StatementVersion, *, by: User, at: datetime) -> StatementVersion:
    """Hand a draft to a second person. It cannot be changed any more.

    Raises PermissionDenied or IllegalTransition.
    """
    version = _lock(version)
    require(may_submit_statement(by, version, on=day_of(at)))
    VERSION_LIFECYCLE.check(version.state, VersionState.SUBMITTED)
    version.state, version.submitted_at = VersionState.SUBMITTED, at
    version.save(update_fields=["state", "submitted_at"])
    record(StatementEvent.SUBMITTED, about=version, by=by, at=at, **_facts(version))
    return version


@operation
def approve_statement(version: StatementVersion, *, by: User, at: datetime) -> StatementVersion:
    """Publish a version, as its second person, from this commit on. It is to be reviewed in a year.

    Raises PermissionDenied or IllegalTransition.
    """
    version = _lock(version)
    require(may_decide_statement(by, version, on=day_of(at)))
    VERSION_LIFECYCLE.check(version.state, VersionState.PUBLISHED)
    version.review_on = a_year_after(day_of(at))
    _decide(version, VersionState.PUBLISHED, by=by, at=at)
    facts = {**_facts(version), "review_on": version.review_on}
    if version.licence:
        facts["licence"] = version.licence
        record(StatementEvent.LICENCE_CHOSEN, about=version, by=by, at=at, **facts)
    else:
        record(StatementEvent.PUBLISHED, about=version, by=by, at=at, **facts)
    return version


@operation
def return_statement(
    version: StatementVersion, *, remark: str, by: User, at: datetime
) -> StatementVersion:
    """Send a version back, saying what is to be changed. It stays as it was read.

    Raises PermissionDenied or IllegalTransition.
    """
    version = _lock(version)
    require(may_decide_statement(by, version, on=day_of(at)))
    VERSION_LIFECYCLE.check(version.state, VersionState.RETURNED)
    version.remark = remark
    _decide(version, VersionState.RETURNED, by=by, at=at)
    record(StatementEvent.RETURNED, about=version, by=by, at=at, **_facts(version))
    return version


@operation
def withdraw_statement(version: StatementVersion, *, by: User, at: datetime) -> StatementVersion:
    """Give a version up before it is published. Raises PermissionDenied or IllegalTransition."""
    version = _lock(version)
    require(may_withdraw_statement(by, version, on=day_of(at)))
    VERSION_LIFECYCLE.check(version.state, VersionState.WITHDRAWN)
    version.state = VersionState.WITHDRAWN
    version.save(update_fields=["state"])
    record(StatementEvent.WITHDRAWN, about=version, by=by, at=at, page=version.page)
    return version


def a_year_after(day: date) -> date:
    """The same day next year; of 29 February, the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def _lock(version: StatementVersion) -> StatementVersion:
    return StatementVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)


def _say(version: StatementVersion, *, text: str, licence: str) -> None:
    said = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if not said:
        raise ValidationError(_("The page would be empty."))
    if len(said) > LONGEST:
        raise ValidationError(_("The text is too long."))
    is_about_licence = version.page == StandingPage.LICENCE
    if is_about_licence != bool(licence):
        raise ValidationError(
            _("A licence is chosen on the page about the licence, and there only.")
        )
    version.text, version.licence = said, licence


def _decide(version: StatementVersion, state: VersionState, *, by: User, at: datetime) -> None:
    version.state, version.decided_by, version.decided_at = state, by, at
    version.save(update_fields=["state", "decided_by", "decided_at", "remark", "review_on"])


def _facts(version: StatementVersion) -> dict[str, object]:
    return {"page": version.page, "text": version.digest}
