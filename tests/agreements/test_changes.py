from datetime import timedelta
from decimal import Decimal

import pytest

from almoner.agreements.changes import facts_of, steps_of
from almoner.agreements.queries import history_of
from tests.factories import DAY, NOON, BatchFactory, VersionFactory

pytestmark = pytest.mark.django_db


def test_each_version_says_what_it_changed_field_by_field():
    first = VersionFactory(said={"title": "A shelter", "status": "Live"}, current_end_on=DAY)
    later = BatchFactory(kind="contracts", recorded_at=NOON)
    VersionFactory(
        agreement=first.agreement,
        batch=later,
        organisation_name=first.organisation_name,
        said={"title": "A night shelter", "status": "Live"},
        current_end_on=DAY + timedelta(days=1),
        amount=None,
    )

    last, begun = steps_of(history_of(first.agreement))

    assert [(one.field.name, one.before, one.after) for one in last.changes] == [
        ("title", "A shelter", "A night shelter"),
        ("current_end_date", DAY, DAY + timedelta(days=1)),
        ("value_total", Decimal(250), None),
    ]
    assert (begun.is_first, begun.changes) == (True, [])


def test_every_field_of_its_register_is_listed_said_or_not():
    facts = {field.name: value for field, value in facts_of(VersionFactory())}

    assert (facts["title"], facts["contact"], facts["supplier_sme"]) == (
        "A night shelter",
        None,
        None,
    )
