"""Rows of payments. Of a long list a template would make more work than of the rest of its page."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from almoner.payments.models import Payment
from almoner.web import words
from almoner.web.stencils import made_safe

from .ui import led_to_by

register = template.Library()
ROW = """<tr>
  <td class="date">{0}</td>
  <td>
    {1}
    <span class="only-narrow">{2}</span>
    <span class="only-narrow reference"><a href="{4}">{5}</a></span>
  </td>
  <td class="only-wide">{2}</td>
  <td class="numeric">{3}</td>
  <td class="only-wide reference"><a href="{4}">{5}</a></td>
</tr>
"""


@register.filter
def as_rows(payments: Iterable[Payment]) -> SafeString:
    """The rows of a table: when each was paid, to whom, for what, how much, and its reference."""
    rows = (ROW.format(*map(made_safe, _cells(payment))) for payment in payments)
    return mark_safe("".join(rows))  # noqa: S308 - every cell was made safe


def _cells(payment: Payment) -> tuple[str, str, str, str, str, str]:
    what_for = payment.purpose or payment.category or payment.account or payment.department
    address = led_to_by(payment.reference, "public:payment")
    day, amount = words.day(payment.paid_on), words.pounds(payment.amount)
    return day, _paid_to(payment), what_for, amount, address, payment.reference


def _paid_to(payment: Payment) -> str:
    if payment.organisation is None:
        return payment.supplier_name
    address = led_to_by(payment.organisation.reference, "public:organisation")
    return format_html('<a href="{}">{}</a>', address, payment.supplier_name)
