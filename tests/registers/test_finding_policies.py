import pytest

from almoner.accounts.roles import Role
from almoner.registers import policies
from almoner.registers.kinds import Register
from tests.factories import (
    DAY,
    BatchFactory,
    FindingFactory,
    ImportedFileFactory,
    RoleHoldingFactory,
    SightingFactory,
    UserFactory,
    VersionFactory,
    official,
)
from tests.registers import finding_rows as table

pytestmark = pytest.mark.django_db
ROLES = {
    table.PUBLISHER: Role.PUBLISHER,
    table.FINANCE: Role.FINANCE,
    table.AGREEMENTS: Role.AGREEMENT_MANAGER,
    table.ADMINISTRATOR: Role.ADMINISTRATOR,
    table.APPROVER: Role.APPROVER,
    table.AUDITOR: Role.AUDITOR,
    table.IMPORTER: Role.PUBLISHER,
}


def somebody(who, importer):
    if who == table.IMPORTER:
        return importer
    if who != table.STAND_IN:
        return official(ROLES[who]) if who in ROLES else UserFactory()
    deputy = UserFactory()
    RoleHoldingFactory(holder=deputy, role=Role.PUBLISHER, in_place_of=importer)
    return deputy


def found(situation, importer):
    """A finding in a row that the importer brought in."""
    register = Register.CONTRACTS if situation == table.CONTRACTS else Register.SPEND
    batch = BatchFactory(kind=register)
    ImportedFileFactory(batch=batch, imported_by=importer)
    finding = FindingFactory(register=register, batch=batch, blocks=situation != table.LOOK)
    if register == Register.SPEND:
        SightingFactory(finding=finding)
    else:
        version = VersionFactory(agreement__batch=batch)
        SightingFactory(finding=finding, payment=None, version=version)
    return finding


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), table.ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, situation, allowed):
    importer = official(Role.PUBLISHER)
    finding = found(situation, importer)
    about = {
        "may_see_findings": [],
        "may_judge_findings_of": [Register(finding.register)],
    }.get(policy, [finding])

    verdict = getattr(policies, policy)(somebody(who, importer), *about, on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason.startswith(("Only a", "You "))
