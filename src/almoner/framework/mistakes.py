"""What is wrong in a framework's shape, said in words of ours: where, and what to write instead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from reprlib import repr as shortened
from typing import Any

from msgspec import Struct, ValidationError, convert
from msgspec.structs import fields

from almoner.accounts.roles import Role

from .codes import DirectAwardReason, LegalPower, Objective
from .conditions import Comparison, Condition, Field, Instrument
from .contents import Framework
from .duties import DueRule, Duty, Frequency, Scope, SetBy, Subject, Unit
from .items import Item
from .limits import About, Limit, Matter
from .offices import Office
from .reviews import ReviewCalendar, Reviewed
from .risks import RiskCategory, RiskEscalation
from .routes import Decider, Route, Stage
from .rules import Consequence, ControlSetting, Rules
from .training import CaseRole, NeededCertificate, TaughtCourse, Training
from .words import Inconsistent, Place

LISTS = {
    "dataset": Subject,
    "scope": Scope,
    "frequency": Frequency,
    "unit": Unit,
    "set_by": SetBy,
    "owner": Role,
    "deputy": Role,
}
MORE_LISTS = {
    "role": Role,
    "instrument": Instrument,
    "field": Field,
    "comparison": Comparison,
    "of": Reviewed,
    "over_planning": Consequence,
    "holder": CaseRole,
    "decided_by": Decider,
    "about": About,
}
WORDS = "Write words between quotation marks, at most 500 characters."
POUNDS = "Write whole pounds without a comma, such as 10000."
CODES = 'Write a list of codes, such as ["plan", "award"].'
CONDITIONS = 'Write [{ field = "value", comparison = "at-least", value = 10000 }].'
TRUTH = "Write true or false, without quotation marks."
COURSE = "Write the code of a course, such as commissioning-essentials."
SCORE = "Write a whole number from 1 to 25."
YEAR = "Write a year as a number, such as 2026."
REMEDIES = {
    **dict.fromkeys(("what", "law", "commitment", "paragraph", "when"), WORDS),
    **dict.fromkeys(("used_for", "evidence", "publishes"), WORDS),
    **dict.fromkeys(("next", "controls", "documents", "steps"), CODES),
    **dict.fromkeys(("over", "at_most", "at_least", "below"), POUNDS),
    **dict.fromkeys(("confirmed", "with_vat"), TRUTH),
    **dict.fromkeys(("first_year", "last_year"), YEAR),
    **{
        field.encode_name: f"Begin each {field.encode_name} with a line that says"
        f" [[{field.encode_name}]]."
        for field in fields(Framework)
    },
    "title": WORDS,
    "stage": "Begin each stage with a line that says [[route.stage]].",
    "code": "Write lower-case words joined by hyphens, such as grants-monthly.",
    "elsewhere": 'Write an address that begins with https://, or "" until there is one.',
    "due": 'Write { within = 30, unit = "days", set_by = "target" }.',
    "within": "Write a whole number from 1 to 366.",
    "open_to": CONDITIONS,
    "value": "Write a whole number, true or false, a word, or a list of words.",
    "instruments": f"Write a list of some of: {', '.join(Instrument.values)}.",
    "every_months": "Write a whole number from 1 to 120.",
    "within_days": "Write a whole number from 0 to 366.",
    "first_day": "Write a day without quotation marks, such as 2026-04-01.",
    "notice_days": "Write a whole number from 0 to 366.",
    "splitting_months": "Write a whole number from 1 to 60.",
    **dict.fromkeys(("appetite", "from_score", "over_appetite_by", "risk_escalates_at"), SCORE),
    "means": WORDS,
    "board": "Write the code of a board, such as oversight-board.",
    "categories": CODES,
    "parameters": "Write { name = 30 }, with the names that the control declares.",
    "rules": "Begin the rules with a line that says [rules].",
    **{
        key: f"Write one of: {', '.join(words.values)}."
        for key, words in (LISTS | MORE_LISTS).items()
    },
}
# A key that means something else in one table than in the others.
REMEDIES_IN = {
    (Item, "duty"): "Write the code of a duty, such as grants-monthly.",
    (Limit, "when"): CONDITIONS,
    (Limit, "matter"): "Write the code of a matter, such as business-case.",
    (Stage, "matter"): "Write the code of a matter, such as business-case.",
    (Training, "course"): COURSE,
    (NeededCertificate, "course"): COURSE,
    (Stage, "office"): "Write the code of an office, such as director.",
}
TABLES: dict[str, type[Struct]] = {
    "duty": Duty,
    "due": DueRule,
    "item": Item,
    "office": Office,
    "matter": Matter,
    "limit": Limit,
    "route": Route,
    "stage": Stage,
    "open_to": Condition,
    "when": Condition,
    "power": LegalPower,
    "reason": DirectAwardReason,
    "objective": Objective,
    "review": ReviewCalendar,
    "control": ControlSetting,
    "course": TaughtCourse,
    "training": Training,
    "certificate": NeededCertificate,
    "risk-category": RiskCategory,
    "risk-escalation": RiskEscalation,
    "rules": Rules,
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong at a place, and a sentence that says what to do."""

    place: Place
    sentence: str


def mistakes_in(said: dict[str, Any], error: ValidationError) -> Iterator[Mistake]:
    """The mistakes of what was said: the first of each table, or that of the whole."""
    found = list(_of_each_table(said))
    yield from found or [_mistake(error, said, ())]


def _of_each_table(said: dict[str, Any]) -> Iterator[Mistake]:
    for field in fields(Framework):
        table, lines = TABLES.get(field.encode_name), said.get(field.encode_name)
        if table is None or not isinstance(lines, list):
            continue
        for nth, line in enumerate(lines):
            try:
                convert(line, type=table)
            except ValidationError as error:
                yield _mistake(error, said, (field.encode_name, nth))


def _mistake(error: ValidationError, said: dict[str, Any], within: Place) -> Mistake:
    message, steps = _taken_apart(str(error))
    place = [*within, *steps]
    if isinstance(error.__cause__, Inconsistent):
        return Mistake([*place, *error.__cause__.place], str(error.__cause__))
    if unknown := re.fullmatch(r"Object contains unknown field `(.*?)`?", message, re.DOTALL):
        known = ", ".join(_table_at(place).__struct_encode_fields__)
        stranger = shortened(unknown[1])
        return Mistake([*place, unknown[1]], f"Nothing is called {stranger} here. Use: {known}.")
    if missing := re.fullmatch(r"Object missing required field `(\w+)`", message):
        key = missing[1]
        remedy = _remedy(key, _table_at(place)).replace("Write", f"Add {key}:", 1)
        return Mistake(place, f"`{key}` is missing. {remedy}")
    key = next(step for step in reversed(place) if isinstance(step, str))
    remedy = _remedy(key, _table_at(place[: _last_key(place)]))
    return Mistake(place, f"`{key}` cannot be {shortened(_value_at(said, place))}. {remedy}")


def _taken_apart(message: str) -> tuple[str, list[str | int]]:
    """What msgspec says and the place where: last, after keys and values that may look like one."""
    found = re.search(r" - at `\$([^`]*)`\Z", message)
    if found is None:
        return message, []
    steps = re.findall(r"\w+", found[1])
    return message[: found.start()], [int(step) if step.isdecimal() else step for step in steps]


def _last_key(place: Place) -> int:
    return max(nth for nth, step in enumerate(place) if isinstance(step, str))


def _table_at(place: Place) -> type[Struct]:
    names = [step for step in place if isinstance(step, str)]
    return TABLES[names[-1]] if names else Framework


def _remedy(key: str, table: type[Struct]) -> str:
    return REMEDIES_IN.get((table, key)) or REMEDIES[key]


def _value_at(said: Any, place: Place) -> Any:
    for step in place:
        said = said[step]
    return said
