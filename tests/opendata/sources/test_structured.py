import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.opendata.sources import UnreadableFile, open_source
from almoner.opendata.sources.flattening import flat
from almoner.opendata.sources.limits import MOST_COLUMNS, MOST_ITEMS

from .reading import read


def written(folder, content, name="grants.json"):
    path = folder / name
    if not isinstance(content, str | bytes):
        content = json.dumps(content)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def table(path):
    """The heading, the rows and the whereabouts of the one table in a file."""
    with open_source(path) as source:
        (sheet,) = source.sheets
        return sheet.header, [record.cells for record in sheet.records], sheet.list_path


def refusal(path):
    with pytest.raises(UnreadableFile) as why:
        read(path)
    return str(why.value)


def test_a_package_of_grants_is_a_table_with_a_column_a_path(tmp_path):
    path = written(
        tmp_path,
        {
            "license": "x",
            "grants": [
                {
                    "id": "1",
                    "amountAwarded": 2500,
                    "recipientOrganization": [{"name": "Aldbrook Trust"}],
                    "beneficiaryLocation": ["North", "East"],
                },
                {"id": "2", "dateModified": None, "fromOpenCall": True},
            ],
        },
    )

    header, rows, list_path = table(path)

    assert header == [
        "id",
        "amountAwarded",
        "recipientOrganization/0/name",
        "beneficiaryLocation",
        "dateModified",
        "fromOpenCall",
    ]
    assert rows == [
        ["1", "2500", "Aldbrook Trust", "North; East", "", ""],
        ["2", "", "", "", "", "TRUE"],
    ]
    assert list_path == "/grants"


@pytest.mark.parametrize(
    ("content", "detail", "expected"),
    [
        ([{"a": 1}, {"a": 2}], "JSON", ([["1"], ["2"]], "")),
        (
            {"data": {"rows": [{"a": 1}, None, {"a": 2}]}},
            "JSON",
            ([["1"], [], ["2"]], "/data/rows"),
        ),
        (
            {"stats": {"top": [{"n": 1}]}, "contracts": [{"a": 1}, {"a": 2}]},
            "JSON",
            ([["1"], ["2"]], "/contracts"),
        ),
        (
            {"notes": [{"x": 1}] * 3, "grants": [{"a": 1}]},
            "360Giving data, JSON",
            ([["1"]], "/grants"),
        ),
        ('{"a": 1.10}\n\n{"a": -0.5}\n', "JSON lines", ([["1.1"], ["-0.5"]], "")),
        ('\ufeff[{"a": "£"}]', "JSON", ([["£"]], "")),
        ('[{"a": "£"}]'.encode("cp1252"), "JSON", ([["£"]], "")),
        ('[{"a": "£"}]'.encode("utf-16"), "JSON", ([["£"]], "")),
    ],
)
def test_the_table_is_found_wherever_it_stands(tmp_path, content, detail, expected):
    path = written(tmp_path, content)

    _, rows, list_path = table(path)

    assert (rows, list_path) == expected
    with open_source(path) as source:
        assert source.detail == detail


def test_one_object_is_a_table_where_the_name_promises_lines(tmp_path):
    path = written(tmp_path, '{"a": 1}', "grants.jsonl")

    header, rows, _ = table(path)

    assert (header, rows) == (["a"], [["1"]])


def test_a_cell_is_found_by_its_path_in_the_file(tmp_path):
    path = written(tmp_path, {"contracts": [{"id": "1", "value": {"amount": 5}}]})

    with open_source(path) as source:
        sheet = next(source.sheets)

    assert sheet.place(3, 1) == {"cell": "/contracts/3/value/amount"}
    assert sheet.place(3, 9) == {"cell": "/contracts/3"}


def test_records_are_numbered_from_nought_as_the_list_is(tmp_path):
    path = written(tmp_path, [{"a": 1}, {"a": 2}])

    numbers = [record[0] for record in read(path)]

    assert numbers == [0, 1]


def test_what_is_nested_deeper_or_oddly_keeps_its_text():
    cells = flat({"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}}, "h": [1, {"i": 2}], "j": []})

    assert cells == {"a/b/c/d/e/f": '{"g":1}', "h": '[1,{"i":2}]', "j": ""}


def test_a_long_list_of_objects_is_a_limited_number_of_columns():
    cells = flat({"a": [{"b": number} for number in range(MOST_ITEMS + 5)]})

    assert cells == {f"a/{number}/b": str(number) for number in range(MOST_ITEMS)}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, "is a JSON Schema"),
        ({"type": "object", "properties": {}}, "is a JSON Schema"),
        ({"type": "FeatureCollection", "features": [{"id": 1}]}, "is GeoJSON"),
        ({"startPage": "/x", "pages": [{"title": "x"}]}, "is the description of a form"),
        ([{"id": "x", "components": [1]}], "is the description of a form"),
        ([{"title": "x", "distribution": []}], "is a list of published files"),
        ([], "is an empty JSON list"),
        ({}, "is an empty JSON list"),
        ("5", "is JSON of one single value"),
        ([1, 2], "is JSON without a list of objects"),
        ([{"a": 1}, "x"], "is JSON without a list of objects"),
        ([{"a": 1}, {"b": 2}, {"c": 3}], "is JSON without a list of objects"),
        ({"a": {"b": {"c": [{"d": 1}]}}}, "is JSON without a list of objects"),
        ('{"a": 1,\n"b": }', "is not valid JSON: it goes wrong at line 2, column 6"),
        ('{"a": 1}\n{"a": }\n', "is not valid JSON: it goes wrong at line 2, column 7"),
        ("1\n2\n", "is not valid JSON: it goes wrong at line 2, column 1"),
        ('[{"a": 1}', "is not valid JSON: it goes wrong at line 1"),
        ("[" * 2_000, "is JSON nested too deeply"),
        ([{str(number): 1 for number in range(MOST_COLUMNS + 1)}], "is JSON of more than 2000"),
    ],
)
def test_json_that_is_no_table_says_what_it_seems_to_be(tmp_path, content, said):
    path = written(tmp_path, content)

    words = refusal(path)

    assert words[: len(f"grants.json {said}")] == f"grants.json {said}"


def test_json_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("almoner.opendata.sources.opening.LARGEST_JSON", 2**20)
    path = written(tmp_path, [{"a": "x" * 2**20}])

    said = refusal(path)

    assert said == "grants.json holds more than 1 MB. Save its table as CSV."


KEYS = st.text("abc/", min_size=1, max_size=3)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)
OCDS = st.fixed_dictionaries(
    {"ocid": st.text(max_size=3)},
    optional=dict.fromkeys(["tender", "awards", "contracts", "parties", "buyer", "releases"], JSON),
)


@given(JSON | st.fixed_dictionaries({"releases": st.lists(OCDS | JSON, max_size=3)}))
def test_any_json_whatever_gives_rows_as_wide_as_the_heading_or_a_plain_refusal(
    tmp_path_factory, content
):
    path = written(tmp_path_factory.mktemp("json"), content)

    try:
        header, rows, _ = table(path)
    except UnreadableFile:
        header, rows = [], []

    assert {len(row) for row in rows} <= {len(header), 0}


@pytest.mark.parametrize("value", [["object"], {"a": 1}, None, 7])
def test_a_type_that_is_no_word_says_nothing_of_the_file(tmp_path, value):
    path = written(tmp_path, {"type": value, "$schema": value, "grants": [{"id": "A"}]})

    assert table(path) == (["id"], [["A"]], "/grants")


@pytest.mark.parametrize("inner", ["[" * 500 + "]" * 500, '{"a":' * 500 + "1" + "}" * 500])
def test_what_is_nested_too_deeply_for_a_cell_is_left_out(tmp_path, inner):
    path = written(tmp_path, f'[{{"id": "A", "x": {inner}}}]')

    _, ((first, *others),), _ = table(path)

    assert first == "A"
    assert others == ["[…]"]


def test_a_small_file_of_very_many_values_is_refused(tmp_path):
    path = written(tmp_path, b"[" + b"{}," * 5_000_000 + b"{}]")

    assert "is JSON of too many values to hold" in refusal(path)
