"""What the public may download of registers."""

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar, Self

from django.db.models import Q, QuerySet

from almoner.agreements.fields import FIELDS
from almoner.agreements.models import AgreementVersion
from almoner.agreements.queries import Versions
from almoner.agreements.states import AgreementKind
from almoner.core.periods import Period
from almoner.opendata.standards import CONTRACTING, GRANTS
from almoner.payments.models import Payment
from almoner.publication.datasets import Column, Coverage, Dataset, Type, Value, register

from .copy_datasets import ContractCopies, TenderCopies
from .coverage import agreements_covered, payments_covered
from .held import Held
from .kinds import Register
from .publicity import Withheld, withheld_by_line
from .queries import batches_by_line

__all__ = ["ContractCopies", "Contracts", "Grants", "Spend", "TenderCopies"]

CHUNK = 2_000
MADE, LIVE = Coverage(is_live_at_end=False), Coverage(is_live_at_end=True)


def _in_order(rows: QuerySet[Any], *order: str) -> QuerySet[Any]:
    """In the order that whoever asks has given them, or else in the dataset's own."""
    return rows if rows.ordered else rows.order_by(*order)


@register
class Spend(Dataset):
    """Payments, as the Local Government Transparency Code asks for them."""

    slug = Register.SPEND
    title = "Payments to suppliers"
    columns = [
        Column("reference", "The payment's public reference, which never changes", key=True),
        Column("paid_on", "The day of payment", type=Type.DAY),
        Column("payer", "The body that paid"),
        Column("supplier", "Who was paid, as the payer wrote it", required=True),
        Column("organisation", "Our reference of who was paid; empty where the payer withheld it"),
        Column("amount", "The amount; negative is money returned", unit="GBP", type=Type.AMOUNT),
        Column("category", "What kind of spend it was"),
        Column("account", "The payer's code of that kind of spend"),
        Column("department", "The part of the payer that spent it"),
        Column("purpose", "What it was for", required=True),
        Column("value_for_money", "Why it was thought good value for money", required=True),
        Column("document_reference", "The payer's own reference"),
        Column("source", "The reference of the file it came in"),
        Column("source_row", "Its row in that file", type=Type.COUNT),
    ]
    lookups: ClassVar[dict[str, str]] = {
        "supplier": "supplier_name",
        "organisation": "organisation__reference",
        "source": "batch__reference",
        "source_row": "row_number",
    }

    def __init__(
        self, payments: QuerySet[Payment], *, held: QuerySet[Payment] | None = None
    ) -> None:
        self.payments = payments
        self.held = held

    @classmethod
    def frozen(
        cls,
        period: Period,
        *,
        line: int,
        on: date,
        coverage: Coverage | None = None,
        withheld_at: Collection[int] = (),
    ) -> Self:
        covered = payments_covered(period, line=line, on=on, coverage=coverage or MADE)
        covered = covered.exclude(withheld_by_line(line, *withheld_at).payments)
        held = Held.by_line(line, *withheld_at).payments
        return cls(covered.exclude(held), held=covered.filter(held))

    def held_rows(self) -> int:
        return self.held.count() if self.held is not None else 0

    def holds(self, withheld: Withheld) -> bool:
        """Whether a row is of what is withheld."""
        return self.payments.filter(withheld.payments).exists()

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """By day, then as they came: words would be sorted otherwise by each database."""
        in_order = _in_order(
            self.payments, "paid_on", "batch__recorded_at", "batch", "row_number", "pk"
        )
        columns = [self.lookups.get(column.name, column.name) for column in self.columns]
        return in_order.values_list(*columns).iterator(chunk_size=CHUNK)


def _day(name: str, about: str, *, required: bool = False) -> Column:
    return Column(name, about, type=Type.DAY, required=required)


def _pounds(name: str, about: str, *, required: bool = False) -> Column:
    return Column(name, about, unit="GBP", type=Type.AMOUNT, required=required)


def _months(name: str, about: str) -> Column:
    return Column(name, about, type=Type.AMOUNT)


class Agreements(Dataset):
    """What a register says of agreements, a row each, in the order in which they became known.

    A column of which `fields` names a field of the register holds that; the others are our own.
    """

    kind: ClassVar[AgreementKind]

    def __init__(
        self,
        versions: QuerySet[AgreementVersion],
        *,
        held: QuerySet[AgreementVersion] | None = None,
    ) -> None:
        self.versions = versions
        self.held = held

    def held_rows(self) -> int:
        return self.held.count() if self.held is not None else 0

    def holds(self, withheld: Withheld) -> bool:
        """Whether a row is of what is withheld."""
        return self.versions.filter(withheld.versions()).exists()

    def rows(self) -> Iterator[tuple[Value, ...]]:
        kept = {field.name: field.column for field in FIELDS[self.kind]}
        places = [(column, self.fields.get(column.name, "")) for column in self.columns]
        for version in _in_order(self.versions, "agreement").iterator(chunk_size=CHUNK):
            ours, said = self._ours(version), version.said
            yield tuple(
                ours[column.name]
                if field not in kept
                else getattr(version, kept[field])
                if kept[field]
                else _written(said.get(field), column)
                for column, field in places
            )

    @staticmethod
    def _ours(version: AgreementVersion) -> dict[str, Value]:
        raise NotImplementedError


def _written(said: str | bool | None, column: Column) -> Value:  # noqa: FBT001 - a value of the JSON
    """What a version's JSON holds, as a dataset writes it: numbers as such, yes and no in words."""
    if isinstance(said, bool):
        return "Yes" if said else "No"
    if column.type != Type.AMOUNT:
        return said or ""
    if said is None:
        return None
    number = Decimal(said)
    return int(number) if number == int(number) else number


def _withheld(register: Register, *lines: int) -> Q:
    """The versions withheld at any of these lines, by all that was told until the last of them."""
    told = batches_by_line(register, max(lines), on=date.max)
    return withheld_by_line(*lines).versions(told)


def _covered(
    register: Register, period: Period, *lines: int, on: date, coverage: Coverage
) -> tuple[Versions, Versions]:
    """What speaks of the agreements of a period at the first of these lines, and what would, were
    it not held at any of them.
    """
    held, withheld = Held.by_line(*lines).versions, _withheld(register, *lines)
    told = partial(agreements_covered, register, period, line=lines[0], on=on, coverage=coverage)
    return told(held=held).exclude(withheld), told().exclude(withheld).filter(held)


def _organisation(version: AgreementVersion) -> str | None:
    return version.organisation.reference if version.organisation else None


@register
class Contracts(Agreements):
    """Contracts, under the names of the local government schema where it has one."""

    slug = Register.CONTRACTS
    title = "Contracts"
    kind = AgreementKind.CONTRACT
    columns = [
        Column("AgreementReference", "Our reference, which never changes", key=True),
        Column("OrganisationLabel", "The body that let the contract"),
        Column("ContractReference", "The body's own reference", required=True),
        Column("OpenContractingID", "The contracting process in Open Contracting Data"),
        Column("Lot", "The lot, where a contract has several"),
        Column("ContractTitle", "What it is called", required=True),
        Column("Description", "What it is for", required=True),
        Column("OrganisationalUnit", "The part of the body that it is for", required=True),
        Column("ProcessType", "How offers were asked for", required=True),
        Column("Procedure", "The procedure by which it was awarded"),
        Column("ServiceCategoryLabel", "What kind of thing is bought"),
        Column("CPVCode", "The same in the Common Procurement Vocabulary"),
        Column("SupplierName", "The supplier, as the body wrote it", required=True),
        Column("SupplierReference", "Our reference of the supplier; empty where none is named"),
        Column("CompaniesHouseRegistrationNumber", "The supplier's company number"),
        Column("CharityCommissionNumber", "The supplier's charity number"),
        Column("OtherSupplierID", "Another number of the supplier"),
        Column(
            "SMESupplier",
            "Whether the supplier is a small or medium-sized enterprise",
            required=True,
        ),
        Column(
            "VCSESupplier", "Whether it is a voluntary or community organisation", required=True
        ),
        _day("AwardDate", "The day on which it was awarded"),
        _day("StartDate", "The day on which it began", required=True),
        _day("EndDate", "The day on which it ends, before any extension", required=True),
        _day("CurrentEndDate", "The day on which it ends, extensions included"),
        _day("LastExtensionDate", "The latest day to which it may be extended"),
        _day("ReviewDate", "The day on which it is reviewed, or notice is given", required=True),
        _months("DurationMonths", "How many months it lasts"),
        _months("ExtensionMonths", "By how many months it may be extended"),
        _pounds("ContractValue", "What it is worth over its whole life", required=True),
        _pounds("AnnualValue", "What it is worth a year"),
        _pounds("IrrecoverableVAT", "Value added tax that the body cannot recover", required=True),
        Column("Status", "How it stands, as the body says"),
        Column("NoticeURL", "Where its notice is"),
        Column("ContractDocumentURL", "Where the contract itself is"),
        Column("AreaServedLabel", "The area that it serves"),
        _day("KnownFrom", "The day from which this was known"),
        Column("Source", "The reference of the file it came in"),
        Column("SourceSheet", "The sheet of that file, if it has sheets"),
        Column("SourceRow", "Its row there", type=Type.COUNT),
    ]
    standard = CONTRACTING
    order = [("StartDate", "EndDate"), ("StartDate", "CurrentEndDate")]
    fields = {
        "AgreementReference": "public_reference",
        "SupplierReference": "organisation_reference",
        "ContractReference": "reference",
        "OpenContractingID": "open_contracting_id",
        "Lot": "lot",
        "ContractTitle": "title",
        "Description": "description",
        "OrganisationalUnit": "department",
        "ProcessType": "process",
        "Procedure": "procedure",
        "ServiceCategoryLabel": "category",
        "CPVCode": "cpv_code",
        "SupplierName": "supplier_name",
        "CompaniesHouseRegistrationNumber": "supplier_company_number",
        "CharityCommissionNumber": "supplier_charity_number",
        "OtherSupplierID": "supplier_other_id",
        "SMESupplier": "supplier_sme",
        "VCSESupplier": "supplier_vcse",
        "AwardDate": "award_date",
        "StartDate": "start_date",
        "EndDate": "end_date",
        "CurrentEndDate": "current_end_date",
        "LastExtensionDate": "latest_end_date",
        "ReviewDate": "review_date",
        "DurationMonths": "duration_months",
        "ExtensionMonths": "extension_months",
        "ContractValue": "value_total",
        "AnnualValue": "value_annual",
        "IrrecoverableVAT": "irrecoverable_vat",
        "Status": "status",
        "NoticeURL": "notice_url",
        "ContractDocumentURL": "document_url",
        "AreaServedLabel": "area",
    }

    @classmethod
    def frozen(
        cls,
        period: Period,
        *,
        line: int,
        on: date,
        coverage: Coverage | None = None,
        withheld_at: Collection[int] = (),
    ) -> Self:
        """Those in force when the period ended. What names no supplier is no contract yet."""
        covered, held = _covered(
            Register.CONTRACTS, period, line, *withheld_at, on=on, coverage=coverage or LIVE
        )
        return cls(covered.exclude(organisation_name=""), held=held.exclude(organisation_name=""))

    @staticmethod
    def _ours(version: AgreementVersion) -> dict[str, Value]:
        return {
            "AgreementReference": version.agreement.reference,
            "OrganisationLabel": version.agreement.publisher,
            "SupplierReference": _organisation(version),
            "KnownFrom": version.batch.known_from,
            "Source": version.batch.reference,
            "SourceSheet": version.sheet,
            "SourceRow": version.row_number,
        }


@register
class Grants(Agreements):
    """Grants that were made: to whom, how much, what for, and by which power."""

    slug = Register.GRANTS
    title = "Grants"
    kind = AgreementKind.GRANT
    columns = [
        Column("reference", "Our reference, which never changes", key=True),
        Column("publisher", "The body that made the grant"),
        Column("publisher_reference", "The body's own reference"),
        Column("title", "What it is called"),
        Column("purpose", "What it is for", required=True),
        Column("reasons", "Why it was made", required=True),
        Column("conditions", "What it depends on", required=True),
        Column("programme", "The fund or programme that it is part of"),
        Column("funding_source", "Where the money comes from"),
        Column("recipient", "Who received it, as the body wrote it", required=True),
        Column("organisation", "Our reference of the recipient; empty where none is named"),
        Column("company_number", "The recipient's company number"),
        Column("charity_number", "The recipient's charity number"),
        Column("other_id", "Another number of the recipient"),
        Column("recipient_type", "What kind of organisation it is"),
        _day("awarded_on", "The day on which it was awarded", required=True),
        _day("starts_on", "The day on which it begins"),
        _day("ends_on", "The day on which it ends"),
        _months("duration_months", "How many months it lasts"),
        _pounds("amount_awarded", "How much was awarded", required=True),
        _pounds("amount_applied_for", "How much was asked for"),
        _pounds("amount_paid", "How much has been paid"),
        Column("department", "The part of the body that made it"),
        Column("legal_power", "The power by which it was made"),
        Column("open_call", "Whether anyone could apply"),
        Column("area", "The area that it serves"),
        Column("area_code", "The code of that area"),
        Column("status", "How it stands, as the body says"),
        Column("url", "Where there is more about it"),
        _day("known_from", "The day from which this was known"),
        Column("source", "The reference of the file it came in"),
        Column("source_sheet", "The sheet of that file, if it has sheets"),
        Column("source_row", "Its row there", type=Type.COUNT),
    ]
    standard = GRANTS
    order = [("starts_on", "ends_on")]
    fields = {
        "reference": "public_reference",
        "organisation": "organisation_reference",
        "publisher_reference": "reference",
        "title": "title",
        "purpose": "purpose",
        "reasons": "reasons",
        "conditions": "conditions",
        "programme": "programme",
        "funding_source": "funding_source",
        "recipient": "recipient_name",
        "company_number": "recipient_company_number",
        "charity_number": "recipient_charity_number",
        "other_id": "recipient_other_id",
        "recipient_type": "recipient_type",
        "awarded_on": "award_date",
        "starts_on": "start_date",
        "ends_on": "end_date",
        "duration_months": "duration_months",
        "amount_awarded": "amount_awarded",
        "amount_applied_for": "amount_applied_for",
        "amount_paid": "amount_paid",
        "department": "department",
        "legal_power": "legal_power",
        "open_call": "from_open_call",
        "area": "area",
        "area_code": "area_code",
        "status": "status",
        "url": "url",
    }

    @classmethod
    def frozen(
        cls,
        period: Period,
        *,
        line: int,
        on: date,
        coverage: Coverage | None = None,
        withheld_at: Collection[int] = (),
    ) -> Self:
        """Those made in the period; one that has no day counts from when it came."""
        covered, held = _covered(
            Register.GRANTS, period, line, *withheld_at, on=on, coverage=coverage or MADE
        )
        return cls(covered, held=held)

    @staticmethod
    def _ours(version: AgreementVersion) -> dict[str, Value]:
        return {
            "reference": version.agreement.reference,
            "publisher": version.agreement.publisher,
            "organisation": _organisation(version),
            "known_from": version.batch.known_from,
            "source": version.batch.reference,
            "source_sheet": version.sheet,
            "source_row": version.row_number,
        }
