"""The rows of an edition as they were at its line, and what else its bytes rest on."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from msgspec import convert, to_builtins

from almoner.core.ledger import checkpoint
from almoner.core.moments import day_of
from almoner.core.periods import parse_period
from almoner.framework.calendar import period_named
from almoner.framework.duties import Duty, Frequency, Scope
from almoner.opendata.standards import Publisher
from almoner.publication.changes import ChangesWriter
from almoner.publication.datasets import Column, Coverage, Dataset, registry
from almoner.publication.full_packages import Issued
from almoner.publication.packages import Package
from almoner.publication.quality import Note, Quality
from almoner.publication.writers import csv_lines
from almoner.statements.queries import licence_in_force

from .coverage import coverage_of
from .kinds import Register
from .models import Edition, EditionFile, ReplacementFile
from .queries import editions_of, served_of

ROWS = ".csv"


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows there are, and the digest of them as they are published."""

    count: int
    digest: str


def rows_of(edition: Edition, *, withheld_at: Collection[int] = ()) -> Dataset:
    """What was public of an edition's period when the ledger ended at its line, less what was
    withheld at these later lines.
    """
    said = edition.terms.get("coverage")
    rows = registry[edition.dataset].frozen(
        parse_period(edition.terms.get("period", edition.period)),
        line=edition.line,
        on=day_of(edition.issued_at),
        coverage=convert(said, Coverage) if said else None,
        withheld_at=withheld_at,
    )
    return rows.in_columns(columns_of(edition))


def columns_of(edition: Edition) -> list[Column]:
    """The columns that an edition has, which stay what they were when it was made."""
    if said := edition.terms.get("columns"):
        return convert(said, list[Column])
    columns = registry[edition.dataset].public_columns()
    if edition.dataset != Register.SPEND:
        return columns
    # Before editions kept their columns, payments said no value for money, and no duty asked.
    return [replace(one, required=False) for one in columns if one.name != "value_for_money"]


def rows_now(duty: Duty, period: str, *, on: date) -> Dataset:
    """What is public now of a period, for a duty."""
    return registry[duty.dataset].frozen(
        period_named(duty, period), line=checkpoint().count, on=on, coverage=coverage_of(duty)
    )


def summed(rows: Dataset) -> Rows:
    """Count rows and sum them as they would be written."""
    digest, count = sha256(), -1  # the headings are no row
    for line in csv_lines(rows):
        digest.update(line)
        count += 1
    return Rows(count, digest.hexdigest())


def digest_of_rows_in(package: Package, edition: Edition) -> str:
    name = f"{edition.series}-{edition.period}{ROWS}"
    return next(file.digest for file in package.files if file.name == name)


def has_changed_since(edition: Edition, duty: Duty, *, at: datetime) -> bool:
    """Whether what would be published now is other than what is served of an edition."""
    served = served_of(edition)
    if served is None:
        return False  # what is to stand there is not made yet
    name = f"{edition.series}-{edition.period}{ROWS}"
    digest = next(file.digest for file in served.files if file.name == name)
    rows = rows_now(duty, edition.period, on=day_of(at)).in_columns(columns_of(edition))
    return summed(rows).digest != digest


def review(duty: Duty, period: str, *, on: date) -> Note:
    """What there is to say of the rows that would be published now: gaps, changes, how many."""
    rows, earlier = rows_now(duty, period, on=on), earlier_edition(duty, period)
    with Quality.of(rows) as quality:
        if earlier is None:
            for row in rows.public_rows():
                quality.add(row)
            return quality.note(dataset=rows.slug, period=period, edition=1)
        before = rows_of(earlier, withheld_at=[checkpoint().count]).in_columns(rows.columns)
        with ChangesWriter.since(before) as changes:
            for row in rows.public_rows():
                quality.add(row)
                changes.row(row)
            for _gone in changes.end():
                continue
            counts = changes.counts
        return quality.note(
            dataset=rows.slug, period=period, edition=earlier.number + 1, changes=counts
        )


def earlier_edition(duty: Duty, period: str) -> Edition | None:
    """The one to compare with: the last of the same period or, of what is live, of one before."""
    editions = editions_of(duty.code)
    if found := editions.filter(period=period).first():
        return found
    if duty.scope != Scope.LIVE_AT_END:
        return None  # other months have other rows
    return editions.filter(period__lt=period).first()


def names_ever_of(edition: Edition) -> set[str]:
    """The names of all files that any edition of the same period ever had."""
    several = editions_of(edition.series).filter(period=edition.period).values("pk")
    issued = EditionFile.objects.filter(edition__in=several)
    replaced = ReplacementFile.objects.filter(replacement__tombstone__edition__in=several)
    return {*issued.values_list("name", flat=True), *replaced.values_list("name", flat=True)}


def terms_of(duty: Duty, *, period: str, number: int) -> dict[str, Any]:
    """What the bytes of an edition rest on beside its rows, all of which may change later."""
    return {
        "title": duty.what,
        "law": duty.law or duty.commitment,
        "period": f"{period}-Y" if duty.frequency == Frequency.YEARLY else period,
        "coverage": to_builtins(coverage_of(duty)),
        "columns": to_builtins(registry[duty.dataset].public_columns()),
        "publisher": to_builtins(publisher_here()),
        "address": f"{settings.ADDRESS}/editions/{duty.code}/{period}/{number}/",
    }


def publisher_here() -> Publisher:
    return Publisher(
        name=settings.BODY_NAME,
        identifier=settings.BODY_IDENTIFIER or slugify(settings.BODY_NAME),
        website=settings.ADDRESS,
        grant_prefix=settings.GRANT_PREFIX,
        process_prefix=settings.PROCESS_PREFIX,
        licence=licence_in_force().address,
    )


def issued_as(edition: Edition, *, checkpoint: str) -> Issued:
    """An edition, as its files say which it is."""
    terms = edition.terms
    return Issued(
        series=edition.series,
        title=terms["title"],
        period=edition.period,
        number=edition.number,
        checkpoint=checkpoint,
        at=edition.issued_at,
        publisher=convert(terms["publisher"], Publisher),
        address=terms["address"],
        law=terms["law"],
        correction=edition.correction,
    )
