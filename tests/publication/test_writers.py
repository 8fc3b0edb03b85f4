import json
from datetime import date
from decimal import Decimal

import pytest

from almoner.publication.datasets import Access, Column, Dataset, Type, register, registry
from almoner.publication.writers import TOGETHER, csv_lines, in_pieces, json_lines


class Loans(Dataset):
    """A dataset with a column for each access."""

    slug = "loans"
    title = "Loans"
    columns = [
        Column("reader", "Who borrowed", access=Access.PERSONAL),
        Column("title", "The book", key=True),
        Column("shelf", "Where it stands", access=Access.INTERNAL),
        Column("fine", "What is owed", unit="GBP", type=Type.AMOUNT),
        Column("due_on", "When it comes back", type=Type.DAY),
        Column("times", "How often it was lent", type=Type.COUNT),
    ]

    def rows(self):
        yield "Ada", 'Dombey, and "Son"', "F3", Decimal("1.5"), date(2026, 3, 4), 2
        yield "Ben", "Café\nLife", "F4", Decimal("12345678901.10"), None, 0


def test_csv_has_the_public_columns_and_line_feeds():
    assert b"".join(csv_lines(Loans())).decode() == (
        "title,fine,due_on,times\n"
        '"Dombey, and ""Son""",1.50,2026-03-04,2\n'
        '"Café\nLife",12345678901.10,,0\n'
    )


def test_pieces_hold_many_lines_and_all_of_them():
    lines = [b"%d\n" % n for n in range(2 * TOGETHER + 1)]

    pieces = list(in_pieces(iter(lines)))

    assert [piece.count(b"\n") for piece in pieces] == [TOGETHER, TOGETHER, 1]
    assert b"".join(pieces) == b"".join(lines)


def test_json_has_the_public_columns_and_exact_amounts():
    text = b"".join(json_lines(Loans(), period="2026-03", edition=1)).decode()

    assert text == (
        '{"dataset":"loans","title":"Loans","period":"2026-03","edition":1,"rows":[\n'
        '{"title":"Dombey, and \\"Son\\"","fine":1.50,"due_on":"2026-03-04","times":2},\n'
        '{"title":"Café\\nLife","fine":12345678901.10,"due_on":null,"times":0}\n'
        "]}\n"
    )
    read = json.loads(text, parse_float=Decimal)
    assert read["rows"][1]["fine"] == Decimal("12345678901.10")


def test_json_of_no_rows_is_json():
    empty = type("Empty", (Loans,), {"rows": lambda self: iter(())})

    assert json.loads(b"".join(json_lines(empty())))["rows"] == []


def test_a_value_of_no_known_type_is_refused():
    odd = type("Odd", (Loans,), {"rows": lambda self: iter([("A", {1}, "B", 1, None, 2)])})

    with pytest.raises(TypeError):
        list(json_lines(odd()))


def test_nothing_personal_or_internal_reaches_a_byte():
    written = b"".join([*csv_lines(Loans()), *json_lines(Loans())])

    assert [word for word in (b"Ada", b"Ben", b"F3", b"reader", b"shelf") if word in written] == []


def test_two_datasets_cannot_share_a_slug(monkeypatch):
    monkeypatch.setitem(registry, "loans", Loans)

    with pytest.raises(ValueError, match="Two datasets are called 'loans'"):
        register(Loans)
