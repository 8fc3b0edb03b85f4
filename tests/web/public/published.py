"""Small invented spend, made public as a publisher makes it public."""

import re
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.accounts.roles import Role
from almoner.registers.kinds import Register
from almoner.registers.operations.imports import import_file
from tests.factories import NOON, official
from tests.registers.publishing import issue as issue_edition

HEADER = "Supplier Name,Payment Date,Net Amount,Expenses Type,Purpose"
PLAIN = [
    "Harbour Trust,2026-02-03,1250.50,Grants,A night shelter",
    "Quay & Sons,2026-02-04,-250.00,Repairs,Money returned",
    "REDACTED PERSONAL DATA,2026-01-05,80.00,Care,",
    "Harbour Trust,2025-03-31,99.99,Repairs,A roof",
]


def publish(folder, rows=PLAIN, *, name="spend.csv", **options):
    """Import a file, which makes its payments public."""
    path = folder / name
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return import_file(
        path,
        register=Register.SPEND,
        publisher="Wexmoor Council",
        known_from=date(2026, 3, 1),
        by=official(Role.PUBLISHER),
        at=NOON,
        **options,
    )


def issue(year=2026, month=2):
    return issue_edition("spend", f"{year}-{month:02}")


def bytes_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def body_of(response):
    return bytes_of(response).decode()


def read(client, address, *, status=200):
    """What a page says to somebody who has not signed in."""
    response = client.get(address)
    assert response.status_code == status, address
    return body_of(response)


def payments_in(page):
    """The references of the payments that a page leads to."""
    return set(re.findall(r"/registers/spend/(PAY-\w+)/", page))


def queries_of(client, address):
    with CaptureQueriesContext(connection) as asked:
        read(client, address)
    return len(asked)
