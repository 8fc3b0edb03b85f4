"""Packages that few pages need: a process that serves reads them in when one is first used.

Each takes some megabytes of memory, and most processes never need it. `LazyLoader` of Python 3.11
shows half a module to a second thread that comes meanwhile; this waits.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from threading import RLock
from types import ModuleType
from typing import Any

_waking = RLock()


class Asleep(ModuleType):
    """Stands for a package until somebody wants something of it. Modules within it can be read in
    without it.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        found = find_spec(name)
        if found and found.submodule_search_locations is not None:
            self.__path__ = list(found.submodule_search_locations)

    def __getattr__(self, name: str) -> Any:
        with _waking:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
            package = import_module(self.__name__)
        return getattr(package, name)


def leave_asleep(*packages: str) -> None:
    """Let these packages be read in later, unless they were already."""
    for package in packages:
        if package not in sys.modules:
            sys.modules[package] = Asleep(package)


def leave_out(*packages: str) -> None:
    """Let those who use these packages if they are there go without them."""
    for package in packages:
        sys.modules.setdefault(package, None)  # type: ignore[arg-type]  # so Python says that none is there
