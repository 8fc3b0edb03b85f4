"""What registers of agreements say, in words a resident understands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.agreements.models import AgreementVersion
from almoner.agreements.states import AgreementKind
from almoner.registers.kinds import KINDS, Register, field_in_words
from almoner.registers.public_agreements import fields_asked_for, public_fields, value_of
from almoner.web import words

from .leading_on import leading_to_places, leading_to_register

Words = str | Promise

# Groups of facts, each with the fields that it tells and what the page calls them.
FACTS: Mapping[Register, Mapping[Words, Mapping[str, Words]]] = {
    Register.CONTRACTS: {
        gettext_lazy("What it is for"): {
            "title": gettext_lazy("Called"),
            "description": gettext_lazy("What is bought"),
            "category": gettext_lazy("Kind of thing bought"),
            "cpv_code": gettext_lazy("Code of the Common Procurement Vocabulary"),
            "department": gettext_lazy("Department"),
            "area": gettext_lazy("Place"),
        },
        gettext_lazy("Whom it is with"): {
            "supplier_name": gettext_lazy("Supplier"),
            "supplier_company_number": gettext_lazy("Company number"),
            "supplier_charity_number": gettext_lazy("Charity number"),
            "supplier_other_id": gettext_lazy("Another number"),
            "supplier_sme": gettext_lazy("Small or medium-sized enterprise"),
            "supplier_vcse": gettext_lazy("Voluntary, community or social enterprise"),
        },
        gettext_lazy("What it is worth"): {
            "value_total": gettext_lazy("Over its whole life"),
            "value_annual": gettext_lazy("A year"),
            "irrecoverable_vat": gettext_lazy("Value added tax that cannot be recovered"),
        },
        gettext_lazy("When"): {
            "award_date": gettext_lazy("Awarded on"),
            "start_date": gettext_lazy("Begins on"),
            "end_date": gettext_lazy("Ends on, before any extension"),
            "current_end_date": gettext_lazy("Ends on, extensions included"),
            "latest_end_date": gettext_lazy("May be extended until"),
            "review_date": gettext_lazy("Reviewed on"),
            "duration_months": gettext_lazy("How many months"),
            "extension_months": gettext_lazy("How many months it may be extended by"),
            "status": gettext_lazy("How it stands, as the publisher says"),
        },
        gettext_lazy("How it was awarded"): {
            "process": gettext_lazy("How offers were asked for"),
            "procedure": gettext_lazy("Procedure"),
            "reference": gettext_lazy("The publisher’s own reference"),
            "open_contracting_id": gettext_lazy("Open contracting number"),
            "lot": gettext_lazy("Lot"),
            "notice_url": gettext_lazy("Notice"),
            "document_url": gettext_lazy("The contract itself"),
        },
    },
    Register.GRANTS: {
        gettext_lazy("What it is for"): {
            "title": gettext_lazy("Called"),
            "purpose": gettext_lazy("Purpose"),
            "reasons": gettext_lazy("Why it was made"),
            "conditions": gettext_lazy("Conditions"),
            "programme": gettext_lazy("Programme"),
            "funding_source": gettext_lazy("Where the money comes from"),
            "area": gettext_lazy("Place"),
            "area_code": gettext_lazy("Code of the place"),
        },
        gettext_lazy("Whom it is to"): {
            "recipient_name": gettext_lazy("Recipient"),
            "recipient_company_number": gettext_lazy("Company number"),
            "recipient_charity_number": gettext_lazy("Charity number"),
            "recipient_other_id": gettext_lazy("Another number"),
            "recipient_type": gettext_lazy("Kind of recipient"),
        },
        gettext_lazy("How much"): {
            "amount_awarded": gettext_lazy("Awarded"),
            "amount_applied_for": gettext_lazy("Asked for"),
            "amount_paid": gettext_lazy("Paid, as the publisher says"),
        },
        gettext_lazy("When"): {
            "award_date": gettext_lazy("Awarded on"),
            "start_date": gettext_lazy("Begins on"),
            "end_date": gettext_lazy("Ends on"),
            "duration_months": gettext_lazy("How many months"),
            "status": gettext_lazy("How it stands, as the publisher says"),
        },
        gettext_lazy("How it was decided"): {
            "legal_power": gettext_lazy("Legal power"),
            "from_open_call": gettext_lazy("Open to all who wished to apply"),
            "department": gettext_lazy("Department"),
            "reference": gettext_lazy("The publisher’s own reference"),
            "url": gettext_lazy("More about it"),
        },
    },
}
NUMBERS = ("_company_number", "_charity_number")
PARTY = {Register.CONTRACTS: "supplier_name", Register.GRANTS: "recipient_name"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a register may say of an agreement, as the page says it."""

    label: Words
    said: str
    is_asked_for: bool
    is_party: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an agreement under one heading, and what no file said."""

    title: Words
    facts: list[Fact]


def label_of(register: Register, name: str) -> str:
    """What pages call a field."""
    found = (labels[name] for labels in FACTS[register].values() if name in labels)
    return str(next(found, field_in_words(name)))


def title_of(version: AgreementVersion) -> str:
    """What a page calls an agreement: its title, or whom it is with, or its reference."""
    if said := version.said.get("title"):
        return str(said)
    is_grant = version.agreement.kind == AgreementKind.GRANT
    words = _("Grant to %(name)s") if is_grant else _("Contract with %(name)s")
    return (
        words % {"name": version.organisation_name}
        if version.organisation_name
        else str(version.agreement)
    )


def facts_of(register: Register, version: AgreementVersion) -> list[Facts]:
    """All that a version says, and what a duty asks for that it does not say."""
    kind, asked = KINDS[register], fields_asked_for(KINDS[register])
    return [
        Facts(title, list(_facts(register, kind, version, labels, asked)))
        for title, labels in FACTS[register].items()
    ]


def not_recorded(register: Register, version: AgreementVersion) -> list[str]:
    """The fields that nothing was said of and that no duty asks for."""
    kind, asked = KINDS[register], fields_asked_for(KINDS[register])
    return [
        label_of(register, name)
        for name in public_fields(kind)
        if name not in asked and value_of(kind, version, name) is None
    ]


def written(value: object) -> str:
    """A value as a page says it; links lead where a web address says."""
    if value is None:
        return _("not recorded")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Decimal):
        return words.pounds(value)
    if isinstance(value, date):
        return words.day(value)
    text = str(value)
    if text.startswith(("https://", "http://")) and len(text.split()) == 1:
        return format_html('<a href="{0}" rel="nofollow" class="address">{0}</a>', text)
    return text


def _facts(
    register: Register,
    kind: AgreementKind,
    version: AgreementVersion,
    labels: Mapping[str, Words],
    asked: set[str],
) -> Iterator[Fact]:
    for name, label in labels.items():
        value = value_of(kind, version, name)
        if value is not None or name in asked:
            said = "" if value is None else _written_as(name, value, version)
            yield Fact(label, said, name in asked, name == PARTY[register])


def _written_as(name: str, value: object, version: AgreementVersion) -> str:
    """A field's value, with where it leads: a place to its page, a number to its register."""
    if name == "area":
        return leading_to_places(str(value), str(version.said.get("area_code", "")))
    if name.endswith(NUMBERS):
        return leading_to_register(name.rpartition("_")[0].rpartition("_")[2], str(value))
    return written(value)
