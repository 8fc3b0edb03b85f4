"""Questions about reviews, recommendations, plans and samples."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from almoner.accounts.due import people_of
from almoner.accounts.models import User
from almoner.accounts.queries import holdings_on, worker_of
from almoner.accounts.roles import Role
from almoner.actions.models import Action
from almoner.core.dated import versions_on
from almoner.core.models import Event
from almoner.documents.states import FileState

from .agreed import KIND, agreed_about_each
from .models import (
    Evidence,
    Finding,
    ImprovementPlan,
    PlanItem,
    Rating,
    Recommendation,
    Response,
    Result,
    Review,
    ReviewStep,
    Sample,
    SampleMember,
    TiedControl,
    Verdict,
)

# Not the administrator, who reads no case; nor members and assessors, who come from outside.
READERS = frozenset(Role) - {Role.ADMINISTRATOR, Role.MEMBER, Role.ASSESSOR}


def reviews_visible_to(user: User, *, on: date) -> QuerySet[Review]:
    """Those whose report is final, for readers; the rest for auditors and whom they name."""
    return Review.objects.filter(_seen_by(user, "", on=on)).select_related(
        "lead", "sponsor", "follows"
    )


def recommendations_visible_to(user: User, *, on: date) -> QuerySet[Recommendation]:
    """Those of the reviews that somebody may read, and those that are theirs to implement."""
    people = people_of(worker_of(user, on=on))
    theirs = agreed_about_each().filter(owner__reference__in=people)
    seen = _seen_by(user, "review__", on=on) | Exists(theirs)
    return in_full(Recommendation.objects.filter(seen))


def in_full(recommendations: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    return recommendations.select_related(
        "review__lead", "review__sponsor", "finding__repeats", "action__owner", "action__verifier"
    )


def _seen_by(user: User, review: str, *, on: date) -> Q:
    worker = worker_of(user, on=on)
    people = people_of(worker)
    seen = Q(**{f"{review}lead__reference__in": people})
    seen |= Q(**{f"{review}sponsor__reference__in": people})
    if worker.roles & READERS:
        seen |= Q(**{f"{review}issued_on__isnull": False})
    if Role.AUDITOR in worker.roles:
        seen |= Q(**{f"{review}pk__isnull": False})
    return seen


def is_named_in(user: User, review: Review, *, on: date) -> bool:
    """Whether somebody leads a review or answers for it, or stands in for who does."""
    return bool(worker_of(user, on=on).actors & {review.lead.actor, review.sponsor.actor})


def steps_of(review: Review) -> QuerySet[ReviewStep]:
    """How far a review had got, the last step first."""
    return review.steps.select_related("taken_by").order_by("-pk")


def ratings_of(review: Review) -> QuerySet[Rating]:
    """Its rating and those that follow-ups gave it, the last first."""
    return review.ratings.select_related("given_in", "given_by").order_by("-pk")


def ratings_on(on: date) -> QuerySet[Rating]:
    return versions_on(Rating.objects.all(), "review", on=on)


def findings_of(review: Review) -> QuerySet[Finding]:
    """What a review found, with what it recommends about each."""
    asked = in_full(Recommendation.objects.order_by("pk"))
    found = review.findings.select_related("repeats__review", "sample")
    return found.prefetch_related(Prefetch("recommendations", asked)).order_by("number")


def follow_ups_of(review: Review) -> QuerySet[Review]:
    return review.followed_by.order_by("pk")


def reviews_before(review: Review) -> list[int]:
    """The keys of a review and of those that it follows, one after the other."""
    keys, one = [review.pk], review
    while one.follows is not None and one.follows.pk not in keys:
        one = one.follows
        keys.append(one.pk)
    return keys


def responses_of(recommendation: Recommendation) -> QuerySet[Response]:
    return recommendation.responses.select_related("given_by").order_by("-pk")


def verdicts_of(recommendation: Recommendation) -> QuerySet[Verdict]:
    """What auditors found of it, the last first."""
    return recommendation.verdicts.select_related("given_by", "given_in").order_by("-pk")


def verdicts_on(on: date) -> QuerySet[Verdict]:
    """The verdict that speaks for each recommendation on a day, as now known."""
    return versions_on(Verdict.objects.all(), "recommendation", on=on)


def evidence_of(recommendation: Recommendation) -> QuerySet[Evidence]:
    """Every version of all that is to show how it stands, the last first."""
    found = recommendation.evidence.select_related("file", "added_by", "replaced_by", "replaces")
    return found.order_by("-pk")


def current_evidence(on: date) -> QuerySet[Evidence]:
    """What neither expired nor was replaced nor taken down."""
    lasting = Q(expires_on=None) | Q(expires_on__gte=on)
    kept = Q(file=None) | Q(file__state=FileState.KEPT)
    return Evidence.objects.filter(lasting, kept, replaced_by=None, dated_on__lte=on)


def has_current_evidence(on: date) -> Exists:
    """Of recommendations: whether anything shows on a day how they stand."""
    return Exists(current_evidence(on).filter(recommendation=OuterRef("pk")))


def ties_of(recommendation: Recommendation) -> QuerySet[TiedControl]:
    """The controls that measure a recommendation now."""
    return recommendation.tied_controls.filter(untied_at=None).order_by("pk")


def issued_recommendations() -> QuerySet[Recommendation]:
    return Recommendation.objects.filter(review__issued_on__isnull=False)


def unanswered_recommendations() -> QuerySet[Recommendation]:
    """Issued, and nobody answered for management."""
    return issued_recommendations().filter(responses=None)


def auditors_on(on: date) -> QuerySet[User]:
    """Whoever may lead a review, or verify."""
    held = holdings_on(on).filter(role=Role.AUDITOR).order_by().values("holder")
    return User.objects.filter(pk__in=held, is_active=True).order_by("name", "pk")


def plans() -> QuerySet[ImprovementPlan]:
    return ImprovementPlan.objects.select_related("owner").order_by("state", "pk")


def items_of(plan: ImprovementPlan) -> QuerySet[PlanItem]:
    """What a plan gathers now."""
    found = plan.items.filter(left_out_at=None).order_by("pk")
    return found.select_related("action__owner", "recommendation__action__owner")


def samples() -> QuerySet[Sample]:
    return Sample.objects.select_related("drawn_by", "review").order_by("-pk")


def members_of(sample: Sample) -> QuerySet[SampleMember]:
    """What was drawn, in the order of the draw, with what was found of each: two queries."""
    results = Result.objects.select_related("tested_by").order_by("-pk")
    return sample.members.prefetch_related(Prefetch("results", results)).order_by("place")


def recommendation_asking(action: Action) -> Recommendation | None:
    """The recommendation about which an action was agreed: nothing for a restricted one, and for
    what something else asked for.
    """
    return None if action.is_restricted else recommendation_named(action.source)


def recommendation_named(source: str) -> Recommendation | None:
    """A recommendation by its name in the ledger."""
    if not source.startswith(KIND):
        return None
    return in_full(Recommendation.objects.filter(reference=source.removeprefix(KIND))).first()


def known_numbers(titles: Iterable[str]) -> set[tuple[str, str]]:
    """By title of a review and number as issued: which recommendations are here already."""
    found = Recommendation.objects.filter(review__title__in=list(titles))
    return set(found.values_list("review__title", "issued_as"))


def name_in_ledger(reference: str) -> str:
    """What the ledger calls the thing of a reference; empty where it knows none."""
    said = reference.strip().upper()
    about = Event.objects.filter(about__endswith=f":{said}").order_by("-number")
    return about.values_list("about", flat=True).first() or "" if said else ""
