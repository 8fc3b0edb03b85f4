"""The route test: a grant or a contract? The law looks at the substance, not at the name."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LAW = "Procurement Act 2023 ss.2, 3"


class Instrument(TextChoices):
    """What the answers point to."""

    GRANT = "grant", _("Grant")
    CONTRACT = "contract", _("Contract")


class Answer(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and what a yes points to."""

    code: str
    asks: str | Promise
    hint: str | Promise
    yes_is: Instrument
    settles: bool = False


# What settles it is whether services are bought for payment, under a duty that can be enforced.
QUESTIONS = (
    Question(
        "payment-in-return",
        _("Is the money paid in return for services, goods or works?"),
        _("Paying a price for what is delivered, not giving towards the cost of what others do."),
        Instrument.CONTRACT,
        settles=True,
    ),
    Question(
        "enforceable",
        _("Could the body make the recipient deliver, or claim damages if they did not?"),
        _("Getting back what was unspent or misspent is not the same, and grants allow it."),
        Instrument.CONTRACT,
        settles=True,
    ),
    Question(
        "specified",
        _("Does the body say in detail what is to be delivered, and how?"),
        _("A grant may have a purpose, conditions and outcomes; a contract has a specification."),
        Instrument.CONTRACT,
    ),
    Question(
        "profit",
        _("May the recipient make a profit or keep what it does not spend?"),
        _("What a grant leaves unspent goes back."),
        Instrument.CONTRACT,
    ),
    Question(
        "own-activity",
        _("Does the money support what the recipient does of its own accord?"),
        _("Would it be doing this, or want to, without the body?"),
        Instrument.GRANT,
    ),
    Question(
        "no-market",
        _("Is there no market of suppliers who would do this for a price?"),
        _("Where several would compete on price, a contract is more likely."),
        Instrument.GRANT,
    ),
)
Answers = Mapping[str, str]


def pointing(answers: Answers) -> dict[str, Instrument]:
    """What each answer points to, by the code of its question."""
    return {
        question.code: _points_to(question, answers[question.code])
        for question in QUESTIONS
        if question.code in answers
    }


def instrument_of(answers: Answers) -> Instrument | None:
    """What follows from the answers; None where they pull both ways and somebody must judge.

    Payment in return under a duty that can be enforced is a contract, whatever else is said.
    Neither of the two, and no more than one other answer against it, is a grant.
    """
    found = pointing(answers)
    settling = [found.get(question.code) for question in QUESTIONS if question.settles]
    if all(one == Instrument.CONTRACT for one in settling):
        return Instrument.CONTRACT
    if any(one != Instrument.GRANT for one in settling):
        return None
    against = sum(one == Instrument.CONTRACT for one in found.values())
    return Instrument.GRANT if against <= 1 else None


def unanswered(answers: Answers) -> list[str]:
    return [one.code for one in QUESTIONS if answers.get(one.code) not in Answer.values]


def _points_to(question: Question, answer: str) -> Instrument:
    if answer == Answer.YES:
        return question.yes_is
    is_contract = question.yes_is == Instrument.CONTRACT
    return Instrument.GRANT if is_contract else Instrument.CONTRACT
