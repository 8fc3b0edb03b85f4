"""Who may open the pages about cases."""

from almoner.accounts.roles import Role
from almoner.agreements.policies import READERS as READERS_OF_AGREEMENTS
from almoner.commissions.kinds import AssessmentKind, Part
from almoner.commissions.operations import ask_gate, draft_assessment
from almoner.commissions.queries import READERS
from almoner.funding.policies import READERS as READERS_OF_FUNDS
from tests.commissions.factories import NOBODY_WORSE, NOON, case, consultation, grant_case
from tests.commissions.frameworks import in_force
from tests.commissions.plans import proposed

OFFICER = frozenset({Role.COMMISSIONING_OFFICER})
APPROVER = frozenset({Role.APPROVER})
# What is changed in the world has its own lead, who is none of those asked.
LEAD_ONLY = frozenset[Role]()
READ = [
    "commission",
    "case-as-at",
    "case-consultations",
    "case-assessments",
    "case-splitting",
    "case-documents",
]
OF_THE_LEAD = [
    *(f"case-{part}" for part in Part),
    *(f"case-{kind}" for kind in AssessmentKind),
    "case-route-test",
    "case-forward-plan",
    "record-consultation",
    "link-case",
    "case-gate",
    "case-course",
    "hold-case",
    "change-route",
]
OF_AN_APPROVER = ["case-team", "stop-case", "move-case"]

CASES = {
    "workspace:commissions": READERS,
    "workspace:commissions-csv": READERS,
    "workspace:pipeline": READERS,
    "workspace:stuck-cases": READERS,
    "workspace:forward-plan": READERS,
    "workspace:plan-entry": READERS,  # the page says who checks
    "workspace:leave-plan": frozenset({Role.PUBLISHER}),
    "workspace:begin-case": OFFICER,
    "workspace:case-ends": READERS & READERS_OF_AGREEMENTS,
    **{f"workspace:{name}": READERS for name in READ},
    "workspace:case-funding": READERS & READERS_OF_FUNDS,
    **{f"workspace:{name}": LEAD_ONLY for name in OF_THE_LEAD},
    **{f"workspace:{name}": APPROVER for name in OF_AN_APPROVER},
    "workspace:answer-consultation": LEAD_ONLY,
    "workspace:sign-assessment": READERS,  # the page says who signs
    "workspace:decide-gate": READERS,  # the page says who decides
    "workspace:withdraw-gate": LEAD_ONLY,
}


def tell_of_cases():
    """A case that is worked on, and one at its gate."""
    worked_on, at_gate = case("contract"), grant_case()
    by = worked_on.lead
    return {
        "case": worked_on,
        "consultation": consultation(worked_on),
        "assessment": draft_assessment(
            worked_on, AssessmentKind.EQUALITY, NOBODY_WORSE, by=by, at=NOON
        ),
        "plan-entry": proposed(worked_on),
        "gate": ask_gate(at_gate, onward="open", now=in_force(), by=at_gate.lead, at=NOON),
    }


def arguments(world):
    """What the addresses name: things of a world that has one of each."""
    of_the_case = [*READ, "case-funding", *OF_THE_LEAD, *OF_AN_APPROVER]
    return {
        "workspace:begin-case": [],
        **{f"workspace:{name}": [world["case"]] for name in of_the_case},
        "workspace:answer-consultation": [world["consultation"]],
        "workspace:sign-assessment": [world["assessment"]],
        "workspace:decide-gate": [world["gate"]],
        "workspace:withdraw-gate": [world["gate"]],
        "workspace:forward-plan": [],
        "workspace:plan-entry": [world["plan-entry"]],
        "workspace:leave-plan": [world["plan-entry"]],
    }
