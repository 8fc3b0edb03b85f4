"""A template of ours that prints a variable nobody gave it fails its test."""

import sys
from pathlib import Path

OURS = Path(__file__).parents[1] / "src/almoner"


class UnknownVariable(AssertionError):
    """A template printed a variable that does not exist."""


class UnknownWord(str):
    """What Django puts where a variable is missing. Other people's templates may leave blanks."""

    __slots__ = ()

    def __mod__(self, variable):
        context = sys._getframe(1).f_locals["context"]
        pages = (context.template, context.render_context.template)
        if all(OURS in Path(str(page.origin.name)).parents for page in pages):
            raise UnknownVariable(f"{{{{ {variable} }}}} in {pages[-1].origin.name}")
        return ""
