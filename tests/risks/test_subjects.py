"""Risks of cases: those of restricted ones are quiet, those of a programme are gathered."""

import pytest

from almoner.accounts.roles import Role
from almoner.commissions.kinds import Part
from almoner.core.figures import read_figure
from almoner.risks.policies import may_read_risk
from almoner.risks.queries import (
    assessment_of,
    assessments_on,
    assessments_visible_to,
    is_of_restricted,
)
from almoner.risks.subjects import of_programme, programme_named
from tests.commissions.factories import case
from tests.factories import DAY, official
from tests.risks.factories import risk

pytestmark = pytest.mark.django_db


def of(commission, **said):
    return risk(about=f"commissions.commission:{commission}", **said)


def test_a_risk_of_a_restricted_case_is_read_by_those_who_read_the_case():
    secret = case(is_restricted=True)
    one, plain = of(secret, likelihood=5, impact=5), of(case())
    assessment = assessment_of(one, on=DAY)
    outsider = official(Role.PUBLISHER)

    for reader in (secret.lead, official(Role.AUDITOR), assessment.owner, one.recorded_by):
        assert may_read_risk(reader, assessment, on=DAY)
        assert assessments_visible_to(reader, on=DAY).filter(risk=one).exists()
    assert not may_read_risk(outsider, assessment, on=DAY)
    assert [one.risk for one in assessments_visible_to(outsider, on=DAY)] == [plain]
    assert (is_of_restricted(one), is_of_restricted(plain), is_of_restricted(risk())) == (
        True,
        False,
        False,
    )


def test_a_report_counts_risks_of_restricted_cases_and_says_no_more():
    of(case(is_restricted=True), likelihood=5, impact=5)
    plain = of(case())

    rows = read_figure("table.risks", on=DAY).value

    assert [row[0] for row in rows] == [str(plain)]
    assert read_figure("risks.open", on=DAY).value == 2


def test_a_programme_holds_its_own_risks_and_those_of_the_cases_that_serve_it():
    serving = case(said=[(Part.NEED, {"objectives": ["trust", "support-victims"]})])
    other = case(said=[(Part.NEED, {"objectives": ["support-victims-too"]})])
    own, gathered = risk(about=programme_named("support-victims")), of(serving)
    of(other)
    risk()

    found = assessments_on(DAY).filter(of_programme("support-victims"))

    assert {one.risk for one in found} == {own, gathered}
