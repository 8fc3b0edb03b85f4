"""Questions about rows that a register holds more than once, alike in every word."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet

from almoner.core.states import BatchState
from almoner.organisations.groups import Groups

from .models import FOR_EVER, Agreement, AgreementVersion, RepetitionDecision
from .queries import COUNTS, Versions, speaking


def _speaking_now(on: date) -> Versions:
    """What speaks of the agreements of which there are two alike, those that repeat one too."""
    alike = Agreement.objects.filter(occurrence__gt=1).values("identity")
    live = AgreementVersion.objects.filter(
        batch__state=BatchState.LIVE, agreement__identity__in=alike
    )
    return speaking(live, on=on)


def rows_held_twice(*, on: date) -> Versions:
    """Those that say again, in every word, what an earlier row of the same agreement says, and
    that count by themselves so far.
    """
    first = _speaking_now(on).filter(
        agreement__identity=OuterRef("agreement__identity"),
        agreement__occurrence__lt=OuterRef("agreement__occurrence"),
        agreement__repeats=None,
        fingerprint=OuterRef("fingerprint"),
    )
    later = _speaking_now(on).filter(COUNTS, agreement__occurrence__gt=1)
    return later.filter(Exists(first)).order_by("agreement__publisher", "agreement")


def repeated_rows(*, on: date) -> Versions:
    """Those of which a person said that they only repeat another, the last said first."""
    found = _speaking_now(on).filter(agreement__repeats__isnull=False)
    return found.select_related("agreement__repeats", "batch").order_by("-agreement")


def row_repeated_by(reference: str, *, on: date) -> Agreement | None:
    """The row that another only repeats, as a person said, as long as that says what it said."""
    again = Agreement.objects.filter(
        reference=reference,
        repeats__isnull=False,
        versions__known_from__lte=on,
        versions__known_to__gt=on,
        versions__fingerprint=F("repeated_words"),
    )
    row = again.select_related("repeats").first()
    return row.repeats if row else None


def rows_that_repeat() -> QuerySet[Agreement]:
    """Those that only repeat another, by what is now known of them last."""
    return Agreement.objects.filter(
        repeats__isnull=False,
        versions__known_from__isnull=False,
        versions__known_to=FOR_EVER,
        versions__fingerprint=F("repeated_words"),
    )


def rows_repeating() -> QuerySet[Agreement]:
    """Those of which a person said that they repeat another, whatever they say now."""
    return Agreement.objects.filter(repeats__isnull=False)


def rows_at_one() -> Groups:
    """Rows of which a person said that they are one, by their agreements' keys."""
    pairs = rows_repeating().values_list("pk", "repeats")
    return Groups({row: first for row, first in pairs if first})


def first_of(versions: Iterable[AgreementVersion], *, on: date) -> dict[int, AgreementVersion]:
    """The row that each of these says again, by its agreement's key: one query."""
    versions = list(versions)
    identities = {version.agreement.identity for version in versions}
    said = _speaking_now(on).filter(agreement__identity__in=identities, agreement__repeats=None)
    firsts: dict[tuple[str, str], AgreementVersion] = {}
    for version in said.order_by("agreement__occurrence"):
        firsts.setdefault((version.agreement.identity, version.fingerprint), version)
    found = {
        version.agreement_id: firsts.get((version.agreement.identity, version.fingerprint))
        for version in versions
    }
    return {key: first for key, first in found.items() if first and first.agreement_id != key}


def last_decisions_on(agreements: Collection[int]) -> dict[int, RepetitionDecision]:
    """The last decision on each of these, by its key: one query."""
    made = RepetitionDecision.objects.filter(agreement__in=agreements).select_related("decided_by")
    return {decision.agreement_id: decision for decision in made.order_by("pk")}


def words_of_both(one: Agreement, other: Agreement, *, on: date) -> str:
    """The fingerprint of what both say now; empty where they are not alike in every word."""
    said = _speaking_now(on).filter(agreement__in=[one, other])
    words = list(said.values_list("fingerprint", flat=True))
    is_alike = len(words) == 2 and words[0] == words[1]  # noqa: PLR2004 - one and the other
    return words[0] if is_alike else ""
