"""How a framework is named on the command line, and what holds where there is no database yet."""

from datetime import date

from django.conf import settings
from django.db import connection

from almoner.framework.models import VERSIONS, FrameworkVersion, digest_of
from almoner.framework.queries import InForce, framework_in_force
from almoner.framework.reading import framework_called, text_called


def held_on(on: date) -> InForce:
    """What holds on a day. Before there are tables nothing was approved. Raises
    UnreadableFramework.
    """
    if VERSIONS in connection.introspection.table_names():
        return framework_in_force(on)
    name = settings.FRAMEWORK
    return InForce(framework_called(name), digest_of(text_called(name)))


def text_named(name: str) -> tuple[str, str]:
    """The text of a version, by its reference, or of a file, with what to call it.

    Raises UnreadableFramework.
    """
    if name.startswith("FWK-"):
        version = FrameworkVersion.objects.select_related("text").filter(reference=name).first()
        if version is not None:
            return version.text.text, name
    return text_called(name), name
