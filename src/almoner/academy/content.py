"""What a version of a course says: its text, what it teaches, and how that is tested."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from msgspec import json

FEWEST_ANSWERS = 2
LONGEST_VALIDITY = 120


@dataclass(frozen=True, slots=True)
class Question:
    """A question with answers to choose from, of which one is right."""

    asks: str
    answers: Sequence[str]
    right: int

    def kept(self) -> dict[str, Any]:
        return {"asks": self.asks, "answers": list(self.answers), "right": self.right}


@dataclass(frozen=True, slots=True)
class Content:
    """All that a version of a course says."""

    text: str
    competencies: Sequence[str]
    valid_months: int
    pass_mark: int | None = None
    questions: Sequence[Question] = field(default_factory=tuple)

    def check(self) -> None:
        """Raise ValidationError, by field, unless it can be taught."""
        if not self.text.strip():
            raise ValidationError({"text": _("Say what the course teaches.")})
        if not 1 <= self.valid_months <= LONGEST_VALIDITY:
            raise ValidationError(
                {
                    "valid_months": _("A certificate holds for 1 to %(most)d months.")
                    % {"most": LONGEST_VALIDITY}
                }
            )
        if (self.pass_mark is None) != (not self.questions):
            raise ValidationError(
                {"pass_mark": _("An assessment has questions and a pass mark: give both or none.")}
            )

    @property
    def digest(self) -> str:
        said = {
            "text": self.text,
            "competencies": list(self.competencies),
            "valid_months": self.valid_months,
            "pass_mark": self.pass_mark,
            "questions": [question.kept() for question in self.questions],
        }
        return sha256(json.encode(said)).hexdigest()


def questions_in(text: str) -> list[Question]:
    """Read questions as an academy lead writes them: the question, then each answer on a line that
    begins with a hyphen, the right one with an asterisk; an empty line between two questions.

    Raises ValidationError, which says which question is at fault.
    """
    blocks = [block.strip() for block in text.replace("\r", "").split("\n\n") if block.strip()]
    return [_question(block, n) for n, block in enumerate(blocks, 1)]


def _question(block: str, number: int) -> Question:
    lines = [line.strip() for line in block.split("\n") if line.strip()]
    asks = " ".join(line for line in lines if line[0] not in "-*")
    answers = [line for line in lines if line[0] in "-*"]
    right = [n for n, line in enumerate(answers) if line[0] == "*"]
    if not asks or len(answers) < FEWEST_ANSWERS or len(right) != 1:
        said = _(
            "Question %(number)d needs its words, two answers or more on lines of their own that"
            " begin with a hyphen, and one of them, the right one, with an asterisk instead."
        )
        raise ValidationError(said % {"number": number})
    return Question(asks, [line[1:].strip() for line in answers], right[0])
