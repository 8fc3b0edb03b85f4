"""Makers of reviews and recommendations."""

from datetime import timedelta

import factory

from almoner.accounts.roles import Role
from almoner.actions.models import Action, Step
from almoner.actions.states import ActionState, StepKind
from almoner.assurance.models import Run
from almoner.audits.kinds import Answer, Finds, ReviewKind
from almoner.audits.models import (
    Evidence,
    Finding,
    ImprovementPlan,
    PlanItem,
    Recommendation,
    Response,
    Review,
    ReviewStep,
    Sample,
    SampleMember,
    TiedControl,
    Verdict,
)
from almoner.audits.states import ReviewState
from almoner.core.references import name_of
from tests.factories import DAY, LONG_AGO, NOON, Factory, official
from tests.guard import arranging

ISSUED_ON = LONG_AGO.date()


class DraftReviewFactory(Factory):
    """A review whose report is not final yet."""

    class Meta:
        model = Review
        skip_postgeneration_save = True

    reference = factory.Sequence(lambda n: f"AUD-2025-{n:03}")
    kind = ReviewKind.ASSURANCE
    title = factory.Sequence(lambda n: f"Commissioning framework {n}")
    scope = "How grants are awarded"
    carried_out_by = "Internal audit"
    lead = factory.LazyFunction(lambda: official(Role.AUDITOR, name="Ivo Lund"))
    sponsor = factory.LazyFunction(lambda: official(Role.COMMISSIONING_OFFICER, name="Ada Moss"))
    starts_on = ISSUED_ON - timedelta(days=60)
    ends_on = ISSUED_ON
    state = ReviewState.DRAFT
    opened_by = factory.SelfAttribute("lead")
    opened_at = LONG_AGO


class ReviewFactory(DraftReviewFactory):
    """One whose report was issued long ago."""

    state = ReviewState.FINAL
    issued_on = ISSUED_ON
    follow_up_on = DAY + timedelta(days=90)
    final = factory.RelatedFactory(
        "tests.audits.factories.FinalStepFactory", factory_related_name="review"
    )


class FinalStepFactory(Factory):
    class Meta:
        model = ReviewStep

    state = ReviewState.FINAL
    valid_from = factory.SelfAttribute("review.issued_on")
    recorded_at = LONG_AGO
    taken_by = factory.SelfAttribute("review.lead")


class FindingFactory(Factory):
    class Meta:
        model = Finding

    reference = factory.Sequence(lambda n: f"FND-2025-{n:03}")
    review = factory.SubFactory(ReviewFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = "Registers are not published"
    text = "The last one is of November"
    risk = "Nobody can see what was awarded"
    recorded_by = factory.SelfAttribute("review.lead")
    recorded_at = LONG_AGO


class RecommendationFactory(Factory):
    """Issued, and nobody has answered it."""

    class Meta:
        model = Recommendation

    reference = factory.Sequence(lambda n: f"REC-2025-{n:03}")
    finding = factory.SubFactory(FindingFactory)
    review = factory.SelfAttribute("finding.review")
    issued_as = factory.Sequence(lambda n: f"R{n}")
    text = "Publish the registers each quarter"
    priority = "high"
    priority_title = "High"
    recorded_by = factory.SelfAttribute("review.lead")
    recorded_at = LONG_AGO


class ResponseFactory(Factory):
    class Meta:
        model = Response

    recommendation = factory.SubFactory(RecommendationFactory)
    answer = Answer.ACCEPTED
    agreed = "Registers go out each quarter"
    given_by = factory.SelfAttribute("recommendation.review.sponsor")
    valid_from = ISSUED_ON
    recorded_at = LONG_AGO


class EvidenceFactory(Factory):
    class Meta:
        model = Evidence

    reference = factory.Sequence(lambda n: f"EVI-2025-{n:03}")
    recommendation = factory.SubFactory(RecommendationFactory)
    title = "The register of March"
    thing = "registers.edition:EDN-1"
    digest = "a" * 64
    dated_on = ISSUED_ON
    added_by = factory.SelfAttribute("recommendation.review.sponsor")
    added_at = LONG_AGO
    recorded_at = LONG_AGO


class VerdictFactory(Factory):
    class Meta:
        model = Verdict

    recommendation = factory.SubFactory(RecommendationFactory)
    finds = Finds.PARTIALLY
    reasons = "One of two registers is out"
    given_by = factory.SelfAttribute("recommendation.review.lead")
    valid_from = DAY
    recorded_at = NOON


class TiedControlFactory(Factory):
    class Meta:
        model = TiedControl

    recommendation = factory.SubFactory(RecommendationFactory)
    code = "operators-roles-confirmed"
    tied_by = factory.SelfAttribute("recommendation.review.lead")
    tied_at = LONG_AGO


class RunFactory(Factory):
    class Meta:
        model = Run

    control = "operators-roles-confirmed"
    night = DAY
    covered = 4
    broken = 0
    population = "b" * 64
    ran_at = NOON


class PlanFactory(Factory):
    class Meta:
        model = ImprovementPlan

    reference = factory.Sequence(lambda n: f"IMP-2025-{n:03}")
    title = "Governance Improvement Plan"
    purpose = "What the panel asked for"
    owner = factory.LazyFunction(lambda: official(Role.COMMISSIONING_OFFICER))
    opened_by = factory.SelfAttribute("owner")
    opened_at = LONG_AGO


class SampleFactory(Factory):
    class Meta:
        model = Sample

    reference = factory.Sequence(lambda n: f"SMP-2025-{n:03}")
    population = "actions"
    as_at = DAY
    seed = "42"
    size = 1
    population_size = 1
    population_digest = "c" * 64
    drawn_by = factory.LazyFunction(lambda: official(Role.AUDITOR))
    drawn_at = NOON
    recorded_at = NOON


class MemberFactory(Factory):
    class Meta:
        model = SampleMember

    sample = factory.SubFactory(SampleFactory)
    place = 1
    about = "actions.action:ACT-2025-001"


class ItemFactory(Factory):
    class Meta:
        model = PlanItem

    plan = factory.SubFactory(PlanFactory)
    added_by = factory.SelfAttribute("plan.owner")
    added_at = LONG_AGO


def gathered(plan, recommendation):
    return ItemFactory(plan=plan, recommendation=recommendation)


class ActionOf(Factory):
    class Meta:
        model = Action

    reference = factory.Sequence(lambda n: f"ACT-2024-{n:03}")


def agreed(*, state=ActionState.OPEN, due_on=DAY + timedelta(days=30), owner=None, **said):
    """A recommendation that management accepted: its action is somebody else's to do."""
    recommendation = ResponseFactory(**said).recommendation
    done = {} if state == ActionState.OPEN else {"done_at": NOON}
    action = ActionOf(
        source=name_of(recommendation),
        what="Registers go out each quarter",
        owner=owner or official(Role.PUBLISHER, name="Omar Reed"),
        verifier=recommendation.review.lead,
        first_due_on=due_on,
        due_on=due_on,
        state=state,
        opened_by=recommendation.review.sponsor,
        opened_at=LONG_AGO,
        closed_at=NOON if state == ActionState.VERIFIED else None,
        **done,
    )
    step(action, StepKind.OPENED, at=LONG_AGO)
    if state != ActionState.OPEN:
        step(action, StepKind.DONE, at=NOON)
    return tied_to(recommendation, action)


def agreed_also(recommendation, *, state=ActionState.OPEN, due_on=DAY + timedelta(days=30), **said):
    """Something else that was agreed about a recommendation, by another owner."""
    fields = {"opened_at": LONG_AGO, "what": "Tell every team", "first_due_on": due_on, **said}
    fields.setdefault("owner", official(Role.FINANCE, name="Pia Holm"))
    action = ActionOf(
        source=name_of(recommendation),
        verifier=recommendation.review.lead,
        due_on=due_on,
        state=state,
        opened_by=recommendation.review.sponsor,
        done_at=None if state == ActionState.OPEN else NOON,
        closed_at=NOON if state == ActionState.VERIFIED else None,
        **fields,
    )
    step(action, StepKind.OPENED, at=fields["opened_at"])
    if state != ActionState.OPEN:
        step(action, StepKind.DONE, at=NOON)
    return action


class StepOf(Factory):
    class Meta:
        model = Step


def step(action, kind, *, at, **said):
    fields = {"due_on": action.due_on, "owner": action.owner, "verifier": action.verifier}
    fields |= {"taken_by": action.owner, "taken_at": at, "recorded_at": at, **said}
    return StepOf(action=action, kind=kind, **fields)


def tied_to(recommendation, action):
    with arranging():
        recommendation.action = action
        recommendation.save(update_fields=["action"])
    return recommendation


def nights_of(code, *, first, last, broken=()):
    """That a control was asked every night, and broken on some."""
    night = first
    while night <= last:
        RunFactory(control=code, night=night, broken=int(night in broken))
        night += timedelta(days=1)
