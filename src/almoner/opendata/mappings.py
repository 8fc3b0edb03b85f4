"""Mappings: how one publisher's headings are to be read, kept in TOML for the next file."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import msgspec

from .dictionaries import Dictionary, plain_heading
from .headings import Found, Layout, find_table

HEAD = """\
# How this publisher's files are read. On the left stands a heading as the file has it, on the right
# the field it means, or "" to leave the column unread. A column without a heading, or whose heading
# stands twice, goes by its place: "column 3". `almoner read FILE --mapping` obeys this file.
"""


class UnreadableMapping(ValueError):
    """A mapping cannot be obeyed. The message names the file, the place and the remedy."""


class _Layout(msgspec.Struct, forbid_unknown_fields=True):
    kind: str
    columns: dict[str, str]


class _Layouts(msgspec.Struct, forbid_unknown_fields=True):
    layouts: list[_Layout]


@dataclass(frozen=True, slots=True)
class FixedLayout:
    """What a person fixed of one layout: its kind, and a field, or "", for each heading."""

    dictionary: Dictionary
    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class Mapping:
    """How one publisher's tables are to be read: a layout for each kind or form of table."""

    layouts: tuple[FixedLayout, ...]

    def find(self, rows: Sequence[Sequence[str]], *, names: Sequence[str]) -> Found | None:
        """The table as the best fitting layout reads it; None where no heading is one of ours."""
        best, most = None, 0
        for fixed in self.layouts:
            found = find_table(
                rows, dictionaries=[fixed.dictionary], names=names, fixed=fixed.columns
            )
            met = 0 if found is None else _met(found.layout, fixed)
            if met > most:
                best, most = found, met
        return best


def _met(layout: Layout, fixed: FixedLayout) -> int:
    return sum(plain_heading(column.header) in fixed.columns for column in layout.columns)


def read_mapping(path: Path, dictionaries: Sequence[Dictionary]) -> Mapping:
    """Read a mapping that a person or `--save-mapping` wrote. Raises UnreadableMapping."""
    try:
        said = msgspec.toml.decode(path.read_bytes(), type=_Layouts)
    except (OSError, ValueError, RecursionError) as error:
        raise UnreadableMapping(
            f"{path.name} is not a mapping: {error}."
            " Save one with --save-mapping, and change the fields in it."
        ) from error
    return Mapping(tuple(_checked(path, layout, dictionaries) for layout in said.layouts))


def _checked(path: Path, layout: _Layout, dictionaries: Sequence[Dictionary]) -> FixedLayout:
    kinds = {dictionary.kind: dictionary for dictionary in dictionaries}
    if layout.kind not in kinds:
        raise UnreadableMapping(
            f"{path.name} speaks of the kind “{layout.kind}”. Known are {', '.join(kinds)}."
        )
    dictionary, taken = kinds[layout.kind], dict[str, str]()
    for heading, name in layout.columns.items():
        if name and name not in dictionary.fields:
            close = get_close_matches(name, dictionary.fields, n=1) or [*dictionary.fields][:1]
            raise UnreadableMapping(
                f"{path.name} reads “{heading}” as “{name}”, which is no field of {layout.kind}."
                f" Did you mean “{close[0]}”? docs/reference/reading.md lists them all."
            )
        if name and name in taken:
            raise UnreadableMapping(
                f"{path.name} reads both “{taken[name]}” and “{heading}” as “{name}”."
                ' Write "" beside one of them.'
            )
        taken[name] = heading
    columns = {plain_heading(heading): name for heading, name in layout.columns.items()}
    return FixedLayout(dictionary, columns)


def mapping_text(layouts: Iterable[Layout]) -> str:
    """The mapping that reads the same tables the same way, as TOML for a person to change."""
    seen, parts = set[str](), [HEAD]
    for layout in layouts:
        part = "\n".join(_lines(layout))
        if part not in seen:
            seen.add(part)
            parts.append(part)
    return "\n".join(parts)


def _lines(layout: Layout) -> Iterator[str]:
    yield "[[layouts]]"
    yield f"kind = {json.dumps(layout.dictionary.kind)}"
    yield "[layouts.columns]"
    plain = [plain_heading(column.header) for column in layout.columns]
    for column, words in zip(layout.columns, plain, strict=True):
        is_named = words and plain.count(words) == 1
        if is_named or column.field:
            key = column.header if is_named else f"column {column.index + 1}"
            yield f"{json.dumps(key, ensure_ascii=False)} = {json.dumps(column.field or '')}"
    yield ""
