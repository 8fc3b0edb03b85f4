from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from almoner.accounts.roles import Role
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.framework.events import FrameworkEvent
from almoner.framework.keeping import keep_framework
from almoner.framework.models import FrameworkText, digest_of
from almoner.framework.operations import (
    approve_framework,
    draft_framework,
    propose_framework,
    refuse_framework,
    withdraw_framework,
)
from almoner.framework.queries import framework_in_force, framework_on
from almoner.framework.states import VersionState
from tests.factories import DAY, NOON, official
from tests.framework.factories import ApprovedFrameworkFactory, FrameworkVersionFactory
from tests.framework.frameworks import WHOLE, text_after
from tests.guard import arranging

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=7)
WHY = "The scheme of delegation has changed"


@pytest.fixture
def officer():
    return official(Role.COMMISSIONING_OFFICER)


def drafted(officer, text=WHOLE, first_day=LATER):
    return draft_framework(text, reason=WHY, first_day=first_day, by=officer, at=NOON)


def test_a_draft_freezes_its_text_and_changes_nothing(officer):
    before = framework_on(LATER)

    draft = drafted(officer, "\ufeff" + WHOLE.replace("\n", "\r\n") + "\n\n")

    assert (draft.reference, draft.state) == (f"FWK-{DAY.year}-001", VersionState.DRAFT)
    assert draft.text.text == WHOLE
    assert framework_on(LATER) == before
    event = Event.objects.get()
    assert (event.kind, event.facts) == (FrameworkEvent.DRAFTED, {"text": digest_of(WHOLE)})


def test_a_text_with_mistakes_is_refused_with_each_of_them(officer):
    wrong = text_after(
        ('next = ["open"]', 'next = ["opened"]'), ('office = "head"', 'office = "x"')
    )

    with pytest.raises(ValidationError) as refused:
        drafted(officer, wrong)

    assert [one.partition(":")[0] for one in refused.value.messages] == [
        f"Your text, line {wrong[: wrong.index(words)].count(chr(10)) + 1}"
        for words in ('"opened"', 'office = "x"')
    ]
    assert not FrameworkText.objects.exists()


def test_a_text_that_is_too_long_or_for_a_past_day_is_refused(officer):
    with pytest.raises(ValidationError, match="longer than 128 kB"):
        drafted(officer, WHOLE + "#" * (1 << 17))
    with pytest.raises(ValidationError, match="The first day has passed"):
        drafted(officer, first_day=DAY - timedelta(days=1))


def test_two_people_bring_a_version_in_force_from_its_first_day(officer):
    proposed = propose_framework(drafted(officer), by=officer, at=NOON)
    version = approve_framework(proposed, by=official(Role.APPROVER), at=NOON)

    assert version.holds_from == LATER
    assert framework_in_force(LATER - timedelta(days=1)).reference == ""
    held = framework_in_force(LATER)
    assert (held.reference, held.digest, held.is_approved) == (
        version.reference,
        digest_of(WHOLE),
        True,
    )
    assert [duty.code for duty in held.framework.duties] == ["grants", "decisions"]
    assert list(Event.objects.values_list("kind", flat=True).order_by("number")) == [
        FrameworkEvent.DRAFTED,
        FrameworkEvent.PROPOSED,
        FrameworkEvent.APPROVED,
    ]


def test_no_past_day_gets_other_rules():
    version = FrameworkVersionFactory(first_day=DAY - timedelta(days=9))

    approved = approve_framework(version, by=official(Role.APPROVER), at=NOON)

    assert approved.holds_from == DAY
    assert not framework_in_force(DAY - timedelta(days=1)).is_approved


def test_who_proposed_does_not_approve_nor_refuse(officer):
    both = official(Role.ADMINISTRATOR, Role.APPROVER)
    version = FrameworkVersionFactory(proposed_by=both)

    with pytest.raises(PermissionDenied, match="You proposed this"):
        approve_framework(version, by=both, at=NOON)
    with pytest.raises(PermissionDenied, match="You proposed this"):
        refuse_framework(version, remark="No", by=both, at=NOON)


def test_one_version_at_a_time_is_proposed(officer):
    FrameworkVersionFactory()
    draft = drafted(officer)

    with pytest.raises(IllegalTransition, match="Another version"):
        propose_framework(draft, by=officer, at=NOON)


def test_a_refusal_says_why_and_leaves_what_holds():
    version = FrameworkVersionFactory()

    refused = refuse_framework(version, remark="Too high", by=official(Role.APPROVER), at=NOON)

    assert (refused.state, refused.remark) == (VersionState.REFUSED, "Too high")
    assert not framework_in_force(DAY).is_approved
    assert "Too high" not in str(Event.objects.get().facts)


def test_what_is_withdrawn_is_not_approved(officer):
    version = withdraw_framework(FrameworkVersionFactory(), by=officer, at=NOON)

    assert version.state == VersionState.WITHDRAWN
    with pytest.raises(IllegalTransition):
        approve_framework(version, by=official(Role.APPROVER), at=NOON)


def test_a_version_is_not_approved_once_no_app_declares_what_it_names():
    text = text_after(('"need-recorded", ', '"need-of-old", '))
    version = FrameworkVersionFactory(text__text=text)

    with pytest.raises(ValidationError, match="No control is called need-of-old"):
        approve_framework(version, by=official(Role.APPROVER), at=NOON)


@pytest.mark.parametrize("field", ["reason", "first_day", "remark", "state"])
def test_the_database_lets_nobody_change_what_was_approved(field):
    version = ApprovedFrameworkFactory()
    said = {"first_day": LATER, "state": VersionState.DRAFT}
    setattr(version, field, said.get(field, "Other words"))

    with pytest.raises(DatabaseError), transaction.atomic(), arranging():
        version.save()


def test_the_database_lets_nobody_change_a_text():
    text = FrameworkVersionFactory().text
    text.text = "title = 'Another'"

    with pytest.raises(DatabaseError), transaction.atomic(), arranging():
        text.save()
    with pytest.raises(DatabaseError), transaction.atomic(), arranging():
        text.delete()


def test_a_case_keeps_what_held_also_where_nobody_approved_it():
    held = framework_in_force(DAY)

    with arranging():
        kept, again = keep_framework(held), keep_framework(held)

    assert (kept, kept.digest) == (again, held.digest)
    assert kept.framework == held.framework
    assert digest_of(kept.text) == held.digest
