"""What My work asks of the database by the first look after a line of the ledger."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.accounts.events import RoleEvent
from almoner.accounts.models import User
from almoner.actions.events import ActionEvent
from almoner.commissions.events import CaseEvent, GateEvent
from almoner.core.ledger import append
from almoner.core.models import Event
from almoner.decisions.events import DecisionEvent
from almoner.framework.events import FrameworkEvent
from almoner.organisations.events import OrganisationEvent
from almoner.registers.events import EditionEvent, FindingEvent, ImportEvent, WithholdingEvent
from tests.architecture.world import NOW
from tests.guard import arranging

HOME = "/workspace/"
# Of several rooms, those among them that may change what is public: these ask for most.
KINDS = [
    *(RoleEvent.CONFIRMED, ActionEvent.OPENED, CaseEvent.BEGUN, GateEvent.ASKED),
    *(DecisionEvent.SUBMITTED, FrameworkEvent.APPROVED, OrganisationEvent.MERGED),
    *(EditionEvent.ISSUED, FindingEvent.JUDGED, ImportEvent.CONTRACTS_IMPORTED),
    WithholdingEvent.TAKEN_DOWN,
]


def of_two_roles():
    """People of the story who hold two roles, of which each is given work."""
    return User.objects.filter(username__in=["etta.quaye", "hugo.tansley"]).order_by("pk")


def asked_at_first_look(client):
    """How many questions the page asks of its reader after a line of each kind, and which."""
    client.get(HOME)
    for kind in KINDS:
        with arranging():
            append(Event(kind=kind, about="x.y:Z-1", actor="system:nightly", happened_at=NOW))
        with CaptureQueriesContext(connection) as asked:
            client.get(HOME)
        said = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
        yield kind, len(said), said
