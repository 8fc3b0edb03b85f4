"""Places, as registers write them: the spellings of one place come together, lists come apart.

The names and codes of London's boroughs and the City are those of the Office for National
Statistics (Register of Geographic Codes, entity E09, London boroughs). What is no such name stays
as it was written: nobody here knows the places of every other body.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.utils.text import slugify

# In the order of their codes, E09000001 to E09000033.
BOROUGHS = (
    "City of London",
    "Barking and Dagenham",
    "Barnet",
    "Bexley",
    "Brent",
    "Bromley",
    "Camden",
    "Croydon",
    "Ealing",
    "Enfield",
    "Greenwich",
    "Hackney",
    "Hammersmith and Fulham",
    "Haringey",
    "Harrow",
    "Havering",
    "Hillingdon",
    "Hounslow",
    "Islington",
    "Kensington and Chelsea",
    "Kingston upon Thames",
    "Lambeth",
    "Lewisham",
    "Merton",
    "Newham",
    "Redbridge",
    "Richmond upon Thames",
    "Southwark",
    "Sutton",
    "Tower Hamlets",
    "Waltham Forest",
    "Wandsworth",
    "Westminster",
)
# What people write of a borough that is none of its names; without their titles these could be
# places elsewhere.
ALSO = {
    "london borough of richmond": "Richmond upon Thames",
    "lb richmond": "Richmond upon Thames",
    "london borough of kingston": "Kingston upon Thames",
    "royal borough of kingston": "Kingston upon Thames",
    "rb kingston": "Kingston upon Thames",
    "rbk": "Kingston upon Thames",
    "rbkc": "Kensington and Chelsea",
    "city of westminster": "Westminster",
    "lbhf": "Hammersmith and Fulham",
    "lbbd": "Barking and Dagenham",
    "lbrut": "Richmond upon Thames",
    "lbth": "Tower Hamlets",
    "lbwf": "Waltham Forest",
}
EVERYWHERE = "All of London"
ALL_OF_LONDON = {
    "london",
    "all london",
    "all of london",
    "all london boroughs",
    "greater london",
    "london wide",
    "londonwide",
    "pan london",
    "whole of london",
}
LONGEST = 50  # letters of a slug, so that an address stays an address
LONGEST_LIST = 600  # letters; all the boroughs there are take fewer
MOST_PARTS = 80  # what parts them; each is looked at again for each before it
CODE = re.compile(r"E09\d{6}")
# What parts a list whatever it holds; the rest of what may is part of names as well.
APART, PERHAPS_APART = re.compile(r"[;|\n]"), re.compile(r",|/|&|\+|\band\b", re.IGNORECASE)
TITLE = re.compile(
    r"^(the )?((london|royal) borough( council)? of|(lb|rb)( of)?) | (london )?borough( council)?$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place as pages call it, with its official code, if it has one here."""

    name: str
    code: str = ""

    @property
    def slug(self) -> str:
        """How its address says it. What has no Latin letter is told by a digest."""
        plain = slugify(self.name)
        if plain and len(plain) <= LONGEST:
            return plain
        digest = sha256(self.name.encode()).hexdigest()[:8]
        return f"{plain[:LONGEST].strip('-')}-{digest}".strip("-")


def _plain(said: str) -> str:
    """A name without what people write differently: case, stops, and `&` for `and`."""
    return re.sub(r"[^a-z0-9]+", " ", said.lower().replace("&", " and ")).strip()


_KNOWN: Mapping[str, Place] = {
    _plain(name): Place(name, f"E09{number:06}") for number, name in enumerate(BOROUGHS, 1)
}
_BY_CODE: Mapping[str, Place] = {place.code: place for place in _KNOWN.values()}


def places_in(area: str, code: str = "") -> list[Place]:
    """The places that a register's words and its code of an area say, each once.

    Words speak first. A code is asked where they name no borough, so that a borough's ward counts
    for its borough only if the publisher said so.
    """
    parts = [" ".join(part.split()) for part in APART.split(area)]
    found = [place for part in parts if part for place in _places_of(part)]
    coded = [_BY_CODE[one] for one in CODE.findall(code.upper()) if one in _BY_CODE]
    if coded and not any(place.code for place in found):
        found = coded
    return list({place.slug: place for place in reversed(found)}.values())[::-1]


def _places_of(part: str) -> Iterable[Place]:
    # A comma or an `and` parts boroughs from each other, and is part of other names.
    return _all_known(part) or [Place(part)]


def _known(said: str) -> Place | None:
    plain = _plain(said)
    if plain in ALL_OF_LONDON:
        return Place(EVERYWHERE)
    named = _plain(ALSO[plain]) if plain in ALSO else TITLE.sub("", plain).strip()
    return _KNOWN.get(named)


def _all_known(said: str) -> list[Place]:
    """The boroughs of a list that holds nothing else; none, if it does."""
    ends = _ends(said)
    if not said or len(said) > LONGEST_LIST or len(ends) > MOST_PARTS:
        return []
    for before, after in reversed(ends):
        head, rest = said[:before], said[after:]
        first = _known(head)
        if not head.strip():
            return _all_known(rest)
        if first and not rest.strip():
            return [first]
        if first and (others := _all_known(rest)):
            return [first, *others]
    return []


def _ends(said: str) -> list[tuple[int, int]]:
    """Where a name may end in a list: from where to where it is parted from the next."""
    found = [one.span() for one in PERHAPS_APART.finditer(said)]
    return [*found, (len(said), len(said))]
