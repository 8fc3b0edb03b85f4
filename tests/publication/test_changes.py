from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from almoner.publication.changes import ChangesWriter
from tests.publication.registers import ADVICE, REFUGE, Grants, changed


def compared(before, after):
    dataset = Grants(*after)
    with ChangesWriter.since(Grants(*before)) as changes:
        pieces = [changes.begin()]
        pieces += [changes.row(row) for row in dataset.public_rows()]
        pieces += changes.end()
        return b"".join(pieces).decode().splitlines(), changes.counts


def test_what_changed_is_said_by_key_kind_and_column():
    gone = changed(REFUGE, reference="GRT-9")
    after = changed(REFUGE, purpose="Two refuges", amount_awarded=Decimal("1300.00"))

    lines, counts = compared([REFUGE, gone], [after, ADVICE])

    assert lines == [
        "reference,change,columns",
        "GRT-1,changed,purpose; amount_awarded",
        "GRT-2,added,",
        "GRT-9,gone,",
    ]
    assert counts == {"added": 1, "changed": 1, "gone": 1}


def test_what_is_published_alike_has_not_changed():
    before = changed(REFUGE, amount_awarded=Decimal("1200.5"), contact="Ada", purpose="")
    after = changed(REFUGE, amount_awarded=Decimal("1200.50"), contact="Ben", purpose=None)

    lines, counts = compared([before], [after])

    assert lines == ["reference,change,columns"]
    assert counts == {"added": 0, "changed": 0, "gone": 0}


def test_rows_of_one_key_are_taken_in_turn():
    twin = changed(REFUGE, purpose="Another")

    assert compared([REFUGE, twin], [REFUGE, twin, twin])[0][1:] == ["GRT-1,added,"]
    assert compared([REFUGE, twin], [REFUGE])[0][1:] == ["GRT-1,gone,"]


ROWS = st.dictionaries(st.integers(0, 20), st.sampled_from(["a", "b", "c"]))


def rows_of(said):
    return [changed(REFUGE, reference=f"GRT-{n}", purpose=text) for n, text in said.items()]


@given(ROWS, ROWS)
def test_changes_are_those_of_a_dictionary(before, after):
    _, counts = compared(rows_of(before), rows_of(after))

    assert counts == {
        "added": len(after.keys() - before.keys()),
        "changed": sum(before[n] != after[n] for n in before.keys() & after.keys()),
        "gone": len(before.keys() - after.keys()),
    }
