"""From issue to verified closure: what is refused on the way, and why."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from almoner.accounts.roles import Role
from almoner.actions.operations import finish_action, verify_action
from almoner.actions.states import ActionState
from almoner.audits.events import EvidenceEvent, RecommendationEvent
from almoner.audits.kinds import Answer, Finds
from almoner.audits.models import Evidence, Recommendation, Response, Verdict
from almoner.audits.operations import (
    Answered,
    Shown,
    add_evidence_of_thing,
    answer_recommendation,
    give_verdict,
    tie_controls,
)
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.core.references import name_of
from tests.audits.factories import (
    EvidenceFactory,
    RecommendationFactory,
    TiedControlFactory,
    agreed,
    nights_of,
)
from tests.factories import DAY, NOON, RoleGrantFactory, UserFactory, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db
CODE = "operators-roles-confirmed"
LATER = DAY + timedelta(days=60)


def last_line():
    return Event.objects.order_by("number").last()


def accepted(**said):
    people = {"owner": official(Role.PUBLISHER), "verifier": official(Role.AUDITOR)}
    said = {"agreed": "Publish each quarter", "due_on": LATER, **people, **said}
    return Answered(Answer.ACCEPTED, **said)


def shown(**said):
    return Shown(**{"title": "The register of March", "dated_on": DAY, **said})


def done_by_management(**said):
    recommendation = agreed(state=ActionState.DONE, **said)
    EvidenceFactory(recommendation=recommendation)
    return recommendation


def held(recommendation, *, days=30, broken=()):
    TiedControlFactory(recommendation=recommendation, code=CODE)
    first = DAY - timedelta(days=days)
    nights_of(CODE, first=first, last=DAY - timedelta(days=1), broken=broken)


def verdict(recommendation, finds=Finds.FULLY, **said):
    said = {"reasons": "I looked", "by": official(Role.AUDITOR), "at": NOON, **said}
    return give_verdict(recommendation, finds=finds, **said)


def test_an_accepted_recommendation_has_one_action_that_another_verifies():
    recommendation = RecommendationFactory()
    said = accepted()

    answer_recommendation(recommendation, said, by=recommendation.review.sponsor, at=NOON)

    recommendation.refresh_from_db()
    action = recommendation.action
    assert (action.source, action.what) == (name_of(recommendation), "Publish each quarter")
    assert (action.owner, action.verifier, action.due_on) == (said.owner, said.verifier, LATER)
    assert last_line().kind == RecommendationEvent.ANSWERED
    again, by = accepted(), recommendation.review.sponsor
    with pytest.raises(IllegalTransition):
        answer_recommendation(recommendation, again, by=by, at=NOON)


def test_what_is_rejected_says_why_and_may_be_accepted_after_all():
    recommendation = RecommendationFactory()
    by = recommendation.review.sponsor
    with pytest.raises(ValidationError, match="Say why"):
        answer_recommendation(recommendation, Answered(Answer.REJECTED), by=by, at=NOON)

    no = Answered(Answer.REJECTED, reason="It costs too much")
    answer_recommendation(recommendation, no, by=by, at=NOON)
    answer_recommendation(recommendation, accepted(), by=by, at=NOON)

    assert [one.answer for one in Response.objects.order_by("pk")] == ["rejected", "accepted"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"agreed": " "}, "Say what is agreed"),
        ({"due_on": None}, "Whoever accepts says this"),
        ({"verifier": "somebody"}, "Name an internal auditor"),
    ],
)
def test_an_acceptance_says_what_who_and_by_when_and_an_auditor_verifies(said, told):
    recommendation = RecommendationFactory()
    said = {**said, **({"verifier": official(Role.FINANCE)} if "verifier" in said else {})}

    with pytest.raises(ValidationError, match=told):
        answer_recommendation(
            recommendation, accepted(**said), by=recommendation.review.sponsor, at=NOON
        )

    assert recommendation.responses.count() == 0


def test_nothing_is_said_to_be_implemented_without_evidence_that_lasts():
    recommendation = agreed()
    owner, action = recommendation.action.owner, recommendation.action
    EvidenceFactory(recommendation=recommendation, expires_on=DAY - timedelta(days=1))
    with pytest.raises(PermissionDenied, match="add evidence"):
        finish_action(action, text="Done", by=owner, at=NOON)

    EvidenceFactory(recommendation=recommendation, expires_on=DAY)
    finish_action(action, text="Done", by=owner, at=NOON)

    action.refresh_from_db()
    assert action.state == ActionState.DONE


def test_evidence_is_kept_with_its_days_its_digest_and_its_version():
    recommendation = agreed()
    owner = recommendation.action.owner
    grant = RoleGrantFactory(holder=UserFactory())
    thing = name_of(recommendation)
    by = recommendation.review.sponsor
    with pytest.raises(ValidationError, match="The ledger knows nothing of it"):
        add_evidence_of_thing(thing, recommendation=recommendation, said=shown(), by=owner, at=NOON)
    verdict(recommendation, Finds.PARTIALLY)
    line = last_line()

    first = add_evidence_of_thing(
        thing, recommendation=recommendation, said=shown(), by=owner, at=NOON
    )
    second = add_evidence_of_thing(
        thing, recommendation=recommendation, said=shown(replaces=first), by=by, at=NOON
    )

    assert grant.pk
    assert (first.version, second.version, second.replaces) == (1, 2, first)
    assert (line.about, len(second.digest)) == (thing, 64)
    assert Event.objects.filter(kind=EvidenceEvent.ADDED).count() == 2
    with pytest.raises(ValidationError, match="replaced it already"):
        add_evidence_of_thing(
            thing, recommendation=recommendation, said=shown(replaces=first), by=by, at=NOON
        )


def test_fully_implemented_is_the_word_of_an_auditor_who_had_no_part_in_it():
    recommendation = done_by_management()

    verdict(recommendation)

    recommendation.action.refresh_from_db()
    assert recommendation.action.state == ActionState.VERIFIED
    assert last_line().about == name_of(recommendation.action)
    assert Verdict.objects.get().finds == Finds.FULLY


@pytest.mark.parametrize("part", ["owned", "answered", "added"])
def test_whoever_had_a_part_in_it_does_not_verify_it(part):
    recommendation = done_by_management()
    who = official(Role.AUDITOR)
    with arranging():
        if part == "owned":
            recommendation.action.steps.create(
                kind="handed-over",
                due_on=DAY,
                owner=who,
                verifier=recommendation.review.lead,
                taken_by=who,
                taken_at=NOON,
                recorded_at=NOON,
            )
        elif part == "answered":
            Response.objects.create(
                recommendation=recommendation,
                answer="accepted",
                agreed="x",
                given_by=who,
                valid_from=DAY,
                recorded_at=NOON,
            )
        else:
            EvidenceFactory(recommendation=recommendation, added_by=who)

    with pytest.raises(PermissionDenied, match="another auditor"):
        verdict(recommendation, by=who)


def test_what_management_has_not_said_is_not_fully_implemented():
    recommendation = agreed()
    EvidenceFactory(recommendation=recommendation)

    with pytest.raises(PermissionDenied, match="Management does not say"):
        verdict(recommendation)


def test_a_control_that_broke_within_its_days_refuses_with_the_night():
    recommendation = done_by_management()
    held(recommendation, broken=[DAY - timedelta(days=3)])

    with pytest.raises(PermissionDenied, match=r"broke on the night of 1 March 2026\. It has to"):
        verdict(recommendation)

    assert Verdict.objects.count() == 0


def test_a_control_that_is_broken_today_or_was_not_asked_refuses_too():
    recommendation = done_by_management()
    held(recommendation, days=10)
    with pytest.raises(PermissionDenied, match="was not asked on the night of 2 February"):
        verdict(recommendation)
    tie_controls(recommendation, codes=[CODE], days=10, by=recommendation.review.lead, at=NOON)
    RoleGrantFactory(proposed_at=NOON - timedelta(days=50), state="in-force")

    with pytest.raises(PermissionDenied, match="is broken today"):
        verdict(recommendation)


def test_controls_that_held_all_their_days_let_it_be_verified():
    recommendation = done_by_management()
    held(recommendation)

    verdict(recommendation)

    assert Recommendation.objects.get().action.state == ActionState.VERIFIED


def test_what_is_not_so_yet_goes_back_and_what_is_given_up_is_dropped():
    back, dropped = done_by_management(), agreed()

    verdict(back, Finds.PARTIALLY)
    verdict(dropped, Finds.RISK_ACCEPTED)

    back.action.refresh_from_db()
    dropped.action.refresh_from_db()
    assert (back.action.state, dropped.action.state) == (ActionState.OPEN, ActionState.DROPPED)
    with pytest.raises(ValidationError, match="Its day has come"):
        verdict(agreed(due_on=DAY), Finds.NOT_YET_DUE)


def test_the_action_is_not_verified_but_by_the_verdict():
    recommendation = done_by_management()

    with pytest.raises(PermissionDenied, match=f"on the page of {recommendation}"):
        verify_action(
            recommendation.action, text="Seen", by=recommendation.action.verifier, at=NOON
        )


def test_a_recommendation_is_tied_only_to_controls_that_there_are():
    recommendation = agreed()
    by = recommendation.review.lead
    with pytest.raises(ValidationError, match="No control is called"):
        tie_controls(recommendation, codes=["nothing"], days=30, by=by, at=NOON)

    tie_controls(recommendation, codes=[CODE], days=30, by=by, at=NOON)
    tie_controls(recommendation, codes=["actions-in-time"], days=9, by=by, at=NOON)

    ties = recommendation.tied_controls.order_by("pk")
    assert [(one.code, one.untied_at) for one in ties] == [(CODE, NOON), ("actions-in-time", None)]


def test_the_database_refuses_any_change_of_what_was_issued_shown_or_found():
    recommendation = done_by_management()
    verdict(recommendation)
    for change in (
        lambda: Recommendation.objects.update(issued_as="R9"),
        lambda: Recommendation.objects.update(action=None),
        lambda: Response.objects.update(answer="rejected", reason="x"),
        lambda: Evidence.objects.update(digest="0" * 64),
        lambda: Verdict.objects.update(finds=Finds.PARTIALLY),
        lambda: Verdict.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), arranging():
            change()
