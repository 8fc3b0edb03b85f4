"""The page of one payment: its facts, in words."""

from functools import lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from almoner.core.models import Batch
from almoner.registers.kept import kept_while_public_stands
from almoner.registers.kinds import KINDS
from almoner.registers.public_agreements import agreement_paid_by
from almoner.registers.public_payments import PublicPayment, public_payment_called
from almoner.registers.publicity import PublicFile, spend_file_of
from almoner.web import words
from almoner.web.stencils import Facts, RecordPage, Told, made_safe
from almoner.web.templatetags.ui import led_to_by

from .agreement_lists import routes_of
from .agreement_words import title_of
from .linked_data import payment_as_linked_data

ROUTE = "public:payment"
# What is said of a payment as it was read, or that it was not recorded.
AS_SAID = [
    "payer",
    "purpose",
    "value_for_money",
    "category",
    "account",
    "department",
    "document_reference",
    "supplier_number",
]


def facts_of(reference: str) -> Told | None:
    """All that the page of a public payment says of it, and of the file it came in."""
    paid = public_payment_called(reference)
    if paid is None:
        return None
    unknown, cited = _said_of_all(get_language())
    address = settings.ADDRESS + led_to_by(reference, ROUTE)
    party = led_to_by(paid.payee, "public:organisation") if paid.payee else ""
    payer = paid.payer or settings.BODY_NAME
    amount, day = words.pounds(paid.amount), words.day(paid.paid_on)
    facts = {
        "reference": reference,
        "address": address,
        "payee": paid.supplier_name,
        "amount": amount,
        "paid_to": _paid_to(paid.supplier_name, party),
        "amount_in_full": amount if paid.amount >= 0 else _come_back(amount),
        "paid_on": day,
        **{name: getattr(paid, name) or unknown for name in AS_SAID},
        **(_under(paid) if paid.is_confirmed and paid.payee else {}),
        "file_row": str(paid.row_number),
        **_source(paid.batch_id, get_language()),
        "citation": cited
        % {
            "payer": payer,
            "reference": reference,
            "amount": amount,
            "name": paid.supplier_name,
            "day": day,
            "address": address,
        },
        "json_ld": payment_as_linked_data(
            paid, payer=payer, address=address, party=party and settings.ADDRESS + party
        ),
    }
    return Told(facts, paid.ledger_ended)


PAGE = RecordPage(ROUTE, "public/spend/payment.html", facts_of)


@lru_cache(maxsize=10)
def _said_of_all(_language: str | None) -> tuple[str, str]:
    """What stands for what is not known, and how a payment is named elsewhere."""
    return _("not recorded"), _(
        "%(payer)s, payment %(reference)s, %(amount)s to %(name)s on %(day)s. %(address)s"
    )


def _under(paid: PublicPayment) -> Facts:
    """The grant or contract that it was made under, as its page is called, and that address."""
    version = agreement_paid_by(paid.pk, on=localdate())
    if version is None:
        return {}
    register = next(one for one, kind in KINDS.items() if kind == version.kind)
    address = reverse(routes_of(register).one, args=[version.agreement.reference])
    return {"under": title_of(version), "under_address": address}


@kept_while_public_stands
def _source(key: int, _language: str | None) -> Facts:
    """Where all payments of a batch come from."""
    batch = Batch.objects.get(pk=key)
    file = spend_file_of(batch)
    return {
        "file_of_whom": _file_of_whom(file),
        "batch_reference": batch.reference,
        "known_from": words.day(batch.known_from),
        "recorded_at": words.moment(batch.recorded_at),
    }


def _file_of_whom(file: PublicFile | None) -> str:
    name = (file.file_name if file else "") or _("not recorded")
    if file is None or not file.publisher:
        return name
    return f"{name}, " + _("of %(publisher)s") % {"publisher": file.publisher}


def _paid_to(name: str, party: str) -> SafeString:
    if party:
        return mark_safe(f'<a href="{made_safe(party)}">{made_safe(name)}</a>')  # noqa: S308 - both are
    return format_html("{}<br>{}", name, _("The payer withheld who was paid."))


def _come_back(amount: str) -> SafeString:
    return format_html("{}<br>{}", amount, _("This is money that came back to the payer."))
