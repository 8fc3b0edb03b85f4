"""What an import of 50,000 rows costs from upload to what everyone sees, and mended again.

    ALMONER_HOME=(a folder to throw away) .venv/bin/python -m bench.importing [ROWS]

A person waits for the reading, with its preview, and then for the import that they confirmed. Each
should take no more than a minute of processor. Then the register is downloaded to be mended, and
comes back with one row in a hundred changed.
"""

import os
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import django

from bench.matching import timed

ROWS, CHANGED = 50_000, 100


def main():
    count = int(sys.argv[1]) if sys.argv[1:] else ROWS
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "almoner.settings")
    os.environ.setdefault("ALMONER_LOG_LEVEL", "ERROR")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        for register, write in (("contracts", contracts), ("spend", spend)):
            path = Path(folder) / f"{register}.csv"
            path.write_text("\n".join(write(count)) + "\n", encoding="utf-8")
            imported = bring_in(path, register, label=f"{count:,} rows of {register}")
            mend(imported, Path(folder) / f"mended-{register}.csv", register)


def bring_in(path, register, *, label):
    from django.utils.timezone import localdate, now

    from almoner.accounts.roles import Role
    from almoner.registers.kinds import Register
    from almoner.registers.models import ImportDraft
    from almoner.registers.operations import carry_on, confirm_draft, start_draft
    from tests.factories import official

    by = official(Role.PUBLISHER)
    draft = start_draft(
        [path.read_bytes()],
        register=Register(register),
        file_name=path.name,
        publisher="Wexmoor",
        known_from=localdate(),
        by=by,
        at=now(),
    )
    timed(f"{label}: read", lambda: carry_on(draft, at=now()))
    draft = ImportDraft.objects.get(pk=draft.pk)
    figures = draft.preview.get("figures", draft.preview["accepted"])
    draft = confirm_draft(draft, by=by, at=now())
    timed(f"{label}: confirmed", lambda: carry_on(draft, at=now()))
    print(" " * 32, figures, flush=True)
    return ImportDraft.objects.get(pk=draft.pk).batch.imported_file


def mend(imported, path, register):
    from django.utils.timezone import localdate

    from almoner.registers.mending import as_csv, to_mend

    timed(
        "download to mend",
        lambda: path.write_bytes(b"".join(as_csv(to_mend(imported, on=localdate())))),
    )
    lines = path.read_text(encoding="utf-8").splitlines()
    lines = [
        line.replace("outreach", "advice") if n % CHANGED == 1 else line
        for n, line in enumerate(lines)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    bring_in(path, register, label=f"mended {register}")


def contracts(count):
    yield "Contract Reference,Contract Title,Supplier,Company Number,Start Date,End Date,Value"
    for n in range(count):
        start = date(2020, 4, 1) + timedelta(days=n % 2000)
        end = start + timedelta(days=730)
        who = n % 9973
        party = f"Supplier {who} Ltd,{who + 1_000_000}"
        yield f"C-{n:06},Outreach outreach {n},{party},{start},{end},{n}.25"


def spend(count):
    yield "Supplier Name,Payment Date,Net Amount,Expenses Type,Purpose"
    for n in range(count):
        day = date(2025, 4, 1) + timedelta(days=n % 365)
        yield f"Supplier {n % 9973} Ltd,{day},{n}.25,Grants,An outreach service {n}"


if __name__ == "__main__":
    main()
