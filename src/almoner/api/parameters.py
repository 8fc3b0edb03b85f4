"""What the addresses of the API may be asked, and what each parameter takes."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field

from almoner.core.periods import Period, parse_period
from almoner.payments.selections import Selection
from almoner.registers.readings import Known, organisations_known_as

from .cursors import WRITE_CURSOR, WRITE_SINCE
from .problems import Refused

USUAL, MOST = 100, 1_000
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
POUNDS = r"^-?[0-9]{1,13}(\.[0-9]{1,2})?$"
PERIOD = r"^[0-9]{4}-[0-9]{2}(-Q[1-4]|-Y)?$"
NAMED = r"^[A-Za-z]{2,3}-[A-Za-z0-9_.:/-]{1,90}$"
WORDS = r"^[^\u0000]{1,100}$"
MARK = r"^[A-Za-z0-9_-]{1,300}:[A-Za-z0-9_-]{1,100}$"
SINCE = r"^[A-Za-z0-9_.:+-]{10,400}$"

# What to write, of each parameter: for whoever wrote something else.
WRITE: dict[str, str | Promise] = {
    "limit": _("Write a whole number from 1 to 1000."),
    "cursor": WRITE_CURSOR,
    "since": WRITE_SINCE,
    "q": _("Write the words that you look for, up to 100 letters."),
    "period": _(
        "Write a month such as 2026-04, a quarter such as 2026-27-Q1, or a year such as 2026-27."
    ),
    "organisation": _(
        "Write our reference, such as ORG-2345678923, or an identifier such as GB-CHC-1234567."
    ),
    "identifier": _("Write an identifier such as GB-CHC-1234567 or GB-COH-01234567."),
    "at_least": _("Write an amount in pounds, such as 500 or 1250.50."),
    "at_most": _("Write an amount in pounds, such as 500 or 1250.50."),
    "as_at": _("Write a day that has come, such as 2026-03-31."),
    "known": _("Write then or now, and say in as_at of which day."),
}
ONE_OF_THEM = _("Write since or cursor, not both.")


def _said(about: str, pattern: str, example: str) -> Any:
    def write(schema: dict[str, Any]) -> None:
        schema.pop("default", None)  # left out, it is not there: no text stands for that
        schema["example"] = example

    return Field(
        "",
        description=about,
        pattern=pattern,
        json_schema_extra=write,
    )


class PageAsked(Schema):
    """Which rows of an order that never varies."""

    limit: int = Field(
        USUAL, ge=1, le=MOST, description=gettext_noop("How many rows to give, at most.")
    )
    cursor: str = _said(
        gettext_noop("Go on after this cursor, which an answer gave."), MARK, "WyJCQVQi:AbC"
    )


class RowsAsked(Schema):
    """Which rows of a register, and as at which day."""

    q: str = _said(
        gettext_noop("Rows with these words, or with this reference."), WORDS, "night shelter"
    )
    period: str = _said(
        gettext_noop(
            "Rows of a month, a quarter or a financial year: of payments made, of agreements"
            " awarded or begun in it."
        ),
        PERIOD,
        "2025-26",
    )
    organisation: str = _said(
        gettext_noop("Rows that name an organisation, by our reference or by its identifier."),
        NAMED,
        "GB-CHC-1234567",
    )
    at_least: str = _said(gettext_noop("Rows of at least so many pounds."), POUNDS, "500")
    at_most: str = _said(gettext_noop("Rows of at most so many pounds."), POUNDS, "1250.50")
    as_at: str = _said(gettext_noop("The register as at a day."), DAY, "2026-03-31")
    known: Literal["then", "now"] = Field(
        "then",
        description=gettext_noop("Read that day as it was then known, or as it is known now."),
    )


class RowsPageAsked(PageAsked, RowsAsked):
    """Which rows of a register, and from where on."""

    since: str = _said(
        gettext_noop(
            "Rows that became known after this: a cursor, a day or a moment. Only a cursor is"
            " exact."
        ),
        SINCE,
        "2026-04-01T09:30:00Z",
    )


class OrganisationsAsked(PageAsked):
    """Which organisations."""

    q: str = _said(gettext_noop("Those with these words in their names."), WORDS, "northgate")
    identifier: str = _said(gettext_noop("Those with this identifier."), NAMED, "GB-CHC-1234567")


def day_of(asked: RowsAsked, *, today: date) -> tuple[date, Known]:
    """The day that is asked about, and as known when. Raises Refused."""
    if not asked.as_at:
        if "known" in asked.model_fields_set:
            raise Refused("known", WRITE["known"])
        return today, Known.NOW
    try:
        day = date.fromisoformat(asked.as_at)
    except ValueError as error:
        raise Refused("as_at", WRITE["as_at"]) from error
    if day > today:
        raise Refused("as_at", WRITE["as_at"])
    return day, Known(asked.known)


def selection_of(asked: RowsAsked) -> Selection:
    """The rows that are asked for. Raises Refused."""
    return Selection(
        words=asked.q,
        period=_period(asked.period),
        organisations=organisations_known_as(asked.organisation) if asked.organisation else None,
        at_least=Decimal(asked.at_least) if asked.at_least else None,
        at_most=Decimal(asked.at_most) if asked.at_most else None,
    )


def _period(said: str) -> Period | None:
    if not said:
        return None
    try:
        period = parse_period(said)
        if period.first_day < period.last_day:  # which no day has that is in no calendar
            return period
    except ValueError as error:
        raise Refused("period", WRITE["period"]) from error
    raise Refused("period", WRITE["period"])
