from datetime import timedelta

import pytest

from almoner.agreements.models import AgreementVersion
from almoner.agreements.states import AgreementKind
from almoner.registers.news import files_between, first_said, public_histories
from tests.factories import NOON, SightingFactory
from tests.registers.agreement_files import ROOF, SHELTER, brought_in, contracts_file

pytestmark = pytest.mark.django_db
CHANGES = [
    ROOF,
    ROOF.replace("2500,", "2500,lena@wexmoor.test"),
    ROOF.replace("2500,", "3000,lena@wexmoor.test"),
    ROOF.replace("2500,", "3000,omar@wexmoor.test"),
]


@pytest.fixture
def roof(tmp_path, settings):
    """All that four files said of a roof, the latest first."""
    settings.FILES = tmp_path / "files"
    for n, row in enumerate(CHANGES):
        brought_in(contracts_file(tmp_path, [SHELTER, row], name=f"{n}.csv"), days=n)
    versions = AgreementVersion.objects.filter(said__reference="C-2").select_related("batch")
    return list(versions.order_by("-pk"))


def histories(version):
    return public_histories(AgreementKind.CONTRACT, [version.agreement_id])[version.agreement_id]


def test_a_word_is_dated_by_the_file_that_first_said_it_in_public(roof):
    last, third, second, _first = roof

    assert first_said(last, histories(last)) == (third, second)


def test_what_was_said_from_the_first_came_before_nothing(roof):
    *_later, second, first = roof

    assert first_said(second, histories(second)) == (first, None)
    assert first_said(first, []) == (first, None)


def test_a_held_word_is_in_no_history(roof):
    _last, third, *_earlier = roof
    SightingFactory(payment=None, version=third)

    assert third not in histories(third)
    assert len(histories(third)) == len(CHANGES) - 1


def test_files_are_told_apart_by_the_moment_at_which_they_were_read_in(roof):
    moments = sorted(version.batch.recorded_at for version in roof)

    found = files_between(moments[0], moments[2])

    assert sorted(batch.recorded_at for batch in found) == moments[1:3]
    assert not files_between(NOON - timedelta(days=9), NOON - timedelta(days=8)).exists()
