"""The smallest operations there can be, on the smallest thing there is: for tests of the kernel."""

from almoner.accounts.models import User
from almoner.core.events import AMOUNT, EventKind
from almoner.core.ledger import record
from almoner.core.operations import operation
from tests.factories import NOON


class SampleEvent(EventKind):
    RENAMED = "sample.renamed"
    VALUED = "sample.valued", {"value": AMOUNT}


@operation
def rename(person, *, by, at=NOON, name="Renamed"):
    User.objects.filter(pk=person.pk).update(name=name)
    record(SampleEvent.RENAMED, about=person, by=by, at=at)


@operation
def value(person, *, by, at=NOON, **facts):
    return record(SampleEvent.VALUED, about=person, by=by, at=at, **facts)
