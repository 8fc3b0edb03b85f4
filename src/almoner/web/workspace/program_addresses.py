"""The addresses by which programs may have read what is withheld, for outside caches to forget."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse

from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.states import AgreementKind
from almoner.organisations.models import Organisation
from almoner.payments.models import Payment
from almoner.registers.kinds import KINDS, Register
from almoner.registers.models import Withholding
from almoner.registers.publicity import Withheld

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
    for organisation in organisations_of(shown):
        yield reverse("api:organisation", args=[organisation])
        paid = Payment.objects.filter(organisation=organisation).order_by("pk")
        for payment in paid.values_list("reference", flat=True).iterator():
            yield reverse("api:spend-row", args=[payment])
    for kind, reference in agreements_of(shown).values_list("kind", "reference"):
        yield reverse(f"api:{REGISTERS[AgreementKind(kind)]}-row", args=[reference])


def organisations_of(shown: Withholding) -> QuerySet[Organisation]:
    """All that it withholds, also those that were merged with the one that it names."""
    return Organisation.objects.filter(pk__in=Withheld.by([shown]).organisations).order_by("pk")


def agreements_of(shown: Withholding) -> QuerySet[Agreement]:
    """All of which it withholds anything that was said."""
    said = AgreementVersion.objects.filter(Withheld.by([shown]).versions())
    return Agreement.objects.filter(pk__in=said.values("agreement")).order_by("pk")
