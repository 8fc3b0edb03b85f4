from datetime import date
from decimal import Decimal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.cli.static_site.finding import SHARD, packed, words_in, write_index
from almoner.cli.static_site.records import Record


def unpacked(steps):
    """As `site-search.js` reads it."""
    numbers, at = [], -1
    for step in steps:
        for move in [step] if step > 0 else [1] * -step:
            at += move
            numbers.append(at)
    return numbers


def record(number, words, **more):
    said = {"register": "spend", "title": words, "about": "", "words": words, **more}
    return Record(address=f"/registers/spend/PAY-{number:06}/", **said)


def written(records):
    files = {}
    write_index(records, lambda name, said: files.setdefault(name, orjson.loads(said)))
    return files


def saying(files, word):
    shards = [said for name, said in files.items() if name.startswith("words/")]
    return [n for shard in shards if word in shard for n in unpacked(shard[word])]


@given(st.sets(st.integers(0, 300)))
def test_numbers_come_out_of_an_index_as_they_went_in(numbers):
    assert unpacked(packed(sorted(numbers))) == sorted(numbers)


def test_numbers_one_by_one_take_no_room():
    assert packed(range(100_000)) == [1, -99_999]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Caffè Nerò’s grant, 2026", {"caffe", "nero", "s", "grant", "2026"}),
        ("PAY-7QX2", {"pay", "7qx2"}),
        ("snake_case", {"snake", "case"}),
        ("x" * 90, {"x" * 40}),
    ],
)
def test_a_text_is_parted_into_plain_words(text, words):
    assert words_in(text) == words


def test_records_are_numbered_from_the_newest_and_their_amounts_from_the_largest():
    days = [date(2026, 1, 5), date(2026, 3, 1), None]
    files = written(
        [record(n, f"grant {n}", day=day, amount=Decimal(n)) for n, day in enumerate(days, start=1)]
    )

    assert [one[1] for one in files["records/0.json"]] == ["grant 2", "grant 1", "grant 3"]
    assert saying(files, "grant") == [0, 1, 2]
    assert saying(files, "~2025-26") == [0, 1]
    assert files["amounts.json"] == [2, 0, 1]
    assert files["index.json"]["years"] == ["2025-26"]
    assert files["index.json"]["registers"] == ["spend"]


def test_records_lie_in_blocks_of_a_hundred():
    files = written(record(n, "grant") for n in range(250))

    assert [len(files[f"records/{n}.json"]) for n in range(3)] == [100, 100, 50]


def test_words_that_begin_alike_are_parted_once_they_are_many():
    words = [f"se{'abc'[n % 3]}{n:013}" for n in range(9000)]
    files = written(record(n, f"se {word}") for n, word in enumerate(words))

    shards = files["index.json"]["shards"]
    assert {"se", "sea", "seb", "sec"} <= set(shards)
    sizes = [len(orjson.dumps(said)) for name, said in files.items() if name.startswith("words/")]
    assert max(sizes) <= SHARD
    assert [len(saying(files, word)) for word in words[:50]] == [1] * 50
