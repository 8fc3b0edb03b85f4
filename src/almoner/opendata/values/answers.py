"""What a cell answers to a question of yes or no."""

from functools import lru_cache

from .said import NOTHING, Said, Unreadable, unreadable
from .words import WORDS, plain, says_nothing

LONGEST = 200
ANSWERS = WORDS.answers
SHORTEST_SLIP = 2


def read_yes_no(text: str) -> Said[bool]:
    """Read `Yes`, `n`, `TRUE`, `0`, `Noo`, `Yes - small` or `Medium` as an answer.

    Raises Unreadable.
    """
    if len(text) > LONGEST:
        raise _no_answer(text)
    return _read(text.strip())


@lru_cache(maxsize=2_000)  # a file has many rows and few answers
def _read(text: str) -> Said[bool]:
    for meant, whole in ((True, ANSWERS.whole_yes), (False, ANSWERS.whole_no)):
        if text in whole or plain(text) in whole:
            return Said(meant)
    if says_nothing(text):
        return NOTHING
    words = plain(text).split()
    for word in words[:1] + words[-1:]:
        if word in ANSWERS.yes or word in ANSWERS.no:
            return Said(word in ANSWERS.yes)
    if words and (words[0] in ANSWERS.size_yes or words[0] in ANSWERS.size_no):
        return Said(words[0] in ANSWERS.size_yes)
    if len(words) == 1:
        return _mended(words[0], text)
    raise _no_answer(text)


def _mended(word: str, text: str) -> Said[bool]:
    meant = [answer for answer in ANSWERS.often_misspelt if _is_one_slip(word, answer)]
    if not meant:
        raise _no_answer(text)
    return Said(meant[0] in ANSWERS.yes, "yes-no-misspelt")


def _is_one_slip(written: str, meant: str) -> bool:
    """Whether one letter was added, left out or changed, and not the first one changed."""
    if len(written) < SHORTEST_SLIP or written[0] != meant[0]:
        return False
    if len(written) == len(meant):
        return sum(a != b for a, b in zip(written, meant, strict=True)) == 1
    shorter, longer = sorted((written, meant), key=len)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def _no_answer(text: str) -> Unreadable:
    return unreadable("yes-no-unreadable", text, "is neither yes nor no: write Yes or No.")
