"""How many requests a second the API answers at 100,000 payments, beside the page that shows them.

    ALMONER_HOME=(a folder to throw away) .venv/bin/python -m bench.api

Two gunicorn workers on this machine, asked by four clients at once, each address for a few
seconds; then what a whole register takes, and how large a worker has grown. Needs Linux.
"""

import http.client
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import django

from bench.matching import fill

HOST, PORT, CLIENTS, SECONDS = "127.0.0.1", 8973, 4, 5.0
API = "/api/v1/"
ADDRESSES = {
    "page: list of payments": "/registers/spend/",
    "page: list of payments, narrowed": "/registers/spend/?organisation=Trust+77",
    "list": f"{API}registers/spend",
    "list of 1,000": f"{API}registers/spend?limit=1000",
    "list, a page in the middle": None,
    "list, narrowed to an organisation": None,
    "search": f"{API}registers/spend?q=trust+77",
    "record": None,
    "totals": f"{API}registers/spend/totals",
    "contracts": f"{API}registers/contracts",
    "organisations": f"{API}organisations",
}


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "almoner.settings")
    os.environ |= {"ALMONER_LOG_LEVEL": "ERROR", "ALMONER_API_LIMIT": "0"}
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    print(fill())
    addresses = complete()
    command = [sys.executable, "-m", "almoner.cli", "serve", f"--host={HOST}", f"--port={PORT}"]
    served = subprocess.Popen(command)
    try:
        wait()
        for name, address in addresses.items():
            print(f"{name:36} {rate(address):8.1f} a second", flush=True)
        whole(served.pid)
    finally:
        served.terminate()
        served.wait()


def complete():
    """The addresses, with references and a cursor of what is there."""
    from almoner.api.cursors import cursor_at
    from almoner.payments.models import Payment
    from almoner.payments.search import PAYMENT
    from almoner.search.models import Entry
    from almoner.search.operations import rebuild_index

    if not Entry.objects.exists():
        rebuild_index(PAYMENT)
    middle = Payment.objects.select_related("organisation", "batch").order_by("pk")[50_000]
    cursor = cursor_at("spend", str(middle.batch), str(middle))
    payee = middle.organisation
    return ADDRESSES | {
        "list, a page in the middle": f"{API}registers/spend?cursor={cursor}",
        "list, narrowed to an organisation": f"{API}registers/spend?organisation={payee}",
        "record": f"{API}registers/spend/{middle}",
    }


def wait():
    for _try in range(100):
        try:
            ask(http.client.HTTPConnection(HOST, PORT), "/healthz")
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit("The server does not answer")


def ask(connection, address):
    connection.request("GET", address)
    answer = connection.getresponse()
    answer.read()
    if answer.status != http.HTTPStatus.OK:
        sys.exit(f"{answer.status} {address}")


def rate(address):
    """How many answers a second several clients get together."""
    until, counts = time.monotonic() + SECONDS, [0] * CLIENTS

    def client(number):
        connection = http.client.HTTPConnection(HOST, PORT)
        while time.monotonic() < until:
            ask(connection, address)
            counts[number] += 1

    threads = [threading.Thread(target=client, args=[n]) for n in range(CLIENTS)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.monotonic() - began)


def whole(master):
    """A whole register, and the largest that any worker has ever been."""
    before = largest(master)
    for end in ("ndjson", "csv"):
        connection, began, size = http.client.HTTPConnection(HOST, PORT), time.monotonic(), 0
        connection.request("GET", f"{API}registers/spend/all.{end}")
        answer = connection.getresponse()
        while piece := answer.read(1 << 16):
            size += len(piece)
        print(f"all.{end:33}{time.monotonic() - began:8.1f} s, {size / 1e6:.1f} MB")
    print(f"{'largest worker, before and after':36} {before} and {largest(master)} MB")


def largest(master):
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    said = [Path(f"/proc/{child}/status").read_text() for child in children]
    peaks = [int(line.split()[1]) for text in said for line in text.splitlines() if "VmHWM" in line]
    return max(peaks) // 1024


if __name__ == "__main__":
    main()
