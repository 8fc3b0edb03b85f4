"""What money is for, as a link to its page where it has one."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from almoner.web.addresses import address_of

register = template.Library()


@register.simple_tag
def leading_to(what_for: str) -> SafeString:
    """The reference in a name of the ledger, as a link to where the thing is seen."""
    reference = what_for.rpartition(":")[2]
    if address := address_of(what_for):
        return format_html('<a href="{}">{}</a>', address, reference)
    return format_html("{}", reference)
