"""Makers of actions."""

from datetime import timedelta

import factory

from almoner.accounts.roles import Role
from almoner.actions.models import Action, DayProposal
from almoner.actions.states import ActionState
from tests.factories import DAY, NOON, Factory, official


class ActionFactory(Factory):
    """Something that an official took on for a month, and that another is to verify."""

    class Meta:
        model = Action

    reference = factory.Sequence(lambda n: f"ACT-2025-{n:03}")
    what = "Visit the shelter"
    owner = factory.LazyFunction(lambda: official(Role.AGREEMENT_MANAGER))
    verifier = factory.LazyFunction(lambda: official(Role.FINANCE))
    first_due_on = factory.SelfAttribute("due_on")
    due_on = DAY + timedelta(days=30)
    opened_by = factory.SelfAttribute("verifier")
    opened_at = NOON


class DoneActionFactory(ActionFactory):
    """One that its owner says is done."""

    state = ActionState.DONE
    done_at = NOON


class DayProposalFactory(Factory):
    """Another day that an action's owner asks for."""

    class Meta:
        model = DayProposal

    action = factory.SubFactory(ActionFactory)
    due_on = DAY + timedelta(days=60)
    reason = "The shelter moves first"
    proposed_by = factory.SelfAttribute("action.owner")
    proposed_at = NOON
