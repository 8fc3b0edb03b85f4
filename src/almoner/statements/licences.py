"""The licences under which a body may publish. Files say the same one as the page does."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Licence(TextChoices):
    OGL_3 = "ogl-3", _("Open Government Licence v3.0")
    CC_BY_4 = "cc-by-4", _("Creative Commons Attribution 4.0 International")
    CC0_1 = "cc0-1", _("Creative Commons Zero 1.0: no rights reserved")

    @property
    def address(self) -> str:
        """Where its text stands, which is how the standards name a licence."""
        return ADDRESSES[self]


ADDRESSES = {
    Licence.OGL_3: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    Licence.CC_BY_4: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC0_1: "https://creativecommons.org/publicdomain/zero/1.0/",
}
