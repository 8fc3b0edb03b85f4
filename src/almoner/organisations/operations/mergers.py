"""Saying that two organisations are one, that they are not, or are no longer."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.clock import server_now
from almoner.core.hindrances import Hindered, hindrances_to, hold_hindrances
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Batch
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.states import BatchState
from almoner.core.verdicts import require
from almoner.organisations.events import OrganisationEvent
from almoner.organisations.groups import groups_now
from almoner.organisations.likenesses import between, in_order
from almoner.organisations.models import Likeness, LikenessDecision, Organisation
from almoner.organisations.policies import may_decide_likenesses
from almoner.organisations.states import LIKENESS_LIFECYCLE, MERGING, Basis, Decided, LikenessState


@operation
def merge_organisations(
    organisation: Organisation, *, into: Organisation, reason: str, by: User, at: datetime
) -> Organisation:
    """Say that an organisation is the same as another, which speaks for both from now on.

    All that were merged into it come with it. Payments, agreements and editions stay as they are.
    Raises PermissionDenied; Hindered; IllegalTransition where either is merged already, or the
    import that brought it was undone.
    """
    require(may_decide_likenesses(by, on=day_of(at)))
    kept = _keep_still([organisation, into])
    merged, survivor = kept[organisation.pk], kept[into.pk]
    if merged == survivor or merged.survivor_id or survivor.survivor_id:
        raise IllegalTransition(f"{merged} or {survivor} is merged already")

    groups = groups_now()
    theirs, others = groups.of(merged.pk), groups.of(survivor.pk)
    first, second = in_order(merged, survivor)
    likeness, _is_new = Likeness.objects.get_or_create(
        organisation=first, other=second, defaults={"basis": Basis.PERSON, "proposed_at": at}
    )
    LIKENESS_LIFECYCLE.check(likeness.state, LikenessState.SAME)
    Organisation.objects.filter(pk=merged.pk).update(merged_into=survivor, survivor=survivor)
    Organisation.objects.filter(pk__in=theirs).update(survivor=survivor)
    between(theirs, others).update(state=LikenessState.SAME)
    _decide(likeness, Decided.MERGED, survivor=survivor, reason=reason, by=by, at=at)
    facts = {"into": survivor.reference, "organisations": len(theirs)}
    record(OrganisationEvent.MERGED, about=merged, by=by, at=at, **facts)
    return survivor


@operation
def part_organisation(
    organisation: Organisation, *, reason: str, by: User, at: datetime
) -> Organisation:
    """Take a merger back: the organisation speaks for itself again, and for whatever had been
    merged into it before.

    Raises PermissionDenied; Hindered; IllegalTransition where it is not merged.
    """
    require(may_decide_likenesses(by, on=day_of(at)))
    kept = _keep_still([organisation])
    parted = kept[organisation.pk]
    survivor = parted.merged_into
    if survivor is None:
        raise IllegalTransition(f"{parted} is not merged")

    theirs = _merged_under(parted, kept)
    others = [key for key in kept if key not in theirs]
    first, second = in_order(parted, survivor)
    likeness = Likeness.objects.get(organisation=first, other=second)
    LIKENESS_LIFECYCLE.check(likeness.state, LikenessState.DIFFERENT)
    Organisation.objects.filter(pk=parted.pk).update(merged_into=None, survivor=None)
    Organisation.objects.filter(pk__in=theirs).exclude(pk=parted.pk).update(survivor=parted)
    between(theirs, others).update(state=LikenessState.DIFFERENT)
    _decide(likeness, Decided.PARTED, survivor=survivor, reason=reason, by=by, at=at)
    facts = {"was_merged_into": survivor.reference, "organisations": len(theirs)}
    record(OrganisationEvent.PARTED, about=parted, by=by, at=at, **facts)
    return parted


@operation
def keep_apart(likeness: Likeness, *, reason: str, by: User, at: datetime) -> Likeness:
    """Say that two organisations that may be one are not. It is not asked again.

    Raises PermissionDenied; IllegalTransition where it was decided.
    """
    require(may_decide_likenesses(by, on=day_of(at)))
    likeness = _open_likeness(likeness)
    other = likeness.other
    if other is None:
        raise IllegalTransition(f"{likeness} is not about two organisations")
    groups = groups_now()
    theirs, others = groups.of(likeness.organisation_id), groups.of(other.pk)
    _check(likeness, LikenessState.DIFFERENT)
    answered = between(theirs, others).filter(state=LikenessState.OPEN)
    answered.update(state=LikenessState.DIFFERENT)
    _decide(likeness, Decided.DIFFERENT, reason=reason, by=by, at=at)
    record(
        OrganisationEvent.KEPT_APART,
        about=likeness.organisation,
        by=by,
        at=at,
        other=other.reference,
    )
    return likeness


@operation
def find_right(likeness: Likeness, *, reason: str, by: User, at: datetime) -> Likeness:
    """Say that an organisation is who a file took it for, in spite of its number.

    Raises PermissionDenied; IllegalTransition where it was decided.
    """
    require(may_decide_likenesses(by, on=day_of(at)))
    likeness = _open_likeness(likeness)
    if likeness.other:
        raise IllegalTransition(f"{likeness} is about two organisations")
    _check(likeness, LikenessState.RIGHT)
    Likeness.objects.filter(pk=likeness.pk).update(state=LikenessState.RIGHT)
    _decide(likeness, Decided.RIGHT, reason=reason, by=by, at=at)
    record(OrganisationEvent.FOUND_RIGHT, about=likeness.organisation, by=by, at=at)
    return likeness


def _keep_still(organisations: Sequence[Organisation]) -> dict[int, Organisation]:
    """Within an operation: the whole groups of these, which nobody merges, parts, withholds or
    takes the imports of meanwhile. Raises Hindered or IllegalTransition.
    """
    hold_hindrances(MERGING)
    keys = groups_now().of_all(one.pk for one in organisations)
    # In one order, so that two who decide at once wait for each other and neither for both.
    kept = Organisation.objects.filter(pk__in=keys).order_by("pk")
    # Not by key, or whoever imports a payment to one of them would wait.
    list(kept.select_for_update(no_key=True).values_list("pk"))
    batches = Batch.objects.filter(pk__in=kept.order_by().values("batch")).order_by("pk")
    if any(batch.state != BatchState.LIVE for batch in batches.select_for_update()):
        raise IllegalTransition(_("The import that brought one of these was undone."))
    if why := hindrances_to(MERGING, keys):
        raise Hindered(why)
    # Asked again: whoever was at it before may have changed them while we waited.
    return {one.pk: one for one in kept.select_related("merged_into")}


def _merged_under(organisation: Organisation, group: dict[int, Organisation]) -> list[int]:
    """It, and all that were merged into it, by whatever way."""
    found = [organisation.pk]
    for key in found:
        found += [one.pk for one in group.values() if one.merged_into_id == key]
    return found


def _open_likeness(likeness: Likeness) -> Likeness:
    locked = Likeness.objects.select_for_update().get(pk=likeness.pk)
    groups = groups_now()
    if locked.other_id and groups.head(locked.organisation_id) == groups.head(locked.other_id):
        raise IllegalTransition(f"{locked} is one organisation by now")
    return locked


def _check(likeness: Likeness, state: LikenessState) -> None:
    """Only what is open is answered so: what was merged is parted instead."""
    if likeness.state != LikenessState.OPEN:
        raise IllegalTransition(f"{likeness} is {likeness.state}, not open")
    LIKENESS_LIFECYCLE.check(likeness.state, state)


def _decide(
    likeness: Likeness,
    decided: Decided,
    *,
    survivor: Organisation | None = None,
    reason: str,
    by: User,
    at: datetime,
) -> None:
    LikenessDecision.objects.create(
        likeness=likeness,
        decided=decided,
        survivor=survivor,
        reason=reason.strip(),
        decided_by=by,
        decided_at=at,
        recorded_at=server_now(),
    )
