"""Who may open the pages about decisions."""

from almoner.accounts.policies import DECIDERS
from almoner.accounts.roles import Role
from almoner.commissions.queries import READERS
from almoner.decisions.kinds import Subject
from almoner.decisions.models import Delegation
from almoner.decisions.policies import WRITERS
from almoner.framework.states import OfficeState
from tests.commissions.factories import grant_case
from tests.decisions.factories import advised, draft, grant_of, head, signed
from tests.factories import UserFactory
from tests.framework.factories import OfficeGrantFactory

ANYONE = "anyone"
OFFICIALS = frozenset(Role)
FINANCE = frozenset({Role.FINANCE})
APPROVER = frozenset({Role.APPROVER})
# What is written in the world has its own lead, who is none of those asked.
LEAD_ONLY = frozenset[Role]()
RESTRICTED = frozenset({Role.APPROVER, Role.FINANCE, Role.AUDITOR})
PUBLISHERS = frozenset({Role.APPROVER, Role.BOARD_SECRETARY, Role.PUBLISHER})
TWINS = ["decisions-csv", "decisions-json", "decisions-atom"]

DECISIONS = {
    "workspace:decisions": READERS,
    "workspace:decisions-as-at": READERS,
    "workspace:decision-as-at": READERS,
    "workspace:scheme-as-at": OFFICIALS,
    "workspace:begin-body-decision": WRITERS,
    "workspace:scheme": OFFICIALS,
    "workspace:office": OFFICIALS,  # the page says who proposes
    "workspace:vacate-office": DECIDERS,
    "workspace:decide-office": OFFICIALS,  # the page says who decides
    "workspace:withdraw-office": LEAD_ONLY,
    "workspace:confirm-office": OFFICIALS,  # the page says who confirms
    "workspace:end-delegation": APPROVER,
    "workspace:case-decisions": READERS,
    "workspace:begin-decision": LEAD_ONLY,
    "workspace:decision": READERS,
    "workspace:edit-decision": LEAD_ONLY,
    "workspace:decision-form": READERS,
    "workspace:decision-part-two": RESTRICTED,
    "workspace:decision-file": frozenset({Role.AUDITOR}),
    "workspace:submit-decision": LEAD_ONLY,
    "workspace:withdraw-decision": LEAD_ONLY,
    "workspace:advise-decision": FINANCE,
    "workspace:sign-decision": READERS,  # the page says who decides
    "workspace:lapse-decision": READERS - {Role.AUDITOR},  # nothing has changed, and it says so
    "workspace:decision-part-one": PUBLISHERS,
    # Signing is publishing: part 1 is for anyone to read.
    "public:decisions": ANYONE,
    **{f"public:{name}": ANYONE for name in TWINS},
    "public:decision": ANYONE,
    "public:decision-json": ANYONE,
}


def tell_of_decisions():
    """A draft, one that awaits approval, one whose part 1 waits, and one that is out."""
    approver = head()
    waits = {"deferral_ground": "commercial", "deferral_reason": "A bid is open."}
    public = signed(by=approver, grants=[grant_of()])
    return {
        "case": grant_case(),
        "draft": draft(),
        "awaiting": advised(),
        "waiting": signed(by=approver, deferred_until="2026-12-01", **waits),
        "public": public,
        "delegation": Delegation.objects.get(decision=public),
        "holder": approver,
        "paper": OfficeGrantFactory(office="head-of-service", proposed_by=UserFactory()),
        "operators": OfficeGrantFactory(office="head-of-service", state=OfficeState.HELD),
    }


def arguments(world):
    """What the addresses name: things of a world that has one of each."""
    return {
        "workspace:begin-body-decision": [],
        "workspace:scheme": [],
        "workspace:office": ["head-of-service"],
        "workspace:vacate-office": ["head-of-service", world["holder"]],
        "workspace:decide-office": [world["paper"]],
        "workspace:withdraw-office": [world["paper"]],
        "workspace:confirm-office": [world["operators"]],
        "workspace:end-delegation": [world["delegation"]],
        "workspace:case-decisions": [world["case"]],
        "workspace:begin-decision": [world["case"]],
        "workspace:decision": [world["awaiting"]],
        "workspace:decision-as-at": [world["awaiting"]],
        "workspace:edit-decision": [world["draft"], "summary"],
        "workspace:decision-form": [world["awaiting"], "docx"],
        "workspace:decision-part-two": [world["awaiting"]],
        "workspace:decision-file": [world["awaiting"]],
        "workspace:submit-decision": [world["draft"]],
        "workspace:withdraw-decision": [world["draft"]],
        "workspace:advise-decision": [world["awaiting"], Subject.FINANCE],
        "workspace:sign-decision": [world["awaiting"]],
        "workspace:lapse-decision": [world["awaiting"]],
        "workspace:decision-part-one": [world["waiting"]],
        "public:decision": [world["public"].number],
        "public:decision-json": [world["public"].number],
    }
