"""The house, made ready for the tools that draw it: where it stands, and every module loaded."""

import importlib
import os
import pkgutil
from pathlib import Path
from tempfile import mkdtemp
from types import ModuleType

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "almoner"


def set_up() -> None:
    """Load Django once, with a home of its own so that drawing leaves nothing behind."""
    import django  # noqa: PLC0415 - only the tools that need it pay for it
    from django.apps import apps  # noqa: PLC0415 - as above

    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "almoner.settings")
        os.environ.setdefault("ALMONER_HOME", mkdtemp(prefix="almoner-"))
        django.setup()


def modules_called(*names: str) -> list[ModuleType]:
    """Every module of the house with one of these names, such as `states`, in order."""
    set_up()
    found = (m.name for m in pkgutil.walk_packages([str(SOURCE)], "almoner."))
    return [importlib.import_module(name) for name in found if name.rsplit(".", 1)[1] in names]
