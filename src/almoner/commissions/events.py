"""What happens to cases."""

from almoner.core.events import AMOUNT, COUNT, DIGEST, REFERENCE, EventKind, Shape, one_of

from .kinds import AssessmentKind, ConsultationKind, GateOutcome, LinkKind, Part
from .route_test import Instrument

A_GATE: dict[str, Shape] = {"gate": REFERENCE, "controls": DIGEST, "value": AMOUNT}


class CaseEvent(EventKind):
    BEGUN = "case.begun", {"framework": DIGEST}
    OPENED = "case.opened"
    REVISED = "case.revised", {"part": one_of(Part), "version": COUNT, "value": AMOUNT}
    HELD = "case.held"
    RESUMED = "case.resumed"
    STOPPED = "case.stopped"
    CLOSED = "case.closed"
    HANDED_OVER = "case.handed-over", {"to": REFERENCE}
    JOINED = "case.joined", {"who": REFERENCE}
    LEFT = "case.left", {"who": REFERENCE}
    RESTRICTED = "case.restricted"
    UNRESTRICTED = "case.unrestricted"
    REROUTED = "case.rerouted", {"framework": DIGEST}
    LINKED = "case.linked", {"other": REFERENCE, "how": one_of(LinkKind)}
    SPLITTING_ANSWERED = "case.splitting-answered", {"found": DIGEST}
    MOVED = "case.moved", {"framework": DIGEST, "earlier": DIGEST}


class RouteTestEvent(EventKind):
    SIGNED = "route-test.signed", {"instrument": one_of(Instrument), "answers": DIGEST}


class ConsultationEvent(EventKind):
    RECORDED = "consultation.recorded", {"what": one_of(ConsultationKind)}
    ANSWERED = "consultation.answered", {"requirements": COUNT}


class AssessmentEvent(EventKind):
    DRAFTED = "assessment.drafted", {"what": one_of(AssessmentKind)}
    SIGNED = "assessment.signed", {"what": one_of(AssessmentKind), "answers": DIGEST}


class GateEvent(EventKind):
    ASKED = "gate.asked", A_GATE
    DECIDED = "gate.decided", {**A_GATE, "outcome": one_of(GateOutcome), "step": COUNT}
    PASSED = "gate.passed", A_GATE
    PASSED_BY_DECISION = (
        "gate.passed-by-decision",
        {
            **A_GATE,
            "decision": REFERENCE,
            "snapshot": DIGEST,
        },
    )
    WITHDRAWN = "gate.withdrawn", {"gate": REFERENCE}


class PlanEvent(EventKind):
    PROPOSED = "plan-entry.proposed", {"case": REFERENCE, "words": DIGEST}
    PUBLISHED = "plan-entry.published", {"case": REFERENCE, "words": DIGEST}
    SENT_BACK = "plan-entry.sent-back", {"case": REFERENCE}
    TAKEN_OFF = "plan-entry.taken-off", {"case": REFERENCE}
