"""What the texts about an agreement may take from it, as its register says it."""

from datetime import date

from django.utils.formats import date_format

from almoner.agreements.managed import stewards_among
from almoner.agreements.models import AgreementVersion
from almoner.agreements.selections import registers_on
from almoner.core.money import in_text
from almoner.documents.merge_fields import MergeField
from almoner.documents.subjects import Values


def facts_of_agreement(reference: str, on: date) -> Values:
    said = registers_on(on, is_as_at=False).filter(agreement__reference=reference)
    version = said.select_related("agreement").first()
    if version is None:
        return {MergeField.REFERENCE: reference}
    return {
        MergeField.REFERENCE: reference,
        MergeField.TITLE: version.said.get("title", ""),
        MergeField.RECIPIENT: version.organisation_name,
        MergeField.VALUE: in_text(version.amount) if version.amount is not None else "",
        MergeField.STARTS: _day(version.starts_on),
        MergeField.ENDS: _day(version.ends_on),
        MergeField.PURPOSE: version.said.get("purpose") or version.said.get("description", ""),
        MergeField.POWER: version.said.get("legal_power", ""),
        MergeField.LEAD: _manager(version, on),
    }


def _manager(version: AgreementVersion, on: date) -> str:
    steward = stewards_among([version.agreement_id], on=on).get(version.agreement_id)
    return steward.manager.name if steward and steward.manager else ""


def _day(value: date | None) -> str:
    return date_format(value, "j F Y") if value else ""
