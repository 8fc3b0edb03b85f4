"""Who may open the pages about reports."""

from almoner.accounts.roles import Role
from almoner.reports.policies import WRITERS
from almoner.reports.queries import READERS, READERS_OF_ISSUED

SEEN, READ, WRITE = frozenset(READERS_OF_ISSUED), frozenset(READERS), frozenset(WRITERS)
APPROVER = frozenset({Role.APPROVER})

# The report in the world is being written: members read it when it is issued.
REPORTS = {
    "workspace:reports": SEEN,
    "workspace:figures": SEEN,
    "workspace:begin-report": WRITE,
    "workspace:report": READ,
    "workspace:download-report": READ,
    "workspace:look-at-figures": WRITE | APPROVER,
    "workspace:issue-report": APPROVER,
    "workspace:drop-report": WRITE,
}
OF_A_REPORT = ["report", "look-at-figures", "issue-report", "drop-report"]


def tell_of_reports():
    """A report that somebody has begun."""
    from tests.reports.factories import report

    return {"report": report()}


def arguments(world):
    """What the addresses name: things of a world that has one of each."""
    return {
        **{f"workspace:{route}": [world["report"]] for route in OF_A_REPORT},
        "workspace:download-report": [world["report"], "json"],
    }
