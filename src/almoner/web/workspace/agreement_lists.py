"""The list of agreements, as a page, a download and a hand-over read it: the same rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from django.core.paginator import Page
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _

from almoner.agreements.managed import Managed, with_management
from almoner.agreements.models import AgreementVersion
from almoner.agreements.queries import Totals, Versions, totals
from almoner.agreements.selections import Selection, agreements_selected
from almoner.publication.datasets import Value
from almoner.publication.writers import CsvWriter
from almoner.registers.officials import withheld_among
from almoner.registers.publicity import withheld_now
from almoner.web.forms.agreements import WITHHELD, AgreementFilters
from almoner.web.lists import order_of, page_of

SORTS = {"made": "made_on", "end": "until", "value": "amount"}
DEFAULT = "-made"
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Row:
    """An agreement as a list shows it."""

    managed: Managed
    is_withheld: bool

    @property
    def version(self) -> AgreementVersion:
        return self.managed.version

    @property
    def title(self) -> str:
        return title_of(self.version)


@dataclass(frozen=True)
class AgreementList:
    """What an official asked for, in the order they picked."""

    selection: Selection
    publicity: str
    order: str

    @classmethod
    def asked(cls, request: HttpRequest, form: AgreementFilters) -> "AgreementList":
        order = order_of(request, SORTS, default=DEFAULT)
        return cls(form.selection(), form.cleaned_data["publicity"], order)

    @cached_property
    def versions(self) -> Versions:
        found = agreements_selected(self.selection)
        if not self.publicity:
            return found
        withheld = withheld_now().versions()
        return found.filter(withheld) if self.publicity == WITHHELD else found.exclude(withheld)

    @cached_property
    def in_order(self) -> Versions:
        """What is not recorded comes last, whichever way round."""
        name = F(self.order.removeprefix("-"))
        is_down = self.order.startswith("-")
        by = name.desc(nulls_last=True) if is_down else name.asc(nulls_last=True)
        return self.versions.order_by(by, "agreement" if is_down else "-agreement")

    @cached_property
    def totals(self) -> Totals:
        return totals(self.versions)

    def page(self, request: HttpRequest) -> Page[AgreementVersion]:
        return page_of(request, self.in_order)

    def rows(self, versions: Iterable[AgreementVersion]) -> list[Row]:
        return rows_of(versions, self.selection)

    def csv(self) -> Iterator[bytes]:
        """Every row, whatever page is shown."""
        writer = CsvWriter(str(heading) for heading in headings())
        yield writer.begin()
        versions = self.in_order.iterator(chunk_size=CHUNK)
        while chunk := list(islice(versions, CHUNK)):
            yield b"".join(writer.row(cells_of(row)) for row in self.rows(chunk))


def rows_of(versions: Iterable[AgreementVersion], selection: Selection) -> list[Row]:
    found = with_management(versions, on=selection.on, is_as_at=selection.is_as_at)
    withheld = withheld_among([one.version.agreement_id for one in found])
    return [Row(one, one.version.agreement_id in withheld) for one in found]


def title_of(version: AgreementVersion) -> str:
    """What an agreement is called, or else whom it is with, or else its reference."""
    return version.called or version.agreement.reference


def headings() -> Sequence[str]:
    return (
        _("Agreement"),
        _("Kind"),
        _("Publisher"),
        _("Publisher’s reference"),
        _("Title"),
        _("With"),
        _("Department"),
        _("Begins"),
        _("Ends"),
        _("Ends, as the register says"),
        _("Last day to give notice"),
        _("Review"),
        _("Value in pounds"),
        _("Managed by"),
        _("Withheld from the public"),
    )


def cells_of(row: Row) -> tuple[Value, ...]:
    version, managed = row.version, row.managed
    return (
        version.agreement.reference,
        version.agreement.get_kind_display(),
        version.agreement.publisher,
        str(version.said.get("reference", "")),
        str(version.said.get("title", "")),
        version.organisation_name,
        str(version.said.get("department", "")),
        version.starts_on,
        managed.ends_on,
        version.ends_on,
        managed.notice_on,
        managed.review_on,
        version.amount,
        manager_in_words(managed),
        _("yes") if row.is_withheld else _("no"),
    )


def manager_in_words(managed: Managed) -> str:
    if managed.manager is None:
        return _("nobody")
    if managed.has_lost_manager:
        return _("%(name)s, who no longer holds the role") % {"name": managed.manager.name}
    return managed.manager.name
