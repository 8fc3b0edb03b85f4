"""What risk the body bears, by category, and which board hears of more."""

from typing import Annotated, TypeAlias

from django.utils.translation import gettext as _
from msgspec import Meta, Struct

from .words import Code, Inconsistent, Words

Score: TypeAlias = Annotated[int, Meta(ge=1, le=25)]


class RiskCategory(Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of risk, and its appetite: the highest current score of it that the body bears."""

    code: Code
    title: Words
    appetite: Score
    means: Words | None = None
    confirmed: bool = False

    def __str__(self) -> str:
        return self.title


class RiskEscalation(Struct, frozen=True, forbid_unknown_fields=True):
    """Which risks go to a board: from a score on, or from so far over what the body bears; of some
    categories or, where it names none, of all. Its title is the board's. The owner looks at such a
    risk again within some days.
    """

    code: Code
    board: Code
    title: Words
    from_score: Score | None = None
    over_appetite_by: Score | None = None
    categories: tuple[Code, ...] = ()
    within_days: Annotated[int, Meta(ge=0, le=366)] = 30

    def __post_init__(self) -> None:
        if (self.from_score is None) == (self.over_appetite_by is None):
            raise Inconsistent(
                "A board hears of risks from a score on, or from so far over the appetite."
                " Write one of `from_score` and `over_appetite_by`."
            )

    def __str__(self) -> str:
        if self.from_score is not None:
            return _("from a score of %(score)d on") % {"score": self.from_score}
        return _("from %(by)d over what the body bears") % {"by": self.over_appetite_by}
