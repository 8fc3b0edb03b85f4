"""The people whom a text names: by a title, by what they have to do with it, or by their names."""

import re
from collections.abc import Iterator
from itertools import takewhile

from .wording import WORDS, names

Told = tuple[str, str]  # the code of a check, and the words that gave it away


def _any_case(words: tuple[str, ...] | frozenset[str]) -> str:
    """Each word in lower case, as a name and in capitals; longer ones first."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)


def _written(words: frozenset[str]) -> str:
    """Words as they are written before a name: Mrs or MRS, never mrs."""
    return "|".join(f"{word.capitalize()}|{word.upper()}" for word in sorted(words, key=len)[::-1])


WORD = r"[A-Z][\w'’]*(?:-[A-Z][\w'’]*)?"
OF_NOTE = frozenset(("sir", "dame", "master"))  # who is called so acts in public, or is a plan
TITLED = re.compile(
    rf"\b({_written(WORDS.people.titles - OF_NOTE)})\b\.?\s+({WORD}\.?(?:\s+{WORD}){{0,2}})"
)
RANKED = re.compile(
    rf"\b(?:{_written(WORDS.people.ranks)})\s+(?:\d{{2,6}}\s+)?(?:[A-Z]\.?\s+)?({WORD})"
)
ROLE = re.compile(
    rf"\b({_any_case(WORDS.text.roles)})\b(?:'s)?[\s:,(-]{{1,4}}(?:initials\s+)?(?=[A-Za-z])",
    re.IGNORECASE,
)
ROLE_WORDS = frozenset(" ".join(WORDS.text.roles).split()) | {"initials", "late"}
HAS_INITIALS = re.compile(r"([A-Z])\.\s?([A-Z])\b\.?(?:\s?([A-Z])\b\.?)?(?![\w&])")
BARE_INITIALS = re.compile(r"([A-Z]{2,3})(?![\w&'’-])")
INITIAL_AND_NAME = re.compile(rf"[A-Z]\.?\s+({WORD})")
SAID_OF = r"(?:a\s+)?(?:child|minor|baby|adult|young person|yp|client|patient|tenant)"
INITIALS_SAID_OF = re.compile(rf"\b([A-Z](?:[.-]?[A-Z]){{1,2}})\.?\s*\({SAID_OF}\)")
IN_COURT = re.compile(rf"\bR(?:egina)?\.?\s+(?:v|vs)\.?\s+({WORD}\s+{WORD})")
TWO_WORDS = re.compile(rf"({WORD})\s+(?:[A-Z]\.?\s+)?({WORD})")
CAPITALS = re.compile(rf"(?=\b({WORD})\s+(?:[A-Z]\.?\s+)?({WORD})\b)")
BODIES = WORDS.people.organisations - {"and", "for", "of", "the", "with", "from", "at", "in", "uk"}
NOT_OF_PEOPLE = WORDS.text.after_name | BODIES
NO_INITIALS = WORDS.text.acronyms | ROLE_WORDS
NO_NAMES = WORDS.text.not_after_title | BODIES
WORD_AFTER = re.compile(r"\W*(\w+)")
WORD_BEFORE = re.compile(r"(\w+)\W*$")
APART = ("", "-", "–", "—", "(", ")", ":", ";", ",", "/")
NEAR = 60
REST = 4  # more words are not part of a name


def people_in(text: str) -> Iterator[Told]:
    """What a text gives away of people, the plainest once."""
    if text.islower():
        return
    named = next(_named(text), None)
    if named:
        yield "person-named", named
    if initials := next(_initials(text), None):
        yield "person-initials", initials
    if not named and (mentioned := next(_mentioned(text), None)):
        yield "person-mentioned", mentioned


def _named(text: str) -> Iterator[str]:
    for found in TITLED.finditer(text):
        words = found[2].casefold().replace(".", "").split()
        whole = f"{found[1]} {found[2]}".casefold()
        is_body = not text.isupper() and any(word in BODIES for word in words)
        if words[0] not in NO_NAMES and not is_body and not whole.startswith(WORDS.people.firms):
            after = WORD_AFTER.match(text, found.end())
            if text.isupper() or not after or after[1].casefold() not in WORDS.text.after_name:
                yield found[0]
    for found in RANKED.finditer(text):
        name = found[1].casefold()
        if name in names().given or (len(found[0].split()) > 2 and name in names().family):  # noqa: PLR2004 - a rank, an initial and a name
            yield found[0]
    for found in ROLE.finditer(text):
        yield from _after_role(text, found)
    for found in IN_COURT.finditer(text):
        if not NOT_OF_PEOPLE.intersection(found[1].casefold().split()):
            yield found[0]


def _after_role(text: str, role: re.Match[str]) -> Iterator[str]:
    start = role.end()
    if name := TWO_WORDS.match(text, start):
        first, last = name[1].casefold(), name[2].casefold()
        is_sure = last in names().family or role[1].casefold() not in WORDS.text.loose
        is_given = first in names().sure_given or (first in names().given and is_sure)
        if (
            is_given
            and last not in WORDS.people.organisations
            and not _is_of_a_place(text[name.end() : name.end() + NEAR], [last])
        ):
            yield text[role.start() : name.end()]
            return
    name = INITIAL_AND_NAME.match(text, start)
    if (
        name
        and name[1].casefold() in names().family
        and not _is_of_a_place(text[name.end() : name.end() + NEAR], [])
    ):
        yield text[role.start() : name.end()]


def _is_of_a_place(after: str, words: list[str]) -> bool:
    """Whether what follows, or the name's last word, says that a place or a body is so called."""
    following = takewhile(lambda word: word[0].isupper(), after.split(maxsplit=REST)[:REST])
    is_followed = any(word.strip(".,;:)").casefold() in NOT_OF_PEOPLE for word in following)
    only_places = WORDS.text.after_name - names().family
    return is_followed or not only_places.isdisjoint(words[1:])


def _initials(text: str) -> Iterator[str]:
    for role in ROLE.finditer(text):
        found = HAS_INITIALS.match(text, role.end()) or _bare_initials(text, role)
        if found and _squeezed(found[0]) not in NO_INITIALS:
            yield text[role.start() : found.end()]
    for found in INITIALS_SAID_OF.finditer(text):
        if _squeezed(found[1].replace("-", "")) not in NO_INITIALS:
            yield found[0]


def _bare_initials(text: str, role: re.Match[str]) -> re.Match[str] | None:
    """Capitals that stand out from what they follow, and are no word we know."""
    found = BARE_INITIALS.match(text, role.end())
    if role[1].casefold() in WORDS.text.loose:
        return None
    if found is None or found[1].casefold() in NO_INITIALS:
        return None
    stands_out = ":" in role[0] or not (text.isupper() or role[0].isupper())
    return found if stands_out else None


def _squeezed(initials: str) -> str:
    return initials.replace(".", "").replace(" ", "").casefold()


def _mentioned(text: str) -> Iterator[str]:
    for found in CAPITALS.finditer(text):
        first, last = found[1].casefold(), found[2].casefold()
        if (
            first not in names().sure_given
            or last in NOT_OF_PEOPLE
            or _is_of_firm(f"{first} {last}")
        ):
            continue
        if last not in names().family and not (_stands_alone(text, found) and not text.isupper()):
            continue
        if _is_of_a_place(text[found.end(2) : found.end(2) + NEAR], []):
            continue
        before = WORD_BEFORE.search(text[max(0, found.start() - NEAR) : found.start()])
        if before is None or before[1].casefold() not in WORDS.text.before_name:
            yield f"{found[1]} {found[2]}"


def _is_of_firm(words: str) -> bool:
    return any(words == firm for firm in WORDS.people.firms)


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    """Whether dashes, brackets or the ends of the text part two words from the others."""
    before = text[max(0, found.start() - 3) : found.start()].strip()
    after = text[found.end(2) : found.end(2) + 3].strip()
    return before[-1:] in APART and after[:1] in APART
