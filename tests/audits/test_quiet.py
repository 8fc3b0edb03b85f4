import pytest

from almoner.audits.kinds import Finds
from almoner.audits.operations import add_evidence_of_thing, give_verdict
from almoner.core.references import name_of
from almoner.registers.revision import revision
from tests.audits.factories import agreed
from tests.audits.test_recommendations import shown
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def test_what_auditors_do_changes_nothing_that_the_public_reads():
    recommendation = agreed()
    before, review = revision(), recommendation.review
    said = {"reasons": "Looked", "by": review.lead, "at": NOON}

    give_verdict(recommendation, finds=Finds.PARTIALLY, **said)
    add_evidence_of_thing(
        name_of(recommendation),
        recommendation=recommendation,
        said=shown(),
        by=review.sponsor,
        at=NOON,
    )

    assert revision() == before
