"""JSON: where in it a list of objects stands that is a table, and that table's rows."""

from collections.abc import Iterator
from pathlib import Path

import orjson

from .encoding import MARK, Encoding
from .flattening import Json, flat, is_scalar
from .limits import LARGEST_JSON_UNPACKED, MOST_COLUMNS
from .ocds import open_contracting, text
from .records import Place, Record, Sheet, Source, UnreadableFile

NAMES_OF_LINES = (".jsonl", ".ndjson")
# Where a table may stand inside an object: under a key, or under a key of that.
LEVELS = 2
FORM = {"pages", "components", "sections", "fields", "questions", "sub_criteria"}
MAP_DATA = {"FeatureCollection", "Feature", "GeometryCollection", "Topology"}
# Keys of which one, in most objects of a list, makes it a list of published files.
OF_PUBLISHED_FILES = {"distribution", "downloadURL", "license_name"}
# What an object, a list, and each value or key take in memory, by the marks that begin them.
SIZES = {b"{": 200, b"[": 64, b",": 48, b":": 48}
ASK = "Ask for the table itself, as CSV or .xlsx."


def open_json(path: Path, content: bytes, encoding: Encoding) -> Source:
    """Find the table in a JSON file. Raises UnreadableFile, saying what else it seems to be."""
    if _unpacked(content) > LARGEST_JSON_UNPACKED:
        raise UnreadableFile(f"{path.name} is JSON of too many values to hold. {ASK}")
    document, is_lines = _parsed(_as_utf_8(content, encoding), path.name)
    if sheet := open_contracting(document):
        return Source(path, "json", "Open Contracting data (OCDS), JSON", iter((sheet,)))
    _refuse_what_is_no_table(document, path.name)
    list_path, objects = _table_in(document, path.name)
    detail = "JSON lines" if is_lines else "JSON"
    if list_path == "/grants":
        detail = "360Giving data, JSON"
    return Source(path, "json", detail, iter((_sheet(list_path, objects, path.name),)))


def _unpacked(content: bytes) -> int:
    """About how many bytes a document comes to in memory: `{}` is two in a file, and 64 there."""
    return len(content) + sum(size * content.count(mark) for mark, size in SIZES.items())


def _as_utf_8(content: bytes, encoding: Encoding) -> bytes:
    if encoding.codec == "utf-8":
        bare = content.removeprefix(MARK.encode())
        try:
            bare.decode()
        except UnicodeDecodeError:
            return bare.decode(encoding.codec, encoding.errors).encode()
        return bare
    return content.decode(encoding.codec, encoding.errors).removeprefix(MARK).encode()


def _parsed(content: bytes, name: str) -> tuple[Json, bool]:
    """What the file says, and whether it says it in JSON lines."""
    try:
        document: Json = orjson.loads(content)
    except orjson.JSONDecodeError as why:
        lines = _lines(content, name)
        if lines is None:
            raise _invalid(name, why.lineno, why) from None
        return lines, True
    if isinstance(document, dict) and name.lower().endswith(NAMES_OF_LINES):
        return [document], True
    return document, False


def _lines(content: bytes, name: str) -> list[Json] | None:
    """The objects of JSON lines; None if the first line is no object, so that it is none."""
    objects: list[Json] = []
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            objects.append(orjson.loads(line))
        except orjson.JSONDecodeError as why:
            if objects:
                raise _invalid(name, number, why) from None
            return None
        if not isinstance(objects[0], dict):
            return None
    return objects or None


def _invalid(name: str, line: int, why: orjson.JSONDecodeError) -> UnreadableFile:
    if "depth" in str(why) or "ecursion" in str(why):
        return UnreadableFile(f"{name} is JSON nested too deeply to be a table. {ASK}")
    return UnreadableFile(
        f"{name} is not valid JSON: it goes wrong at line {line}, column {why.colno}. "
        "Fetch it again, or tell its publisher."
    )


def _refuse_what_is_no_table(document: Json, name: str) -> None:
    if is_scalar(document):
        raise UnreadableFile(f"{name} is JSON of one single value, not a table. {ASK}")
    if not document:
        raise UnreadableFile(
            f"{name} is an empty JSON list. Fetch it again, or tell its publisher."
        )
    if isinstance(document, dict) and (what := _known_object(document)):
        raise UnreadableFile(f"{name} is {what}, not a table. {ASK}")


def _known_object(document: dict[str, Json]) -> str:
    kind, schema = (text(document, key) for key in ("type", "$schema"))
    if "json-schema.org" in schema or (
        {"type", "properties"} <= document.keys() or {"type", "items"} <= document.keys()
    ):
        return "a JSON Schema, the description of a file"
    if kind in MAP_DATA:
        return "GeoJSON, the data of a map"
    if document.keys() & FORM and document.keys() & {"startPage", "conditions", "lists", "name"}:
        return "the description of a form"
    return ""


def _table_in(document: Json, name: str) -> tuple[str, list[dict[str, Json]]]:
    """The longest list of objects that have scalars in common, and where it stands."""
    found = list(_lists(document, "", LEVELS))
    tables = [(path, objects) for path, objects in found if _have_scalars_in_common(objects)]
    if not tables:
        raise UnreadableFile(f"{name} is JSON without a list of objects that is a table. {ASK}")
    path, objects = max(tables, key=lambda table: (table[0] == "/grants", len(table[1])))
    keys = [item.keys() for item in objects]
    if 2 * sum(bool(held & OF_PUBLISHED_FILES) for held in keys) > len(keys):
        raise UnreadableFile(
            f"{name} is a list of published files, not a table. Fetch the files that it names."
        )
    if 2 * sum(bool(held & FORM) for held in keys) > len(keys):
        raise UnreadableFile(f"{name} is the description of a form, not a table. {ASK}")
    return path, objects


def _lists(value: Json, path: str, deeper: int) -> Iterator[tuple[str, list[dict[str, Json]]]]:
    if isinstance(value, list):
        objects = [item for item in value if isinstance(item, dict)]
        # A gap in a list is an empty row; anything else in it makes it no list of objects.
        if objects and all(isinstance(item, dict) or item is None for item in value):
            yield path, [item if isinstance(item, dict) else {} for item in value]
    elif isinstance(value, dict) and deeper:
        for key, inner in value.items():
            yield from _lists(inner, f"{path}/{key}", deeper - 1)


def _have_scalars_in_common(objects: list[dict[str, Json]]) -> bool:
    counts: dict[str, int] = {}
    for item in objects:
        for key in flat(item):
            counts[key] = counts.get(key, 0) + 1
    return 2 * max(counts.values(), default=0) >= len(objects)


def _sheet(list_path: str, objects: list[dict[str, Json]], name: str) -> Sheet:
    header = list(dict.fromkeys(key for item in objects for key in flat(item)))
    if len(header) > MOST_COLUMNS:
        raise UnreadableFile(f"{name} is JSON of more than {MOST_COLUMNS} columns. {ASK}")

    def place(number: int, column: int) -> Place:
        key = f"/{header[column]}" if column < len(header) else ""
        return {"cell": f"{list_path}/{number}{key}"}

    return Sheet(None, _records(objects, header), place, header, list_path)


def _records(objects: list[dict[str, Json]], header: list[str]) -> Iterator[Record]:
    for number, item in enumerate(objects):
        cells = flat(item)
        yield Record(number, [cells.get(key, "") for key in header] if cells else [])
