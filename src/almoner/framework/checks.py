"""Whether the framework that was chosen can be read."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.translation import gettext as _

from .reading import UnreadableFramework, framework_called


def the_framework_can_be_read(**_options: Any) -> list[CheckMessage]:
    """Say what is wrong with the framework: without its duties nothing would ever be due."""
    try:
        framework_called(settings.FRAMEWORK)
    except UnreadableFramework as error:
        hint = _("ALMONER_FRAMEWORK says which framework holds.")
        return [Error(str(error), hint=hint, id="framework.E001")]
    return []
