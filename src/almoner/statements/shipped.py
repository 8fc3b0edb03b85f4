"""What a standing page says until the body has confirmed words of its own."""

from functools import cache
from importlib.resources import files
from string import Template

from django.conf import settings
from django.utils.translation import gettext as _

from .licences import Licence
from .pages import StandingPage


def shipped_text(page: StandingPage, licence: Licence = Licence.OGL_3) -> str:
    """The text that comes with Almoner, with this body's name and addresses in it."""
    return Template(_as_shipped(page)).substitute(
        body=settings.BODY_NAME,
        site=settings.ADDRESS,
        contact=_listed([_("the [contact form](/about/contact/)"), *_other_ways()]),
        otherwise=_otherwise(),
        licence=licence.label,
        licence_address=licence.address,
        days=settings.ENQUIRY_DAYS,
        months=settings.ENQUIRIES_KEPT,
    )


@cache
def _as_shipped(page: StandingPage) -> str:
    # English only: a law's notice in a half-checked translation would bind the body to it.
    return files(__package__).joinpath("texts", f"{page}.md").read_text(encoding="utf-8")


def _other_ways() -> list[str]:
    """The ways besides the form that the operator named in the settings."""
    ways = []
    if settings.CONTACT_EMAIL:
        ways.append(_("e-mail: [%(to)s](mailto:%(to)s)") % {"to": settings.CONTACT_EMAIL})
    if settings.CONTACT_PHONE:
        ways.append(_("telephone: %(number)s") % {"number": settings.CONTACT_PHONE})
    if settings.CONTACT_POST:
        ways.append(_("post: %(address)s") % {"address": settings.CONTACT_POST})
    return ways


def _otherwise() -> str:
    ways = _other_ways()
    return "\n\n".join(["", _("You can also reach us by:"), _listed(ways)]) if ways else ""


def _listed(ways: list[str]) -> str:
    return "\n".join(f"- {way}" for way in ways)
