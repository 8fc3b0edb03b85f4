"""What the law of procurement makes of a case: its regime and threshold, with the sum shown.

Pure: facts in, findings out. A regime is never typed by anyone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .law.tables import (
    Authority,
    Found,
    light_touch_services,
    notifiable_from,
    the_law,
    threshold_on,
)


class Category(TextChoices):
    """What is bought. Whether it is light touch follows from its code."""

    SERVICES = "services", gettext_lazy("Services")
    GOODS = "goods", gettext_lazy("Goods")
    WORKS = "works", gettext_lazy("Works")
    CONCESSION = "concession", gettext_lazy("Concession")


class Regime(TextChoices):
    """Which law a procurement stands under."""

    GRANT = "grant", gettext_lazy("A grant: the Procurement Act does not apply")
    EARLIER = "earlier", gettext_lazy("Begun before the Act: recorded, not derived")
    PUBLIC = "public", gettext_lazy("Public contract")
    LIGHT_TOUCH = "light-touch", gettext_lazy("Public contract, light touch")
    NOTIFIABLE = "notifiable", gettext_lazy("Below the threshold, told of in notices")
    BELOW = "below", gettext_lazy("Below the threshold")
    UNKNOWN = "unknown", gettext_lazy("Not derived yet")


COVERED = frozenset({Regime.PUBLIC, Regime.LIGHT_TOUCH})


@dataclass(frozen=True, slots=True)
class Facts:
    """What the law asks of a procurement. `net` is without VAT and holds every extension, option
    and fee; `begun_on` is when it begins or is planned to.
    """

    is_contract: bool
    category: Category
    cpv: str
    net: Decimal
    vat: Decimal
    begun_on: date
    authority: Authority = Authority.SUB_CENTRAL

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat

    @property
    def is_light_touch(self) -> bool:
        listed = self.category in {Category.SERVICES, Category.CONCESSION}
        return listed and self.cpv in light_touch_services()

    @property
    def threshold_category(self) -> str:
        if self.category == Category.CONCESSION:
            return "light-touch-concession" if self.is_light_touch else "concession"
        if self.category == Category.WORKS:
            return "works"
        return "light-touch" if self.is_light_touch else "goods-or-services"


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the reasoning: what was asked, what came out, and which law says so."""

    said: str
    law: str = ""


@dataclass(frozen=True, slots=True)
class Derivation:
    """The regime, and how it was found."""

    regime: Regime
    steps: tuple[Step, ...]
    threshold: Decimal | None = None
    is_light_touch: bool = False
    is_large: bool = False

    @property
    def is_covered(self) -> bool:
        return self.regime in COVERED

    @property
    def has_standstill(self) -> bool:
        """Whether the law demands one: of light touch contracts it is the body's choice."""
        return self.regime == Regime.PUBLIC


def derive_regime(facts: Facts) -> Derivation:
    """Find which law a procurement stands under, and say the sum."""
    law = the_law()
    if not facts.is_contract:
        said = _("A genuine grant is not a contract for pecuniary interest.")
        return Derivation(Regime.GRANT, (Step(said, "Procurement Act 2023 ss.2, 3"),))
    if facts.begun_on < law.first_day:
        said = _("It began on %(begun)s, before the Act applied (%(first)s). Record its regime.")
        words = {"begun": _day(facts.begun_on), "first": _day(law.first_day)}
        return Derivation(Regime.EARLIER, (Step(said % words, law.law),))
    threshold = threshold_on(facts.threshold_category, facts.authority, on=facts.begun_on)
    return Derivation(
        _regime_at(facts, threshold),
        tuple(_steps(facts, threshold)),
        threshold=threshold.pounds,
        is_light_touch=facts.is_light_touch,
        is_large=facts.gross > law.large.over,
    )


def _regime_at(facts: Facts, threshold: Found) -> Regime:
    if facts.gross >= threshold.pounds:
        return Regime.LIGHT_TOUCH if facts.is_light_touch else Regime.PUBLIC
    notifiable = notifiable_from(facts.authority)
    return Regime.NOTIFIABLE if facts.gross >= notifiable.pounds else Regime.BELOW


def _steps(facts: Facts, threshold: Found) -> Iterator[Step]:
    said = _("£%(net)s and VAT of £%(vat)s make £%(gross)s.")
    sums = {"net": _sum(facts.net), "vat": _sum(facts.vat), "gross": _sum(facts.gross)}
    yield Step(said % sums, "Procurement Act 2023 ss.4, 123 and sch. 3")
    if facts.is_light_touch:
        service, _reservable = light_touch_services()[facts.cpv]
        said = _("%(code)s (%(service)s) is a light touch service.")
        words = {"code": facts.cpv, "service": service}
        yield Step(said % words, "Procurement Regulations 2024 sch. 1")
    said = _("The threshold for what began from %(first)s is £%(pounds)s with VAT.")
    words = {"first": _day(threshold.from_day), "pounds": _sum(threshold.pounds)}
    yield Step(said % words, threshold.law)
    yield _comparison(facts.gross, threshold.pounds)
    if facts.gross < threshold.pounds:
        yield _notices_below(facts)


def _comparison(gross: Decimal, threshold: Decimal) -> Step:
    law = "Procurement Act 2023 s.3"
    if gross >= threshold:
        return Step(_("It reaches the threshold of a public contract."), law)
    said = _("It stays below the threshold by £%(by)s.")
    return Step(said % {"by": _sum(threshold - gross)}, law)


def _notices_below(facts: Facts) -> Step:
    row = notifiable_from(facts.authority)
    if facts.gross >= row.pounds:
        said = _("From £%(pounds)s, notices are due all the same: of the tender, if it is open.")
    else:
        said = _("Below £%(pounds)s, no notice is due.")
    return Step(said % {"pounds": _sum(Decimal(row.pounds))}, row.law)


def _sum(pounds: Decimal) -> str:
    whole = pounds == pounds.to_integral_value()
    return f"{pounds:,.0f}" if whole else f"{pounds:,.2f}"


def _day(day: date) -> str:
    return date_format(day, "j F Y")
