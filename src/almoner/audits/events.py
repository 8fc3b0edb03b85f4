"""What can happen to reviews, recommendations, plans and samples. Lines say codes, days and
references, never what was found or who it is about.
"""

from almoner.core.events import COUNT, DAY, DIGEST, REFERENCE, EventKind, one_of

from .kinds import Answer, Finds, ReviewKind, Tested

OF = {"review": REFERENCE}
STEPS = ["terms-agreed", "fieldwork", "draft", "withdrawn"]  # as `states` calls them


class ReviewEvent(EventKind):
    PLANNED = "review.planned", {"of": one_of(ReviewKind)}
    MOVED = "review.moved-on", {"to": one_of(STEPS)}
    ISSUED = "review.issued", {"recommendations": COUNT}
    FOLLOW_UP_DUE = "review.follow-up-due"
    FOLLOWED_UP = "review.followed-up", {"by_review": REFERENCE}
    RATED_ANEW = "review.rated-anew", {"by_review": REFERENCE}
    TAKEN_OVER = "review.taken-over"


class FindingEvent(EventKind):
    RECORDED = "audit-finding.recorded", OF
    REWORDED = "audit-finding.reworded", OF


class RecommendationEvent(EventKind):
    RECORDED = "recommendation.recorded", OF
    REWORDED = "recommendation.reworded", OF
    TAKEN_OVER = "recommendation.taken-over", OF
    ANSWERED = "recommendation.answered", {"answer": one_of(Answer)}
    AGREED = "recommendation.action-agreed", {"action": REFERENCE}
    TIED = "recommendation.tied", {"controls": COUNT, "days": COUNT}
    FOUND = "recommendation.found", {"verdict": one_of(Finds)}


class EvidenceEvent(EventKind):
    ADDED = (
        "evidence.added",
        {"recommendation": REFERENCE, "digest": DIGEST, "version": COUNT},
    )


class ImprovementPlanEvent(EventKind):
    OPENED = "improvement-plan.opened", {"owner": REFERENCE}
    GATHERED = "improvement-plan.gathered", {"item": REFERENCE}
    LEFT_OUT = "improvement-plan.left-out", {"item": REFERENCE}
    CLOSED = "improvement-plan.closed"


class SampleEvent(EventKind):
    DRAWN = "sample.drawn", {"as_at": DAY, "size": COUNT, "of": COUNT, "population": DIGEST}
    TESTED = "sample.tested", {"member": REFERENCE, "result": one_of(Tested)}
