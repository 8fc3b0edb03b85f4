"""Who may open the pages about reviews, recommendations, improvement plans and samples."""

from almoner.accounts.roles import Role
from almoner.actions.policies import WRITERS
from almoner.audits.queries import READERS

OFFICIALS = frozenset(Role)
READ = frozenset(READERS)
AUDITOR = frozenset({Role.AUDITOR})
APPROVER = frozenset({Role.APPROVER})
NOBODY = frozenset[Role]()  # among people asked: the thing asked about is others' to implement

AUDITS = {
    # The lists hold what each may read. What the world has is issued, and names none who asks.
    "workspace:audits": OFFICIALS,
    "workspace:audit": READ,
    "workspace:plan-audit": AUDITOR,
    "workspace:move-audit": AUDITOR,
    "workspace:issue-audit": AUDITOR,
    "workspace:record-audit-finding": AUDITOR,
    "workspace:reword-audit-finding": AUDITOR,
    "workspace:recommend": AUDITOR,
    "workspace:reword-recommendation": AUDITOR,
    "workspace:recommendations": OFFICIALS,
    "workspace:recommendations-csv": OFFICIALS,
    "workspace:bring-recommendations": AUDITOR,
    "workspace:confirm-recommendations": AUDITOR,
    "workspace:recommendation": READ,
    "workspace:answer-recommendation": APPROVER,
    "workspace:agree-action": APPROVER,
    "workspace:add-evidence": NOBODY,
    "workspace:evidence": READ,
    "workspace:implement-recommendation": NOBODY,
    "workspace:give-verdict": AUDITOR,
    "workspace:tie-controls": AUDITOR,
    "workspace:recommendation-file": AUDITOR,
    "workspace:improvement-plans": READ,
    "workspace:improvement-plan": READ,
    "workspace:open-improvement-plan": frozenset(WRITERS),
    "workspace:close-improvement-plan": APPROVER,
    "workspace:leave-out-of-plan": APPROVER,
    "workspace:samples": AUDITOR,
    "workspace:sample": AUDITOR,
    "workspace:draw-sample": AUDITOR,
    "workspace:test-member": AUDITOR,
}
OF_A_REVIEW = ["audit", "issue-audit", "record-audit-finding"]
OF_A_RECOMMENDATION = ["recommendation", "reword-recommendation", "answer-recommendation"]
OF_A_RECOMMENDATION += ["add-evidence", "implement-recommendation", "give-verdict", "tie-controls"]
OF_A_RECOMMENDATION += ["recommendation-file", "agree-action"]


def tell_of_audits():
    """A review with a recommendation of others, a plan and a sample."""
    from tests.audits.factories import (
        EvidenceFactory,
        MemberFactory,
        PlanFactory,
        SampleFactory,
        agreed,
        gathered,
    )

    recommendation = agreed()
    plan = PlanFactory()
    return {
        "recommendation": recommendation,
        "evidence": EvidenceFactory(recommendation=recommendation),
        "plan item": gathered(plan, recommendation),
        "sample": MemberFactory(sample=SampleFactory()).sample,
    }


def arguments(world):
    """What the addresses name: things of a world that has one of each."""
    recommendation, item = world["recommendation"], world["plan item"]
    review, finding = recommendation.review, recommendation.finding
    return {
        **{f"workspace:{route}": [review] for route in OF_A_REVIEW},
        **{f"workspace:{route}": [recommendation] for route in OF_A_RECOMMENDATION},
        "workspace:plan-audit": [],
        "workspace:move-audit": [review, "draft"],
        "workspace:reword-audit-finding": [finding],
        "workspace:recommend": [finding],
        "workspace:evidence": [world["evidence"]],
        "workspace:improvement-plan": [item.plan],
        "workspace:close-improvement-plan": [item.plan],
        "workspace:leave-out-of-plan": [item.plan, item.pk],
        "workspace:open-improvement-plan": [],
        "workspace:sample": [world["sample"]],
        "workspace:test-member": [world["sample"], 1],
        "workspace:draw-sample": [],
    }
