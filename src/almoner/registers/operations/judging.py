"""Judging what checks found: one finding, or all of one check at once; and opening it again."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import worker_of
from almoner.core.batches import CHUNK
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require
from almoner.registers.events import FindingEvent
from almoner.registers.findings import digest_of, findings_of, not_brought_in_by, seen_as
from almoner.registers.kinds import Register
from almoner.registers.looking import blocks
from almoner.registers.models import Finding, JudgedFinding, Judgement
from almoner.registers.policies import (
    may_judge_finding,
    may_judge_findings_of,
    may_reopen_finding,
)
from almoner.registers.reasons import FindingState, Reason
from almoner.registers.states import FINDING_LIFECYCLE

from .editions import lock_what_is_published


class FindingsChanged(Exception):
    """What is to be judged at once is not what was looked at."""


@operation
def judge_finding(finding: Finding, said: Judgement, *, by: User, at: datetime) -> Judgement:
    """Decide of one finding, and so of all rows that say it, now and in later imports.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    (finding,) = _locked([finding.pk])
    require(may_judge_finding(by, finding, on=day_of(at)))
    if mistake := next(mistakes_in_judgement(said, blocking=finding.blocks), None):
        raise ValidationError(mistake)
    _settle([finding], said, by=by, at=at)
    reason = said.reason or "none"
    record(FindingEvent.JUDGED, about=said, by=by, at=at, reason=reason, **_facts(said, [finding]))
    return said


@operation
def judge_findings(
    register: Register, code: str, said: Judgement, *, seen: str, by: User, at: datetime
) -> Judgement:
    """Decide of all that one check found in a register and that waits, as somebody looked at it:
    of what they may not judge, nothing is decided.

    Raises PermissionDenied, FindingsChanged or ValidationError.
    """
    require(may_judge_findings_of(by, register, on=day_of(at)))
    waiting = open_to(by, register, code, at=at)
    findings = _locked(list(waiting.values_list("pk", flat=True)))
    if not findings or seen_as(waiting) != seen:
        raise FindingsChanged(_("What is to be judged has changed. Look at it again."))
    if mistake := next(mistakes_in_judgement(said, blocking=blocks(code)), None):
        raise ValidationError(mistake)
    _settle(findings, said, by=by, at=at)
    reason = said.reason or "none"
    record(FindingEvent.JUDGED, about=said, by=by, at=at, reason=reason, **_facts(said, findings))
    return said


@operation
def reopen_finding(finding: Finding, *, note: str, by: User, at: datetime) -> Judgement:
    """Let a finding be judged anew: if its rows were public, they are held from this commit on.

    Editions that have them keep them: what endangers somebody is withheld. Raises
    PermissionDenied, IllegalTransition or ValidationError.
    """
    lock_what_is_published()  # or an edition of its rows could be recorded after this was asked
    (finding,) = _locked([finding.pk])
    require(may_reopen_finding(by, finding, on=day_of(at)))
    if not note.strip():
        raise ValidationError(_("Say why it is to be judged anew."))
    said = Judgement(verdict=FindingState.WAITING, note=note.strip())
    _settle([finding], said, by=by, at=at)
    record(FindingEvent.REOPENED, about=said, by=by, at=at, **_facts(said, [finding]))
    return said


def open_to(user: User, register: Register, code: str, *, at: datetime) -> Any:
    """What waits of one check, less what somebody may not judge since they brought it in."""
    actors = {user.actor, *worker_of(user, on=day_of(at)).actors}
    return not_brought_in_by(findings_of(register, code), actors)


def mistakes_in_judgement(said: Judgement, *, blocking: bool) -> Iterator[str]:
    """What makes no sense of a judgement not yet made."""
    if said.verdict == FindingState.WAITING:
        yield _("Say what is to become of it.")
    if said.verdict == FindingState.SAFE and not said.reason:
        yield _("Say why it is safe to publish.")
    if said.verdict == FindingState.SAFE and said.reason == Reason.LOOKED_AT and blocking:
        yield _("Looking at it is not enough: say why it is safe to publish.")
    if said.reason == Reason.OTHER and not said.note.strip():
        yield _("Say in the note which other reason there is.")


def _locked(keys: Sequence[int]) -> list[Finding]:
    found = Finding.objects.select_for_update().filter(pk__in=keys)
    return list(found.order_by("pk"))


def _settle(findings: Sequence[Finding], said: Judgement, *, by: User, at: datetime) -> None:
    verdict = FindingState(said.verdict)
    for finding in findings:
        FINDING_LIFECYCLE.check(finding.state, verdict)
        finding.state = verdict
    said.reason = said.reason if verdict == FindingState.SAFE else ""
    said.judged_by, said.judged_at = by, at
    said.save(force_insert=True)
    Finding.objects.bulk_update(findings, ["state"], batch_size=CHUNK)
    JudgedFinding.objects.bulk_create(
        [JudgedFinding(judgement=said, finding=finding) for finding in findings], batch_size=CHUNK
    )


def _facts(said: Judgement, findings: Sequence[Finding]) -> dict[str, object]:
    return {
        "register": Register(findings[0].register),
        "check": findings[0].code,
        "verdict": FindingState(said.verdict),
        "findings": len(findings),
        "digest": digest_of(findings),
    }
