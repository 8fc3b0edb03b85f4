"""What somebody meant who found nothing: the nearest words with which they find something.

The vocabulary holds the words of what is hidden too. So a word is offered only if whoever asks
finds something by it, and the same questions are asked whatever it holds: neither the answer nor
the work that it took tells of what is hidden.
"""

import re
from collections.abc import Iterable
from functools import partial

from django.db.models import Q

from .models import KnownWord
from .queries import which_find
from .snippets import TOKEN
from .spelling import LONGEST_ENDING, can_be_misspelt, nearest_first, slips_in
from .words import Query, Term, folded

MOST_MISSPELT = 3  # words of a query
MOST_NEAR = 16  # words tried in the place of one
MOST_READ = 50_000  # words of the vocabulary


def nearest(typed: str, *, audiences: Iterable[str], kinds: Iterable[str] = ()) -> str:
    """What was typed, with the nearest words in the place of those that find nothing by themselves.

    Empty where there is none for one of them, or where each finds something. What stands in
    quotation marks is meant as it stands.
    """
    terms = Query.parse(typed).terms
    if not terms:
        return ""
    finds = partial(which_find, audiences=set(audiences), kinds=set(kinds))
    found = finds([Query((term,)) for term in terms])
    missing = list(dict.fromkeys(one for nth, one in enumerate(terms) if nth not in found))
    asked = [_misspelt(term, typed) for term in missing][:MOST_MISSPELT]
    near = _near([word for word in asked if word])
    # What was typed is asked again beside them, so that there is a question in any case.
    tried = [("", terms[0]), *((word, Term((one,))) for word, ones in near.items() for one in ones)]
    known = finds([Query((term,)) for _, term in tried])
    meant: dict[str, str] = {}
    for place, (word, term) in enumerate(tried):
        if place in known and word:
            meant.setdefault(word, term.words[0])
    return _said_instead(typed, meant) if missing and len(meant) == len(missing) else ""


def _misspelt(term: Term, typed: str) -> str:
    """The word of a term that may be misspelt; empty where it may not."""
    (word, *others) = term.words
    return word if can_be_misspelt(word) and not others and '"' not in typed else ""


def _near(words: list[str]) -> dict[str, list[str]]:
    alike = Q(beginning="")
    for word in words:
        slips, size = slips_in(word), len(word)
        alike |= Q(
            beginning__in=[word[:2], word[:3]],
            length__range=(size - LONGEST_ENDING, size + LONGEST_ENDING),
        )
        alike |= Q(ending__in=[word[-2:], word[-3:]], length__range=(size - slips, size + slips))
    known = set(KnownWord.objects.filter(alike).values_list("word", flat=True)[:MOST_READ])
    return {word: nearest_first(word, known)[:MOST_NEAR] for word in words}


def _said_instead(typed: str, meant: dict[str, str]) -> str:
    def instead(token: re.Match[str]) -> str:
        return meant.get(folded(token[0]), token[0])

    return TOKEN.sub(instead, typed)
