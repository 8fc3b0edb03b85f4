"""The fields of the registers of contracts and grants: where each is kept, and who may read it.

Their names and their order are those of the reader of files (`opendata`). Money, days and the
organisation's name are columns of a version; the rest is JSON under these names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeAlias

from almoner.publication.datasets import Access

from .states import AgreementKind

Value: TypeAlias = str | bool | date | Decimal
Said: TypeAlias = dict[str, str | bool]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a register may say of an agreement. Without a column it is in the JSON."""

    name: str
    column: str = ""
    access: Access = Access.PUBLIC
    is_searched: bool = False


FIELDS: Mapping[AgreementKind, tuple[Field, ...]] = MappingProxyType(
    {
        AgreementKind.CONTRACT: (
            Field("reference", is_searched=True),
            Field("open_contracting_id", is_searched=True),
            Field("lot"),
            Field("title", is_searched=True),
            Field("description", is_searched=True),
            Field("department", is_searched=True),
            Field("process"),
            Field("procedure"),
            Field("category", is_searched=True),
            Field("cpv_code", is_searched=True),
            Field("supplier_name", column="organisation_name", is_searched=True),
            Field("supplier_company_number"),
            Field("supplier_charity_number"),
            Field("supplier_other_id"),
            # Where a trader or a refuge is may be where somebody lives.
            Field("supplier_postcode", access=Access.INTERNAL),
            Field("supplier_sme"),
            Field("supplier_vcse"),
            Field("award_date", column="awarded_on"),
            Field("start_date", column="starts_on"),
            Field("end_date", column="first_end_on"),
            Field("current_end_date", column="current_end_on"),
            Field("latest_end_date", column="latest_end_on"),
            Field("review_date", column="review_on"),
            Field("duration_months"),
            Field("extension_months"),
            Field("value_total", column="amount"),
            Field("value_annual", column="annual_amount"),
            Field("irrecoverable_vat", column="irrecoverable_vat_amount"),
            Field("status"),
            Field("notice_url"),
            Field("document_url"),
            Field("contact", access=Access.INTERNAL),
            Field("area", is_searched=True),
        ),
        AgreementKind.GRANT: (
            Field("reference", is_searched=True),
            Field("title", is_searched=True),
            Field("purpose", is_searched=True),
            Field("reasons", is_searched=True),
            Field("conditions"),
            Field("programme", is_searched=True),
            Field("funding_source", is_searched=True),
            Field("recipient_name", column="organisation_name", is_searched=True),
            Field("recipient_company_number"),
            Field("recipient_charity_number"),
            Field("recipient_other_id"),
            Field("recipient_type"),
            Field("recipient_postcode", access=Access.INTERNAL),
            Field("award_date", column="awarded_on"),
            Field("start_date", column="starts_on"),
            Field("end_date", column="first_end_on"),
            Field("duration_months"),
            Field("amount_awarded", column="amount"),
            Field("amount_applied_for", column="applied_for_amount"),
            Field("amount_paid", column="paid_amount"),
            Field("department", is_searched=True),
            Field("legal_power", is_searched=True),
            Field("from_open_call"),
            Field("area", is_searched=True),
            Field("area_code"),
            Field("status"),
            Field("url"),
        ),
    }
)


def columns_of(kind: AgreementKind, values: Mapping[str, Value]) -> dict[str, Any]:
    """What goes into a version's columns of what a row says."""
    return {
        field.column: values[field.name]
        for field in FIELDS[kind]
        if field.column and field.name in values
    }


def said_of(kind: AgreementKind, values: Mapping[str, Value]) -> Said:
    """What goes into a version's JSON: text, and yes or no as they are; numbers in figures."""
    return {
        field.name: _plain(values[field.name])
        for field in FIELDS[kind]
        if not field.column and field.name in values
    }


def _plain(value: Value) -> str | bool:
    return value if isinstance(value, str | bool) else f"{value:f}"
