"""What the first values of a column look like: enough to doubt a heading, no more."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

LONGEST = 60  # letters of a value looked at
MANY = 40  # values looked at in a column
FEW = 5  # values that are alike by no accident
PLAINLY, MOSTLY, SOME = 0.9, 0.5, 0.3  # shares of values that make a column of a sort

_NOTHING = re.compile(
    r"(?:[\s\W_]*|n/?a|#n/a|none|null|nil|tbc|tba|unknown|not applicable|to be confirmed)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\d{4}-\d{1,2}(?:-\d{1,2})?(?:[T ].*)?"
    r"|\d{1,4}[/.\- ]\d{1,2}[/.\- ]\d{2,4}(?:[T ,].*)?"
    r"|(?:[A-Za-z]{3,9},? )?\d{1,2}(?:st|nd|rd|th)?[\s\-/.]*[A-Za-z]{3,9}[\s\-/.,]*\d{2,4}(?: .*)?"
    r"|[A-Za-z]{3,9}[\s\-/.]+(?:\d{1,2}(?:st|nd|rd|th)?,? )?\d{2,4}"
    r"|(?:19|20)\d{6}|[2-6]\d{4}(?:\.\d+)?"
)
_MONEY = re.compile(
    r"(?:approx\.?|circa|c\.?|est\.?|~)?"
    r"[-−–+(\s]*(?:£|Â£|\ufffd|\?|gbp)?[-−–+(\s]*(?:\d[\d,' \u00a0]*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?"
    r"\s*(?:k|m|mn|million|gbp)?\s*[)\-]?\s*(?:cr|dr)?(?:\(?(?:\+|plus|excl?\.?|ex) ?vat\)?)?",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"[\d\W]+")
_PENCE = re.compile(r".*(?:\.\d+|£.*|\d,\d{3}.*)", re.DOTALL)
_NUMBER = re.compile(
    r"\d+(?:\.\d*)?(?:\s*(?:months?|mths?|years?|yrs?|weeks?|days?))?", re.IGNORECASE
)
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?(?:\s*\d[A-Z]{2})?", re.IGNORECASE)
_COMPANY = re.compile(r"(?:GB-COH-)?[A-Z]{0,2}[\s\d]{3,9}(?:\.0)?[A-Z]?", re.IGNORECASE)
_CHARITY = re.compile(r"\D{0,20}\d[\d,\s]{3,9}(?:[-.]\d+)?", re.IGNORECASE)
_SHAPES = {
    "date": _DATE,
    "money": _MONEY,
    "number": _NUMBER,
    "postcode": _POSTCODE,
    "company-number": _COMPANY,
    "charity-number": _CHARITY,
}


def _start(cell: str) -> str:
    """As much of a cell as tells what it looks like: cells may be books."""
    return " ".join(cell[: 4 * LONGEST].split())[:LONGEST]


def is_no_evidence(text: str) -> bool:
    """Whether a cell tells nothing of what its column holds: empty, or to be filled in later."""
    return not text or _NOTHING.fullmatch(text) is not None


def is_data(text: str) -> bool:
    """Whether a cell holds a day or a sum, as no heading does."""
    start = _start(text)
    return bool(_DATE.fullmatch(start) or _MONEY.fullmatch(start))


@dataclass(slots=True)
class Sample:
    """The first values of a column."""

    values: list[str]
    filled: float  # the share of rows in which it says something
    fits: dict[str, float] = field(default_factory=dict)

    def fit(self, kind: str) -> float:
        """The share of values that look like this type; all of them where any text would do."""
        shape = _SHAPES.get(kind)
        if shape is None or not self.values:
            return 1.0
        if kind not in self.fits:
            good = sum(1 for value in self.values if shape.fullmatch(value))
            self.fits[kind] = good / len(self.values)
        return self.fits[kind]

    @property
    def is_sums(self) -> bool:
        """Whether these are plainly sums of money: pence, pound signs or thousands commas."""
        return self.fit("money") > PLAINLY and self._share(_PENCE) > MOSTLY

    @property
    def is_days(self) -> bool:
        return bool(self.values) and self.fit("date") > PLAINLY and not self.is_sums

    @property
    def is_figures(self) -> bool:
        return bool(self.values) and self._share(_FIGURES) > PLAINLY

    @property
    def is_one_and_the_same(self) -> bool:
        """Whether one value stands in every row, as the name of whoever publishes them does."""
        return len(self.values) >= FEW and len(set(self.values)) == 1

    @property
    def is_names(self) -> bool:
        """Whether these are words, and many different ones, as names are."""
        wordy = sum(1 for value in self.values if sum(map(str.isalpha, value)) >= len(value) / 2)
        various = len(set(self.values))
        many = len(self.values)
        return various > 1 and wordy > PLAINLY * many and various >= SOME * many

    def _share(self, shape: re.Pattern[str]) -> float:
        return sum(1 for value in self.values if shape.fullmatch(value)) / max(len(self.values), 1)


def samples_of(width: int, rows: Sequence[Sequence[str]]) -> list[Sample]:
    """The first values of each column. Rows may be ragged or blank."""
    real = [row for row in rows if any(cell.strip() for cell in row)][:MANY]
    columns: list[Sample] = []
    for place in range(width):
        cells = (_start(row[place]) if place < len(row) else "" for row in real)
        values = [cell for cell in cells if not is_no_evidence(cell)]
        columns.append(Sample(values, len(values) / len(real) if real else 1.0))
    return columns
