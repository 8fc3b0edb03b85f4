"""Rows in which the checks find something, and people who judge them."""

from almoner.accounts.roles import Role
from almoner.registers.kinds import Register
from almoner.registers.models import Finding, Judgement
from almoner.registers.operations import import_file, judge_finding
from almoner.registers.reasons import FindingState, Reason
from tests.factories import DAY, NOON, official
from tests.registers.files import spend_file

CLEAN = "Harbour Trust,2026-02-03,1250.50,Grants,A night shelter"
CLIENT = "Tern Cars,2026-02-04,77.40,Taxis,Taxi for client J.S."
REFUGE = "Tern Repairs,2026-02-05,912.25,Repairs,Locks for the refuge at 12 High Street"
PERSON = "Ms Jane Pole,2026-02-06,300.00,Care,Mediation"


def held(folder, *rows, name="held.csv", by=None, at=NOON, known_from=DAY, publisher="Wexmoor"):
    """Import rows of spend as somebody does from the command line."""
    return import_file(
        spend_file(folder, rows or (CLEAN, CLIENT), name=name),
        register=Register.SPEND,
        publisher=publisher,
        known_from=known_from,
        by=by or official(Role.PUBLISHER),
        at=at,
    )


def safe(reason=Reason.NOT_A_PERSON, **said):
    return Judgement(verdict=FindingState.SAFE, reason=reason, **said)


def kept_back():
    return Judgement(verdict=FindingState.KEPT_BACK)


def judge(said=None, *, finding=None, by=None, at=NOON):
    return judge_finding(
        finding or Finding.objects.get(), said or safe(), by=by or official(Role.FINANCE), at=at
    )
