"""Versions of the framework for tests."""

from factory import LazyAttribute, Sequence, SubFactory

from almoner.framework.models import FrameworkText, FrameworkVersion, digest_of
from almoner.framework.states import VersionState
from tests.factories import DAY, NOON, Factory, UserFactory
from tests.framework.frameworks import WHOLE


class FrameworkTextFactory(Factory):
    class Meta:
        model = FrameworkText
        django_get_or_create = ("digest",)

    text = WHOLE
    digest = LazyAttribute(lambda made: digest_of(made.text))


class FrameworkVersionFactory(Factory):
    """A version that was proposed and awaits its second person."""

    class Meta:
        model = FrameworkVersion

    reference = Sequence(lambda n: f"FWK-2025-{n:03}")
    text = SubFactory(FrameworkTextFactory)
    reason = "The scheme of delegation has changed"
    first_day = DAY
    state = VersionState.PROPOSED
    proposed_by = SubFactory(UserFactory)
    drafted_at = NOON
    proposed_at = NOON


class ApprovedFrameworkFactory(FrameworkVersionFactory):
    state = VersionState.APPROVED
    decided_by = SubFactory(UserFactory)
    decided_at = NOON
    holds_from = LazyAttribute(lambda made: made.first_day)
