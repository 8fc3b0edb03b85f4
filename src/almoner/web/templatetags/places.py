"""Where a thing that is known by its name in the ledger is seen or put right."""

from django import template
from django.utils.timezone import localdate

from almoner.assurance.controls import Place
from almoner.framework.queries import framework_on
from almoner.risks.subjects import PROGRAMME
from almoner.web.addresses import address_of

register = template.Library()


@register.simple_tag
def address_of_place(place: Place | None) -> str:
    """The page on which something is put right; empty where there is none."""
    return (address_of(place.about, place.verb) or "") if place else ""


@register.inclusion_tag("components/thing.html")
def thing(name: str) -> dict[str, str]:
    """What the ledger calls `commissions.commission:COM-2026-014`, as its reference and, where it
    has a page, a link. An objective of the plan is called by its title.
    """
    label, _, reference = name.partition(":")
    if label == PROGRAMME:
        titles = {one.code: one.title for one in framework_on(localdate()).objectives}
        reference = titles.get(reference, reference)
    return {"reference": reference, "url": address_of(name) or ""}
