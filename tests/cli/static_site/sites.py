"""A written site, as whoever copies it to a web host finds it."""

import re
from hashlib import sha256
from html import unescape

from almoner.cli.program import answer
from tests.web.public.refuge import unpacked

LINK = re.compile(
    r'<(?:a|link|script|img|form)\b[^>]*?\s(?:href|src|action)="([^"]*)"'
    r'|<meta http-equiv="refresh" content="0; url=([^"]*)"'
)
OUTSIDE = ("mailto:", "http:", "https:")


def write(out, *words):
    return answer(["site", "--out", str(out), *(words or ("--processes", "1"))])


def files_of(out):
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def naming(out, tokens):
    """The files that say one of these words, in their bytes or in their names."""
    said = {name: (name.encode() + unpacked(held)).lower() for name, held in files_of(out).items()}
    return [(n, t) for n, held in said.items() for t in tokens if t.lower().encode() in held]


def dead_links(out):
    """Every link of every page that leads to no file, or to no such place in it."""
    return [
        (page.relative_to(out).as_posix(), link)
        for page in sorted(out.rglob("*.html"))
        for found in LINK.findall(page.read_text("utf-8"))
        for link in [unescape(found[0] or found[1])]
        if not leads_somewhere(out, page, link)
    ]


def leads_somewhere(out, page, link):
    if link.startswith(OUTSIDE):
        return True
    address, _hash, fragment = link.partition("#")
    path, mark, _query = address.partition("?")
    if mark and path != "/search/":
        return False  # a host of files answers no question
    file = out / (f"{path[1:]}index.html" if path.endswith("/") else path[1:]) if path else page
    if not file.is_file() or (path and not path.startswith("/")):
        return False
    return not fragment or f'id="{fragment}"' in file.read_text("utf-8")


def is_whole(out):
    """Whether each file is what the sums say, and no other is there."""
    held = files_of(out)
    sums = dict(
        reversed(line.split("  ", 1)) for line in held.pop("SHA256SUMS").decode().splitlines()
    )
    held.pop("site.json")
    return sums == {name: sha256(said).hexdigest() for name, said in held.items()}
