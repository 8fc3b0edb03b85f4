"""The figures of a report: what each is now, what it was when somebody looked, and where it stands
in the words.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from almoner.core.figures import TABLE, Reading, Unit, read_figure, resolved
from almoner.documents.merge_fields import figures_in, merged
from almoner.documents.subjects import kept_value

from .models import Look
from .prepared import named

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z£{])")


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure of a report. `value` is as a text keeps it: in words or, of a table, its rows."""

    reading: Reading
    value: str
    look: Look | None = None
    sentences: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.reading.key

    @property
    def is_table(self) -> bool:
        return self.reading.figure.unit == Unit.TABLE

    @property
    def has_changed(self) -> bool:
        """Whether it is another than when somebody last looked at it."""
        return self.look is not None and self.look.value != self.value

    @property
    def needs_a_look(self) -> bool:
        return self.look is None or self.has_changed


def keys_in(texts: Iterable[str], *, on: date) -> list[str]:
    """The keys of all figures in texts, once each, in order."""
    found = (resolved(key, on=on) for text in texts for key in figures_in(text))
    return list(dict.fromkeys(found))


def bound_in(texts: Sequence[str], *, on: date, looks: Mapping[str, Look]) -> list[Bound]:
    """Every figure to which texts are bound, read as at a day, in the order of the texts."""
    readings = [read_figure(key, on=on) for key in keys_in(texts, on=on)]
    values = {one.key: kept_value(one) for one in readings}
    return [
        Bound(
            one,
            values[one.key],
            looks.get(one.key),
            list(dict.fromkeys(_sentences_with(one.key, texts, values, on=on))),
        )
        for one in readings
    ]


def unlooked(values: Mapping[str, str], looks: Mapping[str, Look]) -> list[str]:
    """Of figures by their keys, those that nobody looked at as they are now."""
    return [key for key, value in values.items() if key not in looks or looks[key].value != value]


def _sentences_with(
    key: str, texts: Iterable[str], values: Mapping[str, str], *, on: date
) -> Iterator[str]:
    """Each sentence in which a figure stands, with its figures as they are now."""
    if key.startswith(TABLE):
        return
    for text in texts:
        for line in text.splitlines():
            for sentence in SENTENCE.split(line):
                keys = [resolved(one, on=on) for one in figures_in(sentence)]
                if key in keys:
                    yield merged(named(sentence, on=on), values).strip(" -#")
