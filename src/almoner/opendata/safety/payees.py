"""Whether whoever is paid, or given a grant, is a private person."""

import re
from functools import lru_cache

from almoner.opendata.values import is_various, is_withheld, plain

from .wording import WORDS, names

LONGEST = 80
MOST_WORDS = 5
LONGEST_INITIALS = 3
BOTH = 2  # a given name and a family name
PARTICLES = frozenset(("de", "al", "el", "van", "von", "der", "den", "bin", "ibn", "da", "di", "o"))
ENDINGS = ("sson", "wicz", "wski", "wska", "enko", "escu", "oglu", "poulos", "ović", "ovic", "ova")
LONGEST_ENDING = 6
TRADING = re.compile(
    rf"\s*[-–,(]*\s*\b(?:{'|'.join(map(re.escape, WORDS.people.trading))})(?=[\s:.)])",
    re.IGNORECASE,
)
OF_THE_DEAD = re.compile(
    rf"(?:{'|'.join(sorted(WORDS.people.of_the_dead, key=len)[::-1])})\s+", re.IGNORECASE
)
WHOSE_ESTATE = re.compile(r"[^,]+,\s*(?:the\s+)?(?:estate|executors?) of\s+\w+", re.IGNORECASE)
ROLE_IN_BRACKETS = re.compile(
    rf"\s*\((?:{'|'.join(map(re.escape, WORDS.text.roles))})\)", re.IGNORECASE
)
JOINED = re.compile(r"\s+(?:&|and)\s+", re.IGNORECASE)
BRACKETS = re.compile(r"[()\[\]]")
NOT_LETTERS = re.compile(r"[^\w'’\-\s.,]|[\d_]")
SAINT = re.compile(r"\bst\.?\s+(?=clair|john|george|ledger)", re.IGNORECASE)


def look_at_payee(text: str) -> str:
    """The code of what a payee's name gives away: a private person, a sole trader, or nothing."""
    return _look(text) if len(text) <= LONGEST else ""


@lru_cache(maxsize=20_000)  # a file pays the same few thousand again and again
def _look(text: str) -> str:
    if is_various(text) or is_withheld(text):
        return ""
    if found := TRADING.search(text):
        return "sole-trader" if found.start() and is_person(text[: found.start()]) else ""
    return "person-paid" if is_person(text) else ""


def is_person(text: str) -> bool:
    """Whether a name is that of a person, as far as words tell."""
    named = text.strip()
    of_the_dead = OF_THE_DEAD.match(named)
    if of_the_dead:
        named = named[of_the_dead.end() :]
    if WHOSE_ESTATE.fullmatch(named):
        return True
    named = BRACKETS.sub(" ", ROLE_IN_BRACKETS.sub("", named))
    if not named or _is_a_firm(plain(named)):
        return False
    parts = JOINED.split(named)
    if len(parts) == BOTH:
        return _are_a_couple(*parts)
    return not NOT_LETTERS.search(named) and _is_one_person(named)


def _is_a_firm(words: str) -> bool:
    return any(words == firm or words.startswith(f"{firm} ") for firm in WORDS.people.firms)


def _are_a_couple(first: str, second: str) -> bool:
    """Whether two names joined by “and” are people, rather than partners in a firm."""
    one, other = _words(first), _words(second)
    if _has_title(one) and _has_title(other):
        return not _is_organisation(other)
    is_named = _is_full_name(one) or (len(one) == 1 and one[0] in names().sure_given)
    return is_named and _is_full_name(other)


def _has_title(words: list[str]) -> bool:
    return bool(words) and words[0] in WORDS.people.titles


def _words(text: str) -> list[str]:
    """The words of a name, without stops and apostrophes, in lower case."""
    return re.sub(r"[.,]", " ", text.casefold().replace("’", "'")).split()


def _is_organisation(words: list[str]) -> bool:
    return not WORDS.people.organisations.isdisjoint(words)


def _is_one_person(text: str) -> bool:
    words = _words(SAINT.sub("saint-", text))
    if not 0 < len(words) <= MOST_WORDS or _is_organisation(words):
        return False
    if (
        words[0] == "master"
        and len(words) > 1
        and len(words[1]) > 1
        and words[1] not in names().given
    ):
        return False  # Master Joiners
    if words[0] in WORDS.people.ranks and len(words) == len(("rank", "given", "family")):
        return (len(words[1]) == 1 or words[1] in names().given) and _is_family_shaped(words[2])
    bare = [word for word in words if word not in WORDS.people.titles]
    if len(bare) < len(words):
        ends_so = words[0] in WORDS.people.titles or words[-1] in WORDS.people.titles
        return bool(bare) and (ends_so or "," in text or is_family_name(words[0]))
    if "," in text:
        return _is_turned_round(text)
    return _is_full_name(words) or _has_initials(text)


def _is_turned_round(text: str) -> bool:
    """Whether it is a name such as “Olivierre, J” or “Smith, John Paul”."""
    family, _, rest = text.partition(",")
    given = rest.replace(".", " ").split()
    if not given or len(family.split()) > BOTH or "," in rest:
        return False
    first = given[0].casefold()
    return (
        len(first) == 1 or first.partition("-")[0] in names().given or _are_initials(rest.strip())
    )


def _is_full_name(words: list[str]) -> bool:
    """Whether it is a given name and a family name, in either order, with others between."""
    if not BOTH <= len(words) <= BOTH + 2 or _is_organisation(words):
        return False
    first, *middle, last = words
    if not _is_family_shaped(last) or not _is_family_shaped(first):
        return False
    if first in WORDS.people.weak and last in WORDS.text.after_name:
        return False  # Victoria Hall is a place, and Emma Hall is none
    return (
        _is_double(last)
        or _begins_with_given(first, middle, last)
        or (last in names().sure_given and (is_family_name(first) or not middle))
    )


def _begins_with_given(first: str, middle: list[str], last: str) -> bool:
    is_sure = first.partition("-")[0] in names().sure_given
    if not all(len(word) == 1 or word in names().given or word in PARTICLES for word in middle):
        return is_sure and is_family_name(last)
    has_initials = any(len(word) == 1 for word in middle)
    return is_sure or (first in names().given and (has_initials or is_family_name(last)))


def _is_double(word: str) -> bool:
    """Whether it is two family names, such as Osei-Bonsu."""
    parts = word.split("-")
    return len(parts) == BOTH and all(map(_is_family_shaped, parts)) and not _is_organisation(parts)


def is_family_name(word: str) -> bool:
    if word.startswith(("mc", "o'")) and len(word) > LONGEST_INITIALS + 2:
        return True
    if word.endswith(ENDINGS) and len(word) > LONGEST_ENDING:
        return True
    return word in names().family or any(part in names().family for part in word.split("-")[-1:])


def _is_family_shaped(word: str) -> bool:
    """Whether it may be somebody's family name."""
    return len(word) > 1 and any(letter in "aeiouyàáâäãåèéêëìíîïòóôöõøùúûü" for letter in word)


def _has_initials(text: str) -> bool:
    """Whether it is a family name with initials before or after it."""
    words = text.replace(".", ". ").split()
    bare = [word.strip(".") for word in words]
    if len(bare) < BOTH:
        return False
    before = all(_are_initials(word) for word in bare[:-1])
    after = all(_are_initials(word) for word in bare[1:])
    if before == after:
        return False
    family = (bare[-1] if before else bare[0]).casefold()
    if sum(map(len, bare)) - len(family) > LONGEST_INITIALS or not _is_family_shaped(family):
        return False
    lone = before and all(len(word) == 1 for word in bare[:-1])
    return lone or is_family_name(family) or "'" in family


def _are_initials(text: str) -> bool:
    letters = re.sub(r"[.\s]", "", text)
    return (
        0 < len(letters) <= BOTH
        and letters.isupper()
        and (len(letters) == 1 or letters.casefold() not in WORDS.text.acronyms)
    )
