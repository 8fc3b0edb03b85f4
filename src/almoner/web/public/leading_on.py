"""What a register says of an agreement, with links to where it leads: places, other registers."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join

from almoner.agreements.places import places_in
from almoner.organisations.elsewhere import Number
from almoner.organisations.identifiers import numbers_of


def leading_to_places(area: str, code: str = "") -> str:
    """The words of a register, or else the names of the places that they say, each a link."""
    places = places_in(area, code)
    links = [(reverse("public:place", args=[one.slug]), one.name) for one in places]
    if len(links) == 1:
        return format_html('<a href="{}">{}</a>', links[0][0], area)
    return format_html_join("; ", '<a href="{}">{}</a>', links) if links else area


def leading_to_register(kind: str, said: str) -> str:
    """A `company` or `charity` number, a link to its register if it looks like one of its."""
    for scheme, value in numbers_of(**{kind: said}):
        number = Number(scheme, value)
        if number.address:
            link = '<a href="{}" rel="external nofollow">{}</a>, {}'
            return format_html(link, number.address, said, number.register)
    return said
