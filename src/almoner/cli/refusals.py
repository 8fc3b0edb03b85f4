"""Why a command did nothing: each expected failure as an exit code and one sentence."""

import re
import sys

REFUSED = 1
MISUSED = 2
LACKS_TABLES = "The database lacks tables. Run `almoner migrate` first."
IS_OLDER = "The database is older than this program. Run `almoner migrate` first."


class Misuse(Exception):
    """The command was given words it cannot use."""


class Refusal(Exception):
    """The command may not do this, or found that something is not so."""


def explained(error: Exception) -> tuple[int, str] | None:
    """The exit code and the sentence for an error we expect; None for any other."""
    if isinstance(error, Misuse):
        return MISUSED, str(error)
    if isinstance(error, Refusal):
        return REFUSED, str(error)
    if isinstance(error, OSError):
        return REFUSED, f"{error.filename}: {error.strerror}" if error.filename else str(error)
    return _of_the_service(error) if "django" in sys.modules else None


def _of_the_service(error: Exception) -> tuple[int, str] | None:
    from django.core.exceptions import (  # noqa: PLC0415 - file commands run without Django
        ImproperlyConfigured,
        PermissionDenied,
        ValidationError,
    )
    from django.core.management import CommandError  # noqa: PLC0415 - the same
    from django.db import DatabaseError  # noqa: PLC0415 - the same

    from almoner.core.lifecycles import IllegalTransition  # noqa: PLC0415 - the same

    match error:
        case ImproperlyConfigured():
            return MISUSED, str(error)
        case ValidationError():
            return REFUSED, " ".join(error.messages)
        case PermissionDenied() | IllegalTransition() | CommandError():
            return REFUSED, str(error) or "You may not do this."
        case DatabaseError():
            return _of_the_database(error)
    return None


def _of_the_database(error: Exception) -> tuple[int, str] | None:
    """A database that is out of reach or lacks tables; any other error is a fault of ours."""
    from django.db import OperationalError  # noqa: PLC0415 - file commands run without Django

    first_line = str(error).strip().partition("\n")[0]
    if "no such table" in first_line or ("relation" in first_line and "exist" in first_line):
        return REFUSED, LACKS_TABLES
    if re.search(r"no (?:such )?column|column \S+ does not exist", first_line):
        return REFUSED, IS_OLDER
    if isinstance(error, OperationalError):
        return REFUSED, f"The database cannot be used: {first_line}."
    return None
