from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from almoner.agreements.models import (
    AMOUNTS,
    DAYS,
    IDENTITY,
    STATED,
    Agreement,
    AgreementVersion,
)
from tests.factories import DAY, AgreementFactory, BatchFactory, VersionFactory
from tests.guard import arranging

pytestmark = pytest.mark.django_db
OTHERWISE = {"occurrence": 2, "row_number": 1_000_000, "said": {"title": "Another"}}
OTHERWISE |= {"kind": "grant"}


def refuses(model, thing, **changed):
    with arranging(), pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=thing.pk).update(**changed)
    return True


@pytest.mark.parametrize("column", IDENTITY)
def test_which_agreement_it_is_never_changes(column):
    agreement = AgreementFactory()

    assert refuses(Agreement, agreement, **{column: OTHERWISE.get(column, "another")})


@pytest.mark.parametrize("column", STATED)
def test_the_database_refuses_to_change_what_was_read(column):
    version = VersionFactory()

    assert refuses(AgreementVersion, version, **{column: OTHERWISE.get(column, "Another")})


@pytest.mark.parametrize(("before", "after"), [(None, 5), (5, None), (5, 6)])
@pytest.mark.parametrize("column", AMOUNTS)
def test_an_amount_is_neither_changed_nor_filled_in_nor_taken_away(column, before, after):
    version = VersionFactory(**{column: before})

    assert refuses(AgreementVersion, version, **{column: after})


@pytest.mark.parametrize(("before", "after"), [(None, DAY), (DAY, None)])
@pytest.mark.parametrize("column", DAYS)
def test_a_day_is_neither_filled_in_nor_taken_away(column, before, after):
    version = VersionFactory(**{column: before})

    assert refuses(AgreementVersion, version, **{column: after})


def test_whose_it_is_can_be_found_later():
    version = VersionFactory()

    with arranging():
        AgreementVersion.objects.filter(pk=version.pk).update(organisation=None)


def test_two_agreements_are_not_alike_in_identity_and_occurrence():
    first = AgreementFactory()

    AgreementFactory(identity=first.identity, occurrence=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementFactory(identity=first.identity)


def test_a_batch_says_one_thing_of_an_agreement():
    version = VersionFactory()

    VersionFactory(agreement=version.agreement, batch=BatchFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        VersionFactory(agreement=version.agreement)


def test_the_day_it_was_made_and_its_end_are_those_that_speak():
    given = {"starts_on": date(2026, 4, 1), "first_end_on": date(2027, 3, 31)}
    plain = VersionFactory(**given)
    extended = VersionFactory(
        **given, awarded_on=date(2026, 3, 1), current_end_on=date(2028, 3, 31)
    )

    found = dict(AgreementVersion.objects.in_bulk())

    assert (found[plain.pk].made_on, found[plain.pk].ends_on) == (
        date(2026, 4, 1),
        date(2027, 3, 31),
    )
    assert (found[extended.pk].made_on, found[extended.pk].ends_on) == (
        date(2026, 3, 1),
        date(2028, 3, 31),
    )


def test_its_canonical_line_is_the_same_before_and_after_it_is_saved():
    version = VersionFactory(
        said={"title": "A roof", "lot": "1"}, amount=Decimal(5), starts_on=DAY, fingerprint="f" * 64
    )
    written = version.canonical()

    found = AgreementVersion.objects.select_related("agreement").get()

    assert found.canonical() == written
    assert written == (
        f'["{version.agreement}","",{version.row_number},"{"f" * 64}",'
        f'"{version.organisation_name}",{{"lot":"1","title":"A roof"}},'
        '"5.00",null,null,null,null,null,"2026-03-04",null,null,null,null]'
    )
