"""The `almoner` program: reads its words, and does one thing."""

import csv
import os
import sys
from pathlib import Path

from almoner.opendata.headers import missing_columns


def main() -> None:
    match sys.argv[1:]:
        case ["check-file", file, *required]:
            sys.exit(check_file(Path(file), required=required))
        case _:
            from django.core.management import (  # noqa: PLC0415 - `check-file` runs without Django
                execute_from_command_line,
            )

            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "almoner.settings")
            execute_from_command_line(sys.argv)


def check_file(file: Path, *, required: list[str]) -> str | None:
    """Say which required columns a CSV file lacks; None when it has them all."""
    with file.open(newline="", encoding="utf-8-sig") as lines:
        header = next(csv.reader(lines), [])
    missing = missing_columns(header, required=required)
    return f"{file.name} lacks {', '.join(missing)}" if missing else None
