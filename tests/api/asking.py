"""Asking the API, and a small invented world to ask about."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.registers.kinds import Register
from tests.registers.agreement_files import CONTRACTS, GRANTS, bring_in, contracts_file, grants_file
from tests.registers.publishing import issue
from tests.web.public.published import PLAIN, bytes_of, publish

V1 = "/api/v1/"


def tell(folder, *, shelter="Harbour Trust"):
    """Payments, contracts and grants, and an edition of February's grants."""
    spend, contracts, grants = (
        [row.replace("Harbour Trust", shelter) for row in rows]
        for rows in (PLAIN, CONTRACTS, GRANTS)
    )
    publish(folder, spend)
    bring_in(contracts_file(folder, contracts), Register.CONTRACTS)
    bring_in(grants_file(folder, grants), Register.GRANTS)
    issue(Register.GRANTS)


def get(client, address, *, status=200, **headers):
    """The whole answer to somebody who has not signed in, read as JSON."""
    response = client.get(address, headers=headers)
    assert response.status_code == status, (address, response.status_code, response.content)
    return response.json() if response.headers["Content-Type"].endswith("json") else response


def rows_of(client, address):
    """The rows of an address and of every page after it, and how many pages they took."""
    rows, pages = [], 0
    while address:
        answer = get(client, address)
        rows += answer["rows"]
        address, pages = answer["next"], pages + 1
    return rows, pages


def lines_of(client, address, **headers):
    return bytes_of(client.get(address, headers=headers)).splitlines()


def queries_of(client, address):
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
        body = bytes_of(response)
    assert response.status_code == 200, (address, body)
    return len(asked)
