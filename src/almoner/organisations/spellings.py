"""Names that say the same but for their legal form and small words. Nothing here asks the database.

A plural is another word: `Harbour Trust` and `Harbour Trusts` are two.
"""

import re

from .models import matching_name

# What `Ltd` and the like stand for, written out; the short forms are among the small words.
LONG_FORMS = re.compile(
    r"\b(private limited company|public limited company|limited liability partnership"
    r"|scottish charitable incorporated organisation|charitable incorporated organisation"
    r"|community interest company)\b"
)
SMALL_WORDS = frozenset(
    {"ltd", "limited", "plc", "llp", "lp", "cio", "scio", "cic", "the", "and", "of"}
)
LETTERS_APART = re.compile(r"\b(?:\w ){1,4}\w\b")


def spelling_of(name: str) -> str:
    """The words of a name by which it is told, without legal form and small words.

    Empty where it has no others.
    """
    words = matching_name(name)
    words = LETTERS_APART.sub(lambda found: found[0].replace(" ", ""), words)  # C.I.C.
    kept = LONG_FORMS.sub(" ", words).split()
    return " ".join(word for word in kept if word not in SMALL_WORDS)
