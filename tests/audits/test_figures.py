import pytest

from almoner.audits.kinds import Finds
from almoner.core.figures import read_figure
from tests.audits.factories import VerdictFactory, agreed
from tests.factories import DAY

pytestmark = pytest.mark.django_db


def test_what_is_issued_is_open_implemented_or_given_up():
    for finds in (Finds.SUPERSEDED, Finds.RISK_ACCEPTED, Finds.PARTIALLY, Finds.FULLY):
        VerdictFactory(recommendation=agreed(), finds=finds)

    names = "issued", "open", "implemented", "given_up"
    counts = [read_figure(f"recommendations.{name}", on=DAY).value for name in names]
    assert counts == [4, 1, 1, 2]
