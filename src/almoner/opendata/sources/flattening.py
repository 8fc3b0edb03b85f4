"""Nested objects as one flat row, their keys joined by `/` as flatten-tool joins them."""

from collections.abc import Iterator
from typing import TypeAlias

import orjson

from .limits import DEEPEST, MOST_ITEMS

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


def flat(value: dict[str, Json]) -> dict[str, str]:
    """Give each scalar in an object, however deep, by the path to it."""
    return dict(_flat(value, "", DEEPEST))


def is_scalar(value: Json) -> bool:
    """Whether a value is one cell by itself."""
    return not isinstance(value, (dict, list))


def scalar_text(value: Json) -> str:
    """A scalar as it is written in the file; null says nothing."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return repr(value)


def _flat(value: dict[str, Json], before: str, deeper: int) -> Iterator[tuple[str, str]]:
    for key, inner in value.items():
        path = f"{before}{key}"
        if is_scalar(inner):
            yield path, scalar_text(inner)
        elif isinstance(inner, dict) and deeper > 1:
            yield from _flat(inner, f"{path}/", deeper - 1)
        elif isinstance(inner, list):
            yield from _flat_list(inner, path, deeper)
        else:
            yield path, _as_json(inner)


def _flat_list(items: list[Json], path: str, deeper: int) -> Iterator[tuple[str, str]]:
    if all(map(is_scalar, items)):
        yield path, "; ".join(filter(None, map(scalar_text, items)))
        return
    if deeper <= 1 or not all(isinstance(item, dict) for item in items):
        yield path, _as_json(items)
        return
    for index, item in enumerate(items[:MOST_ITEMS]):
        if isinstance(item, dict):
            yield from _flat(item, f"{path}/{index}/", deeper - 1)


def _as_json(value: Json) -> str:
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError:
        # What may be read may be nested four times as deep as what may be written.
        return "[…]"
