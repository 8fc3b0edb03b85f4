"""What is missing or unwise on this machine: the house runs without it, and says so."""

from ctypes.util import find_library
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004 - its own name


@register
def what_is_missing(**_: Any) -> list[CheckMessage]:
    missing: list[CheckMessage] = []
    if not (settings.BASE_DIR / "web/static/built/almoner.css").exists():
        missing.append(
            Warning(
                "The style sheet was not built, so pages are plain",
                hint="Run `make env`.",
                id="web.W002",
            )
        )
    if find_library("pango-1.0") is None:
        missing.append(
            Warning(
                "Pango is not installed, so no document can be drawn as a PDF",
                hint="On Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
                id="web.W003",
            )
        )
    return missing


@register
def what_is_unsafe(**_: Any) -> list[CheckMessage]:
    unsafe: list[CheckMessage] = []
    if settings.DEBUG and settings.IS_SECURE:
        unsafe.append(
            Error(
                "ALMONER_DEBUG shows passers-by the inside of the house",
                hint="Leave it out wherever ALMONER_ADDRESS is a real one.",
                id="web.E001",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        unsafe.append(
            Error(
                "ALMONER_HOSTS lets anyone choose the address in our links",
                hint="Name the hosts.",
                id="web.E002",
            )
        )
    if not settings.IS_SECURE and settings.HOST not in {"localhost", "127.0.0.1", "::1"}:
        unsafe.append(
            Warning(
                "ALMONER_ADDRESS is not https, so passwords travel in the open",
                hint="Put a proxy with a certificate in front, and give its address.",
                id="web.W003",
            )
        )
    return unsafe


@register
def what_was_left_open(**_: Any) -> list[CheckMessage]:
    unsafe: list[CheckMessage] = []
    if is_open_to_others(settings.DATABASES["default"]):
        unsafe.append(
            Warning(
                "Other accounts of this machine can read the database",
                hint=f"Take it away from them: chmod 600 {settings.DATABASES['default']['NAME']}",
                id="web.W004",
            )
        )
    if any(settings.FILES.parent.glob(".restoring.*")):
        unsafe.append(
            Warning(
                "A restore was cut short, so the files may not be those of the database",
                hint="Restore the same backup again.",
                id="web.W005",
            )
        )
    return unsafe


def is_open_to_others(options: dict[str, Any]) -> bool:
    """Whether a database is a file that other accounts of the machine may read."""
    file = Path(options["NAME"])
    is_file = options["ENGINE"].endswith("sqlite3") and file.is_file()
    return is_file and bool(file.stat().st_mode & 0o077)
