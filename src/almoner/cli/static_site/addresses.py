"""Every address of a static site, and the file that a web host serves for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from .rendering import ask
from .routes import ROUTES, Written

# What a list's links to its other pages say, the last among them.
NUMBER = re.compile(r'href="\?(?:[^"]*&amp;)?page=(\d+)')


@dataclass(frozen=True, slots=True)
class Address:
    """An address as our own server is asked for it: a page of a list has its number beside it."""

    path: str
    page: int = 1

    @property
    def place(self) -> str:
        """Where a web host serves it: the pages of a list have places of their own."""
        return self.path if self.page == 1 else page_in(self.path, self.page)

    @property
    def file(self) -> str:
        return file_of(self.place)

    @property
    def query(self) -> str:
        return "" if self.page == 1 else f"page={self.page}"


def page_in(path: str, number: int) -> str:
    return path if number == 1 else f"{path}page/{number}/"


def file_of(place: str) -> str:
    """The file, within the site's folder, that a host serves for a place."""
    return f"{place}index.html".removeprefix("/") if place.endswith("/") else place[1:]


def place_of(file: str) -> str:
    """The place that a file is served for."""
    return f"/{file.removesuffix('index.html')}" if file.endswith("/index.html") else f"/{file}"


def every_address() -> Iterator[Address]:
    """All of them, as they are read: there may be millions."""
    for route, fate in ROUTES.items():
        if isinstance(fate, Written):
            for said in fate.each():
                path = reverse(route, kwargs=dict(said))
                yield Address(path)
                if fate.is_list:
                    yield from (Address(path, number) for number in range(2, _pages(path) + 1))


def _pages(path: str) -> int:
    """How many pages a list has, as its first page says."""
    return max((int(number) for number in NUMBER.findall(ask(path).text)), default=1)
