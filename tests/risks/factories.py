"""Makers of risks."""

from datetime import timedelta

import factory

from almoner.accounts.roles import Role
from almoner.risks.models import Acceptance, Assessment, Risk
from tests.factories import DAY, LONG_AGO, NOON, Factory, UserFactory, official


class RiskFactory(Factory):
    """A risk of the body's, of which nothing was said yet."""

    class Meta:
        model = Risk

    reference = factory.Sequence(lambda n: f"RSK-2025-{n:03}")
    recorded_by = factory.LazyFunction(lambda: official(Role.COMMISSIONING_OFFICER))
    opened_at = LONG_AGO


class AssessmentFactory(Factory):
    """A medium risk as its owner saw it long ago, to be looked at again in a month."""

    class Meta:
        model = Assessment

    risk = factory.SubFactory(RiskFactory)
    cause = "Only one provider answers"
    event = "It withdraws"
    effect = "Nobody runs the shelter"
    inherent_likelihood = inherent_impact = 4
    current_likelihood = current_impact = 3
    owner = factory.LazyFunction(lambda: official(Role.AGREEMENT_MANAGER))
    assessed_by = factory.SelfAttribute("owner")
    review_on = DAY + timedelta(days=30)
    valid_from = LONG_AGO.date()
    recorded_at = LONG_AGO


class AcceptanceFactory(Factory):
    """That an approver accepts any score of it for a month."""

    class Meta:
        model = Acceptance

    score = 25
    reason = "We cannot do without it"
    until = DAY + timedelta(days=30)
    accepted_by = factory.SubFactory(UserFactory)
    accepted_on = DAY
    accepted_at = recorded_at = NOON


def risk(likelihood=3, impact=3, **said):
    """A risk of this score."""
    about = {f"risk__{name}": said.pop(name) for name in ("about", "is_restricted") if name in said}
    scores = {"current_likelihood": likelihood, "current_impact": impact}
    return AssessmentFactory(**scores, **about, **said).risk
