"""What a column without a heading may be, by its values, where nothing else meets a need."""

import re
from typing import TYPE_CHECKING

from almoner.opendata.dictionaries import plain_heading

if TYPE_CHECKING:
    from .layouts import Fitting

SUREST = 0.5
FILLED = 0.5  # a guess needs values in at least so many rows
# What a spreadsheet writes over a column that nobody headed.
_NO_NAME = re.compile(r"(?:column|col|field|unnamed|f|v|x)? ?\d*")


def guess_needed(fitting: "Fitting") -> None:
    """Take the one column that can be it for a need that no heading meets."""
    for group in fitting.unmet():
        if len(fitting.unmet()) > len(fitting.dictionary.needs) / 2:
            return
        for name in group:
            places = [place for place in _nameless(fitting) if _can_be(fitting, name, place)]
            if len(places) == 1:
                place = places[0]
                fit = fitting.samples[place].fit(fitting.dictionary.fields[name].type)
                fitting.take(name, place, round(SUREST * fit, 2))
                break


def _nameless(fitting: "Fitting") -> list[int]:
    return [
        place
        for place, heading in enumerate(fitting.headings)
        if place not in fitting.closed
        and _NO_NAME.fullmatch(plain_heading(heading))
        and fitting.samples[place].filled > FILLED
    ]


def _can_be(fitting: "Fitting", name: str, place: int) -> bool:
    sample, kind = fitting.samples[place], fitting.dictionary.fields[name].type
    if kind == "date":
        return sample.is_days
    if kind == "money":
        return sample.is_sums and not fitting.unit
    return kind in {"text", "name"} and fitting.is_certain and sample.is_names
