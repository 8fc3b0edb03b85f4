"""The lives of a case, of a gate that was asked, of a consultation and of an assessment."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class CaseState(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    ON_HOLD = "on-hold", _("On hold")
    STOPPED = "stopped", _("Stopped")
    CLOSED = "closed", _("Closed")


CASE_LIFECYCLE = Lifecycle(
    {
        CaseState.DRAFT: {CaseState.OPEN, CaseState.STOPPED},
        CaseState.OPEN: {CaseState.ON_HOLD, CaseState.STOPPED, CaseState.CLOSED},
        CaseState.ON_HOLD: {CaseState.OPEN, CaseState.STOPPED},
        CaseState.STOPPED: set(),
        CaseState.CLOSED: set(),
    }
)
LIVE = (CaseState.OPEN, CaseState.ON_HOLD)
OVER = (CaseState.STOPPED, CaseState.CLOSED)


class GateState(TextChoices):
    ASKED = "asked", _("Awaiting a decision")
    GO = "go", _("Go")
    GO_WITH_CONDITIONS = "go-with-conditions", _("Go, with conditions")
    BACK = "back", _("Sent back")
    STOP = "stop", _("Stop")
    WITHDRAWN = "withdrawn", _("Withdrawn")


GATE_LIFECYCLE = Lifecycle(
    {
        GateState.ASKED: {
            GateState.GO,
            GateState.GO_WITH_CONDITIONS,
            GateState.BACK,
            GateState.STOP,
            GateState.WITHDRAWN,
        },
        GateState.GO: set(),
        GateState.GO_WITH_CONDITIONS: set(),
        GateState.BACK: set(),
        GateState.STOP: set(),
        GateState.WITHDRAWN: set(),
    }
)
PASSED = (GateState.GO, GateState.GO_WITH_CONDITIONS)


class ConsultationState(TextChoices):
    ASKED = "asked", _("Asked")
    ANSWERED = "answered", _("Answered")


CONSULTATION_LIFECYCLE = Lifecycle(
    {
        ConsultationState.ASKED: {ConsultationState.ANSWERED},
        ConsultationState.ANSWERED: set(),
    }
)


class AssessmentState(TextChoices):
    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")
    OVERTAKEN = "overtaken", _("Overtaken by a later one")


ASSESSMENT_LIFECYCLE = Lifecycle(
    {
        AssessmentState.DRAFT: {AssessmentState.SIGNED, AssessmentState.OVERTAKEN},
        AssessmentState.SIGNED: {AssessmentState.OVERTAKEN},
        AssessmentState.OVERTAKEN: set(),
    }
)


class RouteTestState(TextChoices):
    """The life of a route test."""

    SIGNED = "signed", _("Signed")
    OVERTAKEN = "overtaken", _("Overtaken by a later one")


TEST_LIFECYCLE = Lifecycle(
    {RouteTestState.SIGNED: {RouteTestState.OVERTAKEN}, RouteTestState.OVERTAKEN: set()}
)


class PlanState(TextChoices):
    """The life of what the forward plan says of a case."""

    PROPOSED = "proposed", _("Awaiting a check")
    PUBLIC = "public", _("On the forward plan")
    SENT_BACK = "sent-back", _("Sent back")
    TAKEN_OFF = "taken-off", _("Taken off")
    OVERTAKEN = "overtaken", _("Overtaken by a later one")


PLAN_LIFECYCLE = Lifecycle(
    {
        PlanState.PROPOSED: {
            PlanState.PUBLIC,
            PlanState.SENT_BACK,
            PlanState.TAKEN_OFF,
            PlanState.OVERTAKEN,
        },
        PlanState.PUBLIC: {PlanState.TAKEN_OFF, PlanState.OVERTAKEN},
        PlanState.SENT_BACK: set(),
        PlanState.TAKEN_OFF: set(),
        PlanState.OVERTAKEN: set(),
    }
)
ON_ITS_WAY = (PlanState.PROPOSED, PlanState.PUBLIC)
