"""Writes what our own views answer, several processes at a time."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from django.conf import settings
from django.db import connections
from django.template.loader import render_to_string

from almoner.cli.refusals import Refusal
from almoner.core.once import reading

from .addresses import Address, file_of
from .files import File, Folder
from .links import as_file, of_one_page
from .rendering import Answer, ask, request_for

CHUNK = 200  # addresses that a process is given at once
AHEAD = 4  # chunks that wait for each process
FOUND, NOT_FOUND, MOVED = 200, 404, frozenset({301, 302})
REFUSED = 400
NEVER = "/404/"
WORKBOOK = ".xlsx"


def write_pages(addresses: Iterable[Address], folder: Folder, *, processes: int) -> Iterator[File]:
    """Write all of these addresses, and tell of each file."""
    if processes == 1:
        for some in _chunks(addresses):
            yield from write_some(some, folder)
        return
    connections.close_all()  # a process that is born with a connection would share it
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        pool.submit(int).result()  # all are born now, before we connect again
        waiting: deque[Future[list[File]]] = deque()
        for some in _chunks(addresses):
            waiting.append(pool.submit(write_some, some, folder))
            if len(waiting) > processes * AHEAD:
                yield from waiting.popleft().result()
        for future in waiting:
            yield from future.result()


def _chunks(addresses: Iterable[Address]) -> Iterator[list[Address]]:
    found = iter(addresses)
    while some := list(islice(found, CHUNK)):
        yield some


def write_some(addresses: list[Address], folder: Folder) -> list[File]:
    with reading():  # what is hidden is asked once for all of them
        written = [write_one(address, folder) for address in addresses]
    return [file for file in written if file]


def write_one(address: Address, folder: Folder) -> File | None:
    """Write what an address answers. What answers "not found" is not there for anyone, and a
    workbook that is refused has too many rows: no page leads to it.

    Raises Refusal where a page is broken.
    """
    answer = ask(address.path, address.query)
    if answer.status == NOT_FOUND:
        return None
    if answer.status == REFUSED and address.path.endswith(WORKBOOK):
        return None
    if answer.status in MOVED:
        return folder.write(address.file, _moved(address, answer))
    if answer.status != FOUND:
        raise Refusal(f"{address.place} answered {answer.status}. The site is as it was.")
    return folder.write(address.file, _bytes_of(answer, address.path))


def _bytes_of(answer: Answer, path: str) -> Iterable[bytes]:
    if answer.is_page:
        return [as_file(answer.text, path).encode()]
    return [of_one_page(answer.text).encode()] if answer.is_feed else answer.pieces()


def _moved(address: Address, answer: Answer) -> Iterable[bytes]:
    """A page that leads on by itself; a download is simply the other one's."""
    leads = answer.response["Location"]
    if not address.path.endswith("/"):
        return ask(leads).pieces()
    shown = {"leads": leads, "address": f"{settings.ADDRESS}{leads}"}
    page = render_to_string("public/site/moved.html", shown, request_for(address.path))
    return [page.encode()]


def write_not_found(folder: Folder) -> File:
    """The page that a host shows where there is none."""
    page = as_file(ask(NEVER).text, NEVER)
    return folder.write(file_of("/404.html"), [page.encode()])
