"""A list of recommendations that was kept elsewhere: what each row says, and what is wrong with it.

Nothing is written here: a page shows the same preview that the command prints.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.actions.queries import people_who_may_act
from almoner.framework.queries import framework_on
from almoner.framework.scales import AuditScales
from almoner.opendata.dictionaries import Dictionary, read_dictionary
from almoner.opendata.problems import CODES, Level
from almoner.opendata.reading import read
from almoner.opendata.tables import Row

from .kinds import Answer
from .numbers import Key, Numbers
from .queries import known_numbers

MOST_ROWS = 2000
REJECTED = ("reject", "not accept", "not agreed", "declined")
PARTLY = ("part",)
OVER = ("verified", "closed", "fully implemented", "complete and verified")
NOT_BEGUN = ("not started", "outstanding", "open", "not yet due", "")


@dataclass(frozen=True, slots=True)
class Brought:
    """One recommendation as its row says it, with one agreed action: another row of the same number
    says another.
    """

    number: int
    issued_as: str
    review: str
    text: str
    issued_on: date | None = None
    rating: str = ""
    finding: str = ""
    risk: str = ""
    priority: str = ""
    answer: str = ""
    agreed: str = ""
    owner: str = ""
    first_due_on: date | None = None
    due_on: date | None = None
    told: str = ""
    is_over: bool = False
    verified_on: date | None = None

    @property
    def key(self) -> Key:
        return self.review, self.issued_as


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a row, and what to do; left out, it is not brought in."""

    number: int
    words: str
    is_left_out: bool = False


@dataclass(slots=True)
class ListRead:
    """A list as it was read: what would be brought in, what is here already, and what is wrong."""

    rows: list[Brought] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    known: int = 0

    @property
    def recommendations(self) -> int:
        """How many would come in: several rows may say what was agreed about one."""
        return len({row.key for row in self.rows})

    @property
    def left_out(self) -> int:
        return len({one.number for one in self.troubles if one.is_left_out})

    @property
    def reviews(self) -> list[str]:
        return list(dict.fromkeys(row.review for row in self.rows))


@cache
def dictionary() -> Dictionary:
    return read_dictionary(Path(__file__).with_name("recommendations.toml"))


def read_list(path: Path, *, on: date) -> ListRead:
    """Read a spreadsheet of recommendations. Raises UnreadableFile."""
    found, judge = ListRead(), Judge(on)
    with read(path, dictionaries=[dictionary()]) as reading:
        for table in reading.tables():
            for row in table.rows():
                _take(row, found, judge)
    _leave_out_spoilt(found, judge.numbers)
    seen = known_numbers({row.review for row in found.rows})
    found.known = len({row.key for row in found.rows} & seen)
    found.rows = [row for row in found.rows if row.key not in seen]
    return found


def _leave_out_spoilt(found: ListRead, numbers: Numbers) -> None:
    """A recommendation of which two rows say different things, or one cannot be read, comes in
    with none of them: once it is here, the list brings nothing more of it.
    """
    for row in found.rows:
        if words := numbers.spoilt.get(row.key):
            found.troubles.append(Trouble(row.number, words, is_left_out=True))
    found.rows = [row for row in found.rows if row.key not in numbers.spoilt]
    found.troubles.sort(key=lambda one: one.number)


def _take(row: Row, found: ListRead, judge: "Judge") -> None:
    for problem in row.problems:
        code = CODES[problem.code]
        is_left_out = problem.level == Level.REJECTED
        found.troubles.append(
            Trouble(row.number, f"{code.meaning} {code.remedy}", is_left_out=is_left_out)
        )
    if not row.is_kept:
        judge.spoil(row)
        return
    if len(found.rows) >= MOST_ROWS:
        judge.spoil(row)
        words = _("The list has more than %(most)d rows. Bring it in by parts.")
        found.troubles.append(Trouble(row.number, words % {"most": MOST_ROWS}, is_left_out=True))
        return
    troubles, brought = judge.judge(row)
    found.troubles += troubles
    if brought is not None:
        found.rows.append(brought)


class Judge:
    """What rows mean: scales, people and answers in the body's own words."""

    def __init__(self, on: date) -> None:
        self.scales: AuditScales = framework_on(on).audit_scales
        self.people = _by_name(people_who_may_act(on))
        self.numbers = Numbers()

    def judge(self, row: Row) -> tuple[list[Trouble], Brought | None]:
        said: dict[str, Any] = dict(row.values)
        key = _key(said)
        told = str(said.get("status", ""))
        owner = self.people.get(str(said.get("owner", "")).casefold(), "")
        brought = Brought(
            row.number,
            issued_as=key[1],
            review=key[0],
            text=str(said["recommendation"]),
            issued_on=said.get("report_date"),
            rating=_code_of(str(said.get("rating", "")), self.scales.ratings),
            finding=str(said.get("finding", "")),
            risk=str(said.get("risk", "")),
            priority=_code_of(str(said.get("priority", "")), self.scales.priorities),
            answer=_answer(said),
            agreed=str(said.get("agreed_action", "")),
            owner=owner,
            first_due_on=said.get("due_date"),
            due_on=said.get("revised_date") or said.get("due_date"),
            told="" if told.casefold().strip() in NOT_BEGUN else told,
            is_over="verified_on" in said or told.casefold().startswith(OVER),
            verified_on=said.get("verified_on"),
        )
        answer, twice = self.numbers.take(key, row.number, brought.answer, brought.agreed, said)
        if twice:
            return [Trouble(row.number, twice, is_left_out=True)], None
        brought = replace(brought, answer=answer)
        return list(self._doubts(row.number, said, brought)), brought

    def spoil(self, row: Row) -> None:
        """A row that is left out leaves out its number."""
        if {"audit_title", "reference"} <= set(row.values):
            self.numbers.spoil(_key(row.values), row.number)

    def _doubts(self, number: int, said: dict[str, Any], brought: Brought) -> Iterable[Trouble]:
        if said.get("owner") and not brought.owner:
            words = _("Nobody here is called %(name)s. Who answers for the review will own it.")
            yield Trouble(number, words % {"name": said["owner"]})
        for name, scale in (("rating", self.scales.ratings), ("priority", self.scales.priorities)):
            if said.get(name) and not getattr(brought, name):
                words = _("The scale has no “%(word)s”. It has: %(words)s.")
                titles = ", ".join(str(one) for one in scale)
                yield Trouble(number, words % {"word": said[name], "words": titles})
        if brought.answer == Answer.ACCEPTED and brought.due_on is None and not brought.is_over:
            yield Trouble(number, _("No target date is given. It will be due in three months."))


def _key(said: Mapping[str, Any]) -> Key:
    return str(said["audit_title"])[:200], str(said["reference"])[:40]


def _by_name(people: Iterable[User]) -> dict[str, str]:
    known = {}
    for person in people:
        for name in (person.name, person.username, person.email):
            known[name.casefold()] = person.reference
    return known


def _code_of(word: str, scale: Sequence[Any]) -> str:
    """The code of a step of a scale, by its code or its title, or how that begins."""
    said = word.strip().casefold()
    for one in scale:
        title = str(one).casefold()
        if said and (said in {one.code, title} or title.startswith(said) or said.startswith(title)):
            return str(one.code)
    return ""


def _answer(said: dict[str, Any]) -> str:
    """What management answered; where only an action or a day is given, it accepted."""
    words = str(said.get("response", "")).casefold()
    if any(word in words for word in REJECTED):
        return str(Answer.REJECTED)
    if any(word in words for word in PARTLY):
        return str(Answer.PARTLY)
    told = ("response", "agreed_action", "owner", "due_date", "revised_date", "status")
    return str(Answer.ACCEPTED) if any(said.get(name) for name in told) else ""
