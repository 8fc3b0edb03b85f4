"""Conditions: what must be true of a case, as closed data that a page can say in words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from msgspec import Struct

from .words import Inconsistent

Value: TypeAlias = bool | int | str | tuple[str, ...]


class Instrument(TextChoices):
    """What a route ends in."""

    GRANT = "grant", _("Grant")
    CONTRACT = "contract", _("Contract")
    CHANGE = "change", _("Change to a grant or contract")


class Field(TextChoices):
    """A fact of a case that a condition may ask about."""

    VALUE = "value", _("the value")
    INSTRUMENT = "instrument", _("the instrument")
    IS_LIGHT_TOUCH = "is-light-touch", _("the services are light-touch")
    IS_BELOW_THRESHOLD = "is-below-threshold", _("the value is below the threshold of the law")
    MONTHS = "months", _("the length")
    ORIGINAL_VALUE = "original-value", _("the original value")
    CHANGE_PERCENT = "change-percent", _("the change in value")
    MONTHS_ADDED = "months-added", _("the time added")
    IS_NOVEL = "is-novel", _("the case is novel, contentious or likely to set a precedent")
    RISK_SCORE = "risk-score", _("the highest risk score")


class Comparison(TextChoices):
    IS = "is", _("is")
    IS_NOT = "is-not", _("is not")
    ONE_OF = "one-of", _("is one of")
    AT_LEAST = "at-least", _("is at least")
    OVER = "over", _("is more than")
    AT_MOST = "at-most", _("is at most")
    BELOW = "below", _("is less than")


POUNDS = frozenset({Field.VALUE, Field.ORIGINAL_VALUE})
MONTHS = frozenset({Field.MONTHS, Field.MONTHS_ADDED})
TRUTHS: Mapping[Field, Promise] = {
    Field.IS_LIGHT_TOUCH: _("the services are not light-touch"),
    Field.IS_BELOW_THRESHOLD: _("the value is not below the threshold of the law"),
    Field.IS_NOVEL: _("the case is not novel, contentious or likely to set a precedent"),
}
OF_WORDS = frozenset({Comparison.IS, Comparison.IS_NOT, Comparison.ONE_OF})
OF_NUMBERS = frozenset(Comparison) - {Comparison.ONE_OF}


class Condition(Struct, frozen=True, forbid_unknown_fields=True):
    """A field, a comparison and a value. A fact that is not known makes no condition hold."""

    field: Field
    comparison: Comparison
    value: Value

    def __post_init__(self) -> None:
        if self.field in TRUTHS:
            self._asks_whether()
        elif self.field == Field.INSTRUMENT:
            self._asks_which()
        else:
            self._asks_how_much()

    def holds(self, facts: Mapping[str, object]) -> bool:
        """Whether it is so, by facts under the names of the fields (`"months-added": 6`)."""
        fact = facts.get(self.field.value)
        if fact is None:
            return False
        if self.comparison == Comparison.ONE_OF:
            return isinstance(self.value, tuple) and fact in self.value
        if self.comparison == Comparison.IS:
            return fact == self.value
        if self.comparison == Comparison.IS_NOT:
            return fact != self.value
        return self._compares(Decimal(str(fact)), Decimal(str(self.value)))

    def __str__(self) -> str:
        if self.field in TRUTHS:
            return str(self.field.label if self.value else TRUTHS[self.field])
        return said("%(field)s %(comparison)s %(value)s") % {
            "field": self.field.label,
            "comparison": self.comparison.label,
            "value": self._value_in_words(),
        }

    def _compares(self, fact: Decimal, value: Decimal) -> bool:
        answers = {
            Comparison.AT_LEAST: fact >= value,
            Comparison.OVER: fact > value,
            Comparison.AT_MOST: fact <= value,
            Comparison.BELOW: fact < value,
        }
        return answers[self.comparison]

    def _value_in_words(self) -> str:
        if isinstance(self.value, tuple):
            return ", ".join(str(Instrument(one).label).lower() for one in self.value)
        if isinstance(self.value, str):
            return str(Instrument(self.value).label).lower()
        if self.field in POUNDS:
            return f"£{self.value:,}"
        if self.field in MONTHS:
            return ngettext("%(n)d month", "%(n)d months", self.value) % {"n": self.value}
        return f"{self.value}%" if self.field == Field.CHANGE_PERCENT else str(self.value)

    def _asks_whether(self) -> None:
        if self.comparison != Comparison.IS:
            raise Inconsistent(
                f'{self.field} is true or false. Write comparison = "is".', "comparison"
            )
        if not isinstance(self.value, bool):
            raise Inconsistent(f"{self.field} is true or false. Write one of these.", "value")

    def _asks_which(self) -> None:
        words = ", ".join(Instrument.values)
        if self.comparison not in OF_WORDS:
            raise Inconsistent(
                f"{self.field} is a word. Compare it by: {_listed(OF_WORDS)}.", "comparison"
            )
        if self.comparison == Comparison.ONE_OF:
            if not isinstance(self.value, tuple) or set(self.value) - set(Instrument.values):
                raise Inconsistent(f"Write a list of some of: {words}.", "value")
        elif self.value not in Instrument.values:
            raise Inconsistent(f"Write one of: {words}.", "value")

    def _asks_how_much(self) -> None:
        if self.comparison not in OF_NUMBERS:
            raise Inconsistent(
                f"{self.field} is a number. Compare it by: {_listed(OF_NUMBERS)}.", "comparison"
            )
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < 0:
            raise Inconsistent(
                f"{self.field} is a number. Write it whole, without a comma.", "value"
            )


def all_hold(conditions: Iterable[Condition], facts: Mapping[str, object]) -> bool:
    """Whether every one of the conditions holds; of none, yes."""
    return all(condition.holds(facts) for condition in conditions)


def in_words(conditions: Iterable[Condition]) -> str:
    """The conditions as part of a sentence."""
    return said(" and ").join(str(condition) for condition in conditions)


def _listed(comparisons: Iterable[Comparison]) -> str:
    return ", ".join(one for one in Comparison.values if one in set(comparisons))
