"""What the texts about a case may take from it."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from almoner.core.money import in_text
from almoner.documents.merge_fields import MergeField
from almoner.documents.subjects import Values

from .models import CommissionTerms
from .queries import cases
from .readings import terms_of
from .rules import rules_of


def facts_for_texts(reference: str, _on: date) -> Values:
    """The facts of a case as its newest version says them."""
    case = cases().select_related("current__supplier").filter(reference=reference).first()
    if case is None:
        return {MergeField.REFERENCE: reference}
    terms, rules = terms_of(case), rules_of(case)
    power = next((one for one in rules.framework.powers if one.code == terms.power), None)
    return {
        MergeField.REFERENCE: case.reference,
        MergeField.TITLE: case.title,
        MergeField.LEAD: case.lead.name,
        MergeField.RECIPIENT: terms.supplier.name if terms.supplier else "",
        MergeField.VALUE: _value(terms),
        MergeField.STARTS: _day(terms.starts_on),
        MergeField.ENDS: _day(terms.ends_on),
        MergeField.PURPOSE: case.title,
        MergeField.POWER: power.law if power else "",
        MergeField.ROUTE: rules.route.title,
    }


def _value(terms: CommissionTerms) -> str:
    if not terms.net:
        return ""
    if not terms.vat:
        return in_text(terms.net)
    words = {"net": in_text(terms.net), "vat": in_text(terms.vat)}
    return _("%(net)s plus %(vat)s VAT") % words


def _day(value: date | None) -> str:
    return date_format(value, "j F Y") if value else ""
