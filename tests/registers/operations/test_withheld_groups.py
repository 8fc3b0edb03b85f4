"""What is withheld binds all that are one with it, and who is one with it stays as it was."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from almoner.accounts.roles import Role
from almoner.core.hindrances import Hindered
from almoner.core.models import Event
from almoner.organisations.models import Organisation
from almoner.payments.models import Payment
from almoner.registers.kinds import Register
from almoner.registers.models import Edition
from almoner.registers.operations import (
    StoodUpon,
    agree_to_withhold,
    lift_withholding,
    propose_lifting,
    refuse_withholding,
    undo_import,
    withhold,
)
from almoner.registers.operations.editions import frozen_rows
from almoner.registers.publicity import public_organisations, public_payments, withheld_by_line
from almoner.registers.states import WithholdingState
from tests.factories import NOON, official
from tests.organisations.groups import called, merge, part
from tests.registers.agreement_files import bring_in, contracts_file
from tests.registers.files import PLAIN, spend_file
from tests.registers.operations.test_withholding import wanted
from tests.registers.publishing import issue

pytestmark = pytest.mark.django_db
MORROW = NOON + timedelta(days=1)


@pytest.fixture
def publisher():
    return official(Role.PUBLISHER)


@pytest.fixture
def approver():
    return official(Role.APPROVER)


def lifted(withholding, publisher, approver):
    agree_to_withhold(withholding, by=approver, at=NOON)
    propose_lifting(withholding, reason="They closed", by=publisher, at=NOON)
    return lift_withholding(withholding, by=official(Role.APPROVER), at=NOON)


def paid_to(name):
    return Organisation.objects.get(name=name)


def rows_of(edition):
    return [row[0] for row in frozen_rows(edition).rows()]


@pytest.mark.parametrize("which", [0, 1])
def test_all_that_are_one_are_withheld_whichever_is_named(which, publisher):
    group = called("Harbour Trust", "Harbour Lodge")
    merge(group[1], group[0])

    withhold(wanted(group[which]), by=publisher, at=NOON)

    assert not public_organisations().filter(pk__in=[one.pk for one in group]).exists()


@pytest.mark.parametrize("ground", ["safety", "personal-data"])
def test_nothing_is_merged_or_parted_while_any_of_it_is_withheld_or_proposed_to_be(
    ground, publisher
):
    one, two, three = called("One", "Two", "Three")
    merge(two, one)
    withheld = withhold(wanted(one, ground=ground), by=publisher, at=NOON)

    for verb in (lambda: part(two), lambda: merge(three, one), lambda: merge(one, three)):
        with pytest.raises(Hindered, match=f"{withheld} withholds .* lifted or refused"):
            verb()
    assert Event.objects.filter(kind__in=["organisation.parted"]).count() == 0


def test_what_was_refused_or_lifted_stands_in_nobodys_way(publisher, approver):
    one, two = called("One", "Two")
    merge(two, one)
    proposed = withhold(wanted(one, ground="personal-data"), by=publisher, at=NOON)
    refuse_withholding(proposed, by=approver, at=NOON)
    lifted(withhold(wanted(one), by=publisher, at=NOON), publisher, approver)

    part(two)

    assert Organisation.objects.filter(survivor=None).count() == 2


def test_two_that_are_one_are_not_withheld_twice(publisher):
    one, two = called("One", "Two")
    merge(two, one)
    withhold(wanted(one), by=publisher, at=NOON)

    with pytest.raises(ValidationError, match="withheld already"):
        withhold(wanted(two), by=publisher, at=NOON)


def test_an_edition_of_a_day_when_a_group_was_withheld_is_the_same_after_it_was_parted(
    tmp_path, publisher, approver
):
    lines = [*PLAIN, "Harbour Lodge,2026-02-09,70.00,Grants,Beds"]
    bring_in(spend_file(tmp_path, lines), Register.SPEND, by=publisher)
    trust, lodge = paid_to("Harbour Trust"), paid_to("Harbour Lodge")
    merge(lodge, trust, by=publisher)
    withholding = withhold(wanted(trust), by=publisher, at=NOON)
    edition = issue(Register.SPEND, at=NOON)
    before = rows_of(edition)

    lifted(withholding, publisher, approver)
    part(lodge, by=publisher)

    assert rows_of(edition) == before
    gone = {str(payment) for payment in Payment.objects.filter(organisation__in=[trust, lodge])}
    assert gone
    assert not gone & set(before)
    assert withheld_by_line(edition.line).organisations == {trust.pk, lodge.pk}
    assert public_payments().filter(organisation=lodge).exists()


def test_an_edition_says_the_same_after_organisations_of_it_were_merged(tmp_path, publisher):
    bring_in(spend_file(tmp_path, PLAIN), Register.SPEND, by=publisher)
    edition = issue(Register.SPEND, at=NOON)
    before = list(frozen_rows(edition).rows())
    some, other, *_rest = Organisation.objects.order_by("pk")

    merge(some, other, by=publisher)

    assert list(frozen_rows(Edition.objects.get(pk=edition.pk)).rows()) == before


def test_an_import_whose_organisations_are_merged_is_not_undone_until_they_are_parted(
    tmp_path, publisher
):
    done = bring_in(contracts_file(tmp_path), by=publisher)
    (elsewhere,) = called("Harbour Trust North")
    merge(elsewhere, paid_to("Harbour Trust"), by=publisher)

    with pytest.raises(StoodUpon, match="are merged. Part them first"):
        undo_import(done.imported.batch, reason="Wrong", by=publisher, at=MORROW)

    part(elsewhere, by=publisher)
    assert undo_import(done.imported.batch, reason="Wrong", by=publisher, at=MORROW)


def test_covering_waits_for_the_second_person_where_one_is_needed(publisher, approver):
    one, two = called("One", "Two")
    merge(two, one)
    proposed = withhold(wanted(one, ground="personal-data"), by=publisher, at=NOON)
    assert proposed.covered.count() == 0

    agree_to_withhold(proposed, by=approver, at=NOON)

    proposed.refresh_from_db()
    assert proposed.state == WithholdingState.IN_FORCE
    assert {row.organisation for row in proposed.covered.all()} == {one, two}
