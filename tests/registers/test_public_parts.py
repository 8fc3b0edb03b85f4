"""What is sent out rests on nothing that the public is not told."""

import pytest
import time_machine

from almoner.commissions.kinds import Part
from almoner.payments.states import MatchState
from almoner.registers.left_out import LeftOut, left_out_of
from almoner.registers.public_parts import PublicParts, public_parts_of
from almoner.registers.reach import reach_of
from tests.commissions.factories import grant_case, say
from tests.decisions.factories import signed
from tests.factories import (
    DAY,
    NOON,
    DocumentFactory,
    MatchFactory,
    OrganisationFactory,
    PaymentFactory,
    VersionFactory,
    WithholdingFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    with time_machine.travel(NOON, tick=False):
        yield


def sent_about(thing):
    """The slugs of what is sent out, and the rows of each."""
    parts = public_parts_of(thing, on=DAY)
    return {one.slug: list(one.public_rows()) for one in parts.datasets}


def test_a_decision_is_sent_out_only_about_whom_its_part_1_names():
    named, silent = OrganisationFactory(name="Harbour Trust"), OrganisationFactory(name="Quay Lane")
    case = grant_case()
    say(case, Part.TERMS, {"supplier": silent})
    decision = signed(case, title="A grant to Harbour Trust")

    assert [row[0] for row in sent_about(named)["decisions"]] == [decision.number]
    assert "decisions" not in sent_about(silent)
    assert [row[0] for row in sent_about(case)["decisions"]] == [decision.number]
    assert [row[0] for row in sent_about(decision)["decisions"]] == [decision.number]
    assert public_parts_of(case, on=DAY).called == ""
    assert public_parts_of(decision, on=DAY).reference == decision.number


def test_a_payment_whose_payee_was_kept_back_is_sent_out_about_nobody():
    agreement = VersionFactory().agreement
    trust = agreement.versions.get().organisation
    kept_back = PaymentFactory(organisation=None, supplier_name="REDACTED")
    told = PaymentFactory()
    for payment in (kept_back, told):
        MatchFactory(agreement=agreement, payment=payment, state=MatchState.CONFIRMED)

    for thing in (trust, agreement):
        assert [row[0] for row in sent_about(thing)["spend"]] == [told.reference]


def test_who_is_withheld_answers_like_who_never_was():
    version = VersionFactory()
    PaymentFactory(organisation=version.organisation)
    WithholdingFactory(organisation=version.organisation)

    assert public_parts_of(version.organisation, on=DAY) == PublicParts()
    assert public_parts_of(version.agreement, on=DAY) == PublicParts()


def test_of_what_is_left_out_only_what_tells_nothing_is_named():
    trust = OrganisationFactory()
    agreements = [VersionFactory(organisation=trust).agreement for _more in range(3)]
    for agreement in agreements:
        DocumentFactory.create_batch(2, agreement=agreement)
    WithholdingFactory(organisation=None, agreement=agreements[0])

    left = left_out_of(reach_of(trust), on=DAY)

    documents = LeftOut(6, "Documents of agreements", "Kept for the body’s own work")
    # The agreement that is withheld, what its file said, and the withholding: fewer than five.
    assert left == [documents, LeftOut(None)]
