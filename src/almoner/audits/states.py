"""The lives of reviews and plans, and how far a recommendation has got."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class ReviewState(TextChoices):
    PLANNED = "planned", _("Planned")
    TERMS_AGREED = "terms-agreed", _("Terms agreed")
    FIELDWORK = "fieldwork", _("Fieldwork")
    DRAFT = "draft", _("Draft report")
    FINAL = "final", _("Final report")
    FOLLOW_UP_DUE = "follow-up-due", _("Follow-up due")
    FOLLOWED_UP = "followed-up", _("Followed up")
    WITHDRAWN = "withdrawn", _("Withdrawn")


REVIEW_LIFECYCLE = Lifecycle(
    {
        ReviewState.PLANNED: {ReviewState.TERMS_AGREED, ReviewState.WITHDRAWN},
        ReviewState.TERMS_AGREED: {ReviewState.FIELDWORK, ReviewState.WITHDRAWN},
        ReviewState.FIELDWORK: {ReviewState.DRAFT, ReviewState.WITHDRAWN},
        ReviewState.DRAFT: {ReviewState.FIELDWORK, ReviewState.FINAL, ReviewState.WITHDRAWN},
        # A follow-up may come before its day.
        ReviewState.FINAL: {ReviewState.FOLLOW_UP_DUE, ReviewState.FOLLOWED_UP},
        ReviewState.FOLLOW_UP_DUE: {ReviewState.FOLLOWED_UP},
        ReviewState.FOLLOWED_UP: set(),
        ReviewState.WITHDRAWN: set(),
    }
)
ISSUED = (ReviewState.FINAL, ReviewState.FOLLOW_UP_DUE, ReviewState.FOLLOWED_UP)
UNDER_WAY = (
    ReviewState.PLANNED,
    ReviewState.TERMS_AGREED,
    ReviewState.FIELDWORK,
    ReviewState.DRAFT,
)


class Progress(TextChoices):
    """How far a recommendation has got, as management says it: read from its action."""

    UNANSWERED = "unanswered", _("Awaiting an answer")
    REJECTED = "rejected", _("Rejected")
    NOT_STARTED = "not-started", _("Not started")
    IN_PROGRESS = "in-progress", _("In progress")
    IMPLEMENTED = "implemented", _("Implemented")
    DROPPED = "dropped", _("No longer to be done")


class PlanState(TextChoices):
    OPEN = "open", _("Under way")
    CLOSED = "closed", _("Closed")


PLAN_LIFECYCLE = Lifecycle({PlanState.OPEN: {PlanState.CLOSED}, PlanState.CLOSED: set()})
