"""Which column of a table is which field, how surely, and what kind of table that makes it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from almoner.opendata.dictionaries import Dictionary, plain_heading

from .guessing import guess_needed
from .matching import TYPED, claims_of, series_in, speaks, unit_of, unit_of_title
from .samples import Sample, samples_of

MISFIT = 0.3  # a typed column of which fewer values fit is not what its heading says
HINTED, AGAINST, NEEDED, DISTINCT = 3.0, 3.0, 2.0, 1.5
UNNAMED = 0.3
DOUBTFUL = 0.75  # “Name” is no good name for what is out to tender
VALUES = {"money": "amount of money", "date": "day", "number": "number"}
ENOUGH = 3  # columns known, where nothing else speaks for the kind


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its publisher headed it, and the field we take it for."""

    index: int
    header: str
    field: str | None
    confidence: float
    reason: str = ""  # why it is left unread, where its heading alone does not say


@dataclass(frozen=True)
class Layout:
    """What a row of headings means to a dictionary."""

    dictionary: Dictionary
    columns: tuple[Column, ...]
    score: float

    @cached_property
    def by_field(self) -> dict[str, int]:
        """Where each field stands."""
        return {column.field: column.index for column in self.columns if column.field}

    @cached_property
    def lacks(self) -> tuple[str, ...]:
        """The needs for which no column stands, by the first name of each."""
        groups = self.dictionary.needs
        return tuple(group[0] for group in groups if not self.by_field.keys() & set(group))


@dataclass(slots=True)
class Fitting:
    """Headings on their way to a layout: which field has which column, and how surely."""

    dictionary: Dictionary
    headings: list[str]
    samples: list[Sample]
    is_certain: bool  # the kind is given, or named
    unit: str = ""  # in which the titles say that sums are, if not in pounds
    series: frozenset[int] = frozenset()  # columns of which each holds a part, as of one year
    taken: dict[str, tuple[int, float]] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)  # columns that nobody may have any more
    ours: set[int] = field(default_factory=set)  # columns whose headings we know

    def take(self, name: str, place: int, confidence: float) -> None:
        self.taken[name] = (place, confidence)
        self.closed.add(place)

    def is_no_whole_sum(self, name: str, place: int) -> bool:
        """Whether a column of money is none in pounds, or holds a part of it, as of one year."""
        is_money = self.dictionary.fields[name].type == "money"
        return is_money and (bool(self.unit) or place in self.series)

    def unmet(self) -> list[tuple[str, ...]]:
        """The needs for which no column stands."""
        return [group for group in self.dictionary.needs if not self.taken.keys() & set(group)]


def layout_of(
    header: Sequence[str],
    sample: Sequence[Sequence[str]],
    *,
    dictionaries: Sequence[Dictionary],
    names: Sequence[str] = (),
    fixed: Mapping[str, str] | None = None,
) -> Layout | None:
    """The layout of the kind that explains the headings best, or None where no kind does."""
    headings = [" ".join(cell.split()) for cell in header]
    samples = samples_of(len(headings), sample)
    choices = _fixed_columns(headings, fixed or {})
    layouts = [
        layout
        for dictionary in dictionaries
        if (
            layout := _layout(
                dictionary,
                headings,
                samples,
                choices=choices,
                names=names,
                rivals=[other for other in dictionaries if other is not dictionary],
            )
        )
    ]
    return max(layouts, key=lambda layout: layout.score, default=None)


def _layout(
    dictionary: Dictionary,
    headings: list[str],
    samples: list[Sample],
    *,
    choices: Mapping[int, str],
    names: Sequence[str],
    rivals: Sequence[Dictionary],
) -> Layout | None:
    if not {name for name in choices.values() if name} <= dictionary.fields.keys():
        return None
    is_hinted = any(speaks(dictionary.hints, name) for name in names)
    is_certain = is_hinted or not rivals or bool(choices)
    unit = next(filter(None, map(unit_of_title, names)), "")
    fitting = Fitting(dictionary, headings, samples, is_certain, unit, series_in(headings))
    for place, name in choices.items():
        fitting.closed.add(place)
        if name:
            fitting.take(name, place, 1.0)
    _take_the_surest(fitting)
    _lend_to_the_needed(fitting)
    guess_needed(fitting)
    if is_certain:
        _trust_the_headings(fitting)
    if fitting.unmet() and not _is_a_list_of_tenders(fitting, names):
        return None
    if not (is_certain or _has_evidence(fitting)):
        return None
    score = _score(fitting, rivals) + HINTED * is_hinted
    # A title says it once, however many lines it has.
    score -= AGAINST * any(speaks(dictionary.against, name) for name in names)
    if rivals and not choices and score < NEEDED * len(dictionary.needs) / 2:
        return None
    return Layout(dictionary, _columns(fitting), round(score, 2))


def _fixed_columns(headings: list[str], fixed: Mapping[str, str]) -> dict[int, str]:
    """Which columns somebody has decided about: by heading, or by number where it is no name."""
    if not fixed:
        return {}
    wanted = {plain_heading(key): name for key, name in fixed.items()}
    keys = [plain_heading(heading) for heading in headings]
    counts = Counter(keys)
    found: dict[int, str] = {}
    for place, key in enumerate(keys):
        number = f"column {place + 1}"
        if (not key or counts[key] > 1) and number in wanted:
            found[place] = wanted[number]
        elif key in wanted and wanted[key] not in found.values():
            found[place] = wanted[key]
    return found


def _take_the_surest(fitting: Fitting) -> None:
    offers = []
    order = {name: number for number, name in enumerate(fitting.dictionary.fields)}
    for place, heading in enumerate(fitting.headings):
        for claim in claims_of(fitting.dictionary, heading):
            fitting.ours.add(place)
            weight = _weight(fitting, claim.field, place) * claim.confidence
            if weight:
                offers.append((-weight, order[claim.field], place, claim))
    for _, _, place, claim in sorted(offers, key=lambda offer: offer[:3]):
        if claim.field not in fitting.taken and place not in fitting.closed:
            fitting.take(claim.field, place, claim.confidence)


def _weight(fitting: Fitting, name: str, place: int) -> float:
    """What a column's values leave of its heading's claim: the better filled goes first."""
    sample, kind = fitting.samples[place], fitting.dictionary.fields[name].type
    fit = sample.fit(kind)
    if fit < MISFIT and kind in TYPED:
        return 0.0
    if fitting.is_no_whole_sum(name, place):
        return 0.0
    # Figures under “Supplier” are its number, where another column has its name.
    doubt = UNNAMED if name.endswith("_name") and sample.is_figures else 1.0
    return (0.4 + 0.6 * sample.filled) * (0.5 + 0.5 * fit) * doubt


def _lend_to_the_needed(fitting: Fitting) -> None:
    """Give a need that nothing meets a column that a field of no need could spare."""
    for group in fitting.unmet():
        spare = [
            (claim.confidence * _weight(fitting, claim.field, place), -place, claim, holder)
            for holder, (place, _) in fitting.taken.items()
            if holder not in fitting.dictionary.needed
            for claim in claims_of(fitting.dictionary, fitting.headings[place])
            if claim.field in group and claim.is_whole and _weight(fitting, claim.field, place)
            # Under “Organisation” the payer may stand, who is the same throughout.
            if not (claim.field.endswith("_name") and fitting.samples[place].is_one_and_the_same)
        ]
        if spare:
            _, place, claim, holder = max(spare, key=lambda offer: offer[:2])
            del fitting.taken[holder]
            fitting.take(claim.field, -place, claim.confidence)


def _trust_the_headings(fitting: Fitting) -> None:
    """Where the kind is certain, a needed column is what it is headed, however ill it is kept."""
    for group in fitting.unmet():
        offers = [
            (claim.confidence, -place, claim.field)
            for place, heading in enumerate(fitting.headings)
            if place not in fitting.closed
            for claim in claims_of(fitting.dictionary, heading)
            if claim.field in group and claim.is_whole
            if not fitting.is_no_whole_sum(claim.field, place)
        ]
        if offers:
            confidence, place, name = max(offers)
            fitting.take(name, -place, round(confidence / 2, 2))


def _is_a_list_of_tenders(fitting: Fitting, names: Sequence[str]) -> bool:
    """Whether who supplies is all that lacks, and may: a list of what is out to tender."""
    lacking = {group[0] for group in fitting.unmet()}
    may_lack = {excuse.fields[0] for excuse in fitting.dictionary.excused}
    said = [*names, *fitting.headings]
    leading = {name for group in fitting.dictionary.needs[:1] for name in group}
    others = fitting.taken.keys() - leading
    return (
        lacking <= may_lack
        and all(sure > DOUBTFUL for name, (_, sure) in fitting.taken.items() if name in leading)
        and len(others) > 1
        and any(speaks(fitting.dictionary.hints, words) for words in said)
    )


def _has_evidence(fitting: Fitting) -> bool:
    signs = fitting.dictionary.signs
    return len(fitting.taken) >= ENOUGH and (
        not signs or any(speaks(signs, heading) for heading in fitting.headings)
    )


def _score(fitting: Fitting, rivals: Sequence[Dictionary]) -> float:
    """How well the kind explains the headings; those that no rival knows say most."""
    total = 0.0
    for name, (place, confidence) in fitting.taken.items():
        weight = NEEDED if name in fitting.dictionary.needed else 1.0
        heading = fitting.headings[place]
        if rivals and not any(claims_of(rival, heading) for rival in rivals):
            weight *= DISTINCT
        total += weight * confidence
    against = sum(speaks(fitting.dictionary.against, heading) for heading in fitting.headings)
    return total - AGAINST * against


def _columns(fitting: Fitting) -> tuple[Column, ...]:
    fields = {place: (name, sure) for name, (place, sure) in fitting.taken.items()}
    return tuple(
        Column(place, heading, *fields[place])
        if place in fields
        else Column(place, heading, None, 0.0, _why_unread(fitting, place))
        for place, heading in enumerate(fitting.headings)
    )


def _why_unread(fitting: Fitting, place: int) -> str:
    heading, sample = fitting.headings[place], fitting.samples[place]
    if (unit := unit_of(heading)) and sample.fit("money") > MISFIT:
        return f"The amounts are {unit}."
    for claim in claims_of(fitting.dictionary, heading):
        kind = fitting.dictionary.fields[claim.field].type
        if claim.field in fitting.taken:
            continue
        if fitting.is_no_whole_sum(claim.field, place):
            unit = fitting.unit
            return f"The amounts are {unit}." if unit else "Several such columns hold a part each."
        if claim.is_whole and sample.fit(kind) < MISFIT:
            return f"Most of what stands in it is no {VALUES.get(kind, 'such value')}."
    return ""
