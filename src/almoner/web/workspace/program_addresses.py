"""The addresses by which programs may have read what is withheld, for outside caches to forget."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse

from almoner.agreements.models import Agreement
from almoner.agreements.states import AgreementKind
from almoner.payments.models import Payment
from almoner.registers.kinds import KINDS, Register
from almoner.registers.models import Withholding

REGISTERS = {kind: register for register, kind in KINDS.items()}
LISTS = ("", "-totals", "-ndjson", "-csv")


def addresses_for_programs(shown: Withholding) -> Iterator[str]:
    """Its own addresses in the API, those of lists that held it, and those of its editions."""
    yield from _of_its_own(shown)
    for register in Register:
        for kind in LISTS:
            yield reverse(f"api:{register}{kind}")
    for name in ("organisations", "editions", "duties"):
        yield reverse(f"api:{name}")
    for stone in shown.tombstones.select_related("edition").order_by("pk"):
        edition = stone.edition
        yield reverse("api:edition", args=(edition.series, edition.period, edition.number))


def _of_its_own(shown: Withholding) -> Iterator[str]:
    if organisation := shown.organisation:
        yield reverse("api:organisation", args=[organisation])
        paid = Payment.objects.filter(organisation=organisation).order_by("pk")
        for payment in paid.values_list("reference", flat=True).iterator():
            yield reverse("api:spend-row", args=[payment])
    for kind, reference in _agreements_of(shown).values_list("kind", "reference"):
        yield reverse(f"api:{REGISTERS[AgreementKind(kind)]}-row", args=[reference])


def _agreements_of(shown: Withholding) -> QuerySet[Agreement]:
    if shown.agreement_id:
        return Agreement.objects.filter(pk=shown.agreement_id)
    named = Agreement.objects.filter(versions__organisation=shown.organisation_id)
    return named.distinct().order_by("pk")
