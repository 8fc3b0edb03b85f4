"""What management does about a recommendation: answers it, agrees an action, shows evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.access import may_read
from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.actions.models import Action
from almoner.actions.operations import open_action
from almoner.audits.events import EvidenceEvent, RecommendationEvent
from almoner.audits.kinds import Answer
from almoner.audits.models import Evidence, Recommendation, Response
from almoner.audits.policies import may_add_evidence, may_answer_recommendation
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.core.moments import day_of
from almoner.core.operations import operation, together
from almoner.core.references import name_of, next_reference
from almoner.core.verdicts import require
from almoner.documents.keeping import Kept, kept
from almoner.documents.operations import record_file

WORDS = 500  # as long as what an action is to do


@dataclass(frozen=True, slots=True)
class Answered:
    """What management answers; whoever accepts says what is done, by whom, by when, and who
    verifies it.
    """

    answer: Answer
    reason: str = ""
    agreed: str = ""
    owner: User | None = None
    verifier: User | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody says of evidence: what it is, of which day, which days it covers, how long it
    is good for, and which earlier version it replaces.
    """

    title: str
    dated_on: date
    covers_from: date | None = None
    covers_to: date | None = None
    expires_on: date | None = None
    replaces: Evidence | None = None


def answer_recommendation(
    recommendation: Recommendation, said: Answered, *, by: User, at: datetime
) -> Recommendation:
    """Answer a recommendation for management. What is agreed is an action like any other.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    require(may_answer_recommendation(by, recommendation, on=day_of(at)))
    check_answer(said, on=day_of(at))
    with together():
        action = None
        if said.answer != Answer.REJECTED:
            assert said.owner is not None  # `check_answer` saw to it
            assert said.verifier is not None  # as above
            assert said.due_on is not None  # as above
            action = open_action(
                said.agreed,
                owner=said.owner,
                verifier=said.verifier,
                due_on=said.due_on,
                source=name_of(recommendation),
                by=by,
                at=at,
            )
        return record_answer(recommendation, said, action=action, by=by, at=at)


@operation
def record_answer(
    recommendation: Recommendation,
    said: Answered,
    *,
    action: Action | None,
    by: User,
    at: datetime,
) -> Recommendation:
    """Record what management answers, with the action that it agrees. Raises what
    `answer_recommendation` does.
    """
    recommendation = lock_recommendation(recommendation)
    require(may_answer_recommendation(by, recommendation, on=day_of(at)))
    if not recommendation.review.is_issued:
        raise IllegalTransition(f"{recommendation.review} is {recommendation.review.state}")
    if recommendation.responses.exclude(answer=Answer.REJECTED).exists():
        raise IllegalTransition(f"{recommendation} is answered")
    add_response(recommendation, said, action=action, on=day_of(at), by=by)
    facts = {"answer": said.answer}
    record(RecommendationEvent.ANSWERED, about=recommendation, by=by, at=at, **facts)
    return recommendation


def add_evidence_file(
    pieces: Iterable[bytes],
    *,
    name: str,
    recommendation: Recommendation,
    said: Shown,
    by: User,
    at: datetime,
) -> Evidence:
    """Keep a file as evidence. Raises PermissionDenied, RefusedFile or ValidationError."""
    require(may_add_evidence(by, recommendation, on=day_of(at)))  # before anything is written
    with kept(pieces, name=name) as made:
        return record_evidence(recommendation, said, made=made, by=by, at=at)


def add_evidence_of_thing(
    thing: str, *, recommendation: Recommendation, said: Shown, by: User, at: datetime
) -> Evidence:
    """Name a thing of this system as evidence, by its name in the ledger.

    Raises PermissionDenied or ValidationError.
    """
    require(may_read(by, thing, on=day_of(at)))
    return record_evidence(recommendation, said, thing=thing, by=by, at=at)


@operation
def record_evidence(
    recommendation: Recommendation,
    said: Shown,
    *,
    by: User,
    at: datetime,
    made: Kept | None = None,
    thing: str = "",
) -> Evidence:
    """Record evidence: a file whose bytes are on the disk, or a thing by its name.

    Raises PermissionDenied or ValidationError.
    """
    on = day_of(at)
    recommendation = lock_recommendation(recommendation)
    require(may_add_evidence(by, recommendation, on=on))
    _check_shown(recommendation, said, on=on)
    evidence = Evidence(
        reference=next_reference("EVI", on=on),
        recommendation=recommendation,
        title=said.title.strip(),
        thing=thing,
        version=said.replaces.version + 1 if said.replaces else 1,
        replaces=said.replaces,
        dated_on=said.dated_on,
        covers_from=said.covers_from,
        covers_to=said.covers_to,
        expires_on=said.expires_on,
        added_by=by,
        added_at=at,
        recorded_at=server_now(),
    )
    if made is not None:
        evidence.file = record_file(made, about=name_of(evidence), by=by, at=at)
    evidence.digest = evidence.file.digest if evidence.file else _digest_of(thing)
    evidence.save(force_insert=True)
    facts = {"digest": evidence.digest, "version": evidence.version}
    named = {"recommendation": recommendation.reference}
    record(EvidenceEvent.ADDED, about=evidence, by=by, at=at, **facts, **named)
    return evidence


def lock_recommendation(recommendation: Recommendation) -> Recommendation:
    locked = Recommendation.objects.select_for_update(of=("self",))
    people = ("review__lead", "review__sponsor", "action__owner", "action__verifier")
    return locked.select_related(*people).get(pk=recommendation.pk)


def add_response(
    recommendation: Recommendation, said: Answered, *, action: Action | None, on: date, by: User
) -> None:
    Response.objects.create(
        recommendation=recommendation,
        answer=said.answer,
        reason=said.reason.strip(),
        agreed=said.agreed.strip(),
        given_by=by,
        valid_from=on,
        recorded_at=server_now(),
    )
    if action is not None:
        recommendation.action = action
        recommendation.save(update_fields=["action"])


def check_answer(said: Answered, *, on: date) -> None:
    if said.answer != Answer.ACCEPTED and not said.reason.strip():
        raise ValidationError({"reason": _("Say why it is not accepted, or not wholly.")})
    if said.answer == Answer.REJECTED:
        return
    if not said.agreed.strip() or len(said.agreed) > WORDS:
        raise ValidationError(
            {"agreed": _("Say what is agreed, in at most %(most)d letters.") % {"most": WORDS}}
        )
    for field in ("owner", "verifier", "due_on"):
        if getattr(said, field) is None:
            raise ValidationError({field: _("Whoever accepts says this, too.")})
    assert said.verifier is not None  # as above
    check_verifier(said.verifier, on=on)


def check_verifier(verifier: User, *, on: date) -> None:
    if Role.AUDITOR not in roles_of(verifier, on=on):
        raise ValidationError({"verifier": _("Name an internal auditor.")})


def _check_shown(recommendation: Recommendation, said: Shown, *, on: date) -> None:
    if not said.title.strip():
        raise ValidationError({"title": _("Say what it is.")})
    if said.dated_on > on:
        raise ValidationError({"dated_on": _("Enter today or a day before: it is there already.")})
    if said.covers_from and said.covers_to and said.covers_to < said.covers_from:
        raise ValidationError({"covers_to": _("This is before the first day that it covers.")})
    if said.expires_on is not None and said.expires_on < on:
        raise ValidationError({"expires_on": _("It has expired: it shows nothing any more.")})
    if said.replaces is not None:
        if said.replaces.recommendation_id != recommendation.pk:
            raise ValidationError({"replaces": _("This is evidence of something else.")})
        if Evidence.objects.filter(replaces=said.replaces).exists():
            raise ValidationError({"replaces": _("A later version has replaced it already.")})


def _digest_of(thing: str) -> str:
    """The hash of the last line of the ledger about a thing: how it stood when it was named."""
    last = Event.objects.filter(about=thing).order_by("-number").first()
    if last is None:
        raise ValidationError({"thing": _("The ledger knows nothing of it. Give its reference.")})
    return last.hash
