"""Whoever answers a request for information finds every kind of record that is kept of a thing."""

import pytest
from django.apps import apps

from almoner.core.holdings import Reach, holdings

pytestmark = pytest.mark.django_db
THINGS = {
    "agreements.Agreement",
    "commissions.Commission",
    "decisions.Decision",
    "organisations.Organisation",
    "payments.Payment",
}
# Columns that hold the ledger's name of a thing.
NAMING = {"about", "source", "thing", "what_for"}
# Not listed by itself, and why.
LEFT_OUT = {
    "core.Event": "the page says that lines of the ledger are not listed",
    "accounts.AccessEntry": "the page says that the log of who read what is not listed",
    "outbox.Message": "the page says that letters are not listed",
    "documents.StoredFile": "its document, copy or attachment is listed",
    "assurance.Lapse": "what was asked of a case, worked out from its records",
    "organisations.Identifier": "stands on its organisation",
    "organisations.Likeness": "what people decided of it is listed",
    "funding.FundTerms": "`source` says who gives the money",
    "funding.Transfer": "`source` is a budget line, and for no case",
    "commissions.Membership": "stands on its case",
    "commissions.Link": "stands on its case",
    "commissions.StageEntry": "stands on its case",
    "commissions.Pause": "stands on its case",
    "decisions.DecisionText": "stands on its decision",
    "decisions.Submission": "stands on its decision",
    "decisions.Relation": "stands on its decision",
    "decisions.Deferral": "stands on its decision",
    "decisions.Delegation": "stands on its decision",
    "registers.Sighting": "its finding is listed",
    "registers.DoubtfulMatch": "its file is listed",
    "registers.CoveredOrganisation": "its withholding is listed",
    "audits.Evidence": "its recommendation is listed",
    "audits.SampleMember": "nobody but auditors may know, even by a count, what they look at",
}


def kept_of_things():
    """Every model of ours that points at a thing, or names one."""
    for model in apps.get_models():
        if model.__module__.startswith("almoner."):
            fields = [one for one in model._meta.get_fields() if one.concrete]
            leads = {one.related_model._meta.label for one in fields if one.many_to_one}
            if leads & THINGS or {one.name for one in fields} & NAMING:
                yield model._meta.label


def test_every_kind_of_record_about_a_thing_is_listed_or_says_why_not():
    listed = {one.rows(Reach("", {})).model._meta.label for one in holdings.values()}

    kept = set(kept_of_things())

    assert kept - listed - set(LEFT_OUT) == set()
    assert set(LEFT_OUT) & listed == set()
    assert set(LEFT_OUT) - kept == set()
