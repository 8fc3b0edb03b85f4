"""Organisations, merged and parted as people do it."""

from almoner.accounts.roles import Role
from almoner.organisations.models import Organisation
from almoner.organisations.operations import merge_organisations, part_organisation
from tests.factories import NOON, OrganisationFactory, official


def called(*names):
    return [OrganisationFactory(name=name) for name in names]


def merge(organisation, survivor, *, by=None, reason=""):
    by = by or official(Role.FINANCE)
    return merge_organisations(organisation, into=survivor, reason=reason, by=by, at=NOON)


def part(organisation, *, by=None):
    return part_organisation(organisation, reason="", by=by or official(Role.FINANCE), at=NOON)


def structure():
    """Whom each is merged into, and who speaks for it, by name."""
    rows = Organisation.objects.values_list("name", "merged_into__name", "survivor__name")
    return {name: (into, survivor) for name, into, survivor in rows if into or survivor}
