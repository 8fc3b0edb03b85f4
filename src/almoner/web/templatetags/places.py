"""Where a thing that is known by its name in the ledger is seen or put right."""

from django import template

from almoner.assurance.controls import Place
from almoner.web.addresses import address_of

register = template.Library()


@register.simple_tag
def address_of_place(place: Place | None) -> str:
    """The page on which something is put right; empty where there is none."""
    return (address_of(place.about, place.verb) or "") if place else ""


@register.inclusion_tag("components/thing.html")
def thing(name: str) -> dict[str, str]:
    """What the ledger calls `commissions.commission:COM-2026-014`, as its reference and, where it
    has a page, a link.
    """
    return {"reference": name.partition(":")[2], "url": address_of(name) or ""}
