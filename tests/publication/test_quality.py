from datetime import date
from decimal import Decimal

from almoner.publication.quality import InStandard, Quality, note_json, note_text
from tests.publication.registers import ADVICE, REFUGE, Grants, changed


def noted(*rows, **about):
    dataset = Grants(*rows)
    with Quality.of(dataset) as quality:
        for row in dataset.public_rows():
            quality.add(row)
        return quality.note(dataset="grants", period="2026-03", edition=1, **about)


def text_of(note):
    return note_text(note, title="Grants").decode().splitlines()


def test_a_note_counts_what_is_not_recorded_and_what_to_look_at():
    note = noted(
        REFUGE,
        changed(REFUGE, reference="GRT-3", start_date=date(2028, 1, 1)),
        ADVICE,
        changed(ADVICE, reference="GRT-4", purpose=None, recipient=""),
        in_standard=InStandard("360Giving", 3, 1, {"recipient_name": 1}),
        changes={"added": 1, "changed": 0, "gone": 2},
    )

    assert text_of(note) == [
        "Data quality: Grants, 2026-03, edition 1",
        "",
        "4 rows published.",
        "recipient: not recorded in 1 row (25%).",
        "purpose: not recorded in 1 row (25%).",
        "award_date: every row says it.",
        "amount_awarded: every row says it.",
        "Possible duplicates, which say what an earlier row says: 1 row.",
        "end_date is before start_date in 1 row.",
        "amount_awarded is negative in 2 rows.",
        "360Giving: 3 rows written, 1 left out.",
        "360Giving asks for recipient_name, which is not recorded in 1 row.",
        "Since the last edition: 1 added, 0 changed, 2 gone.",
    ]


def test_a_note_is_json_too():
    note = noted(changed(REFUGE, amount_awarded=None))

    assert note_json(note).decode().replace("\n", "").replace(" ", "") == (
        '{"dataset":"grants","period":"2026-03","edition":1,"rows":1,"required":['
        '{"column":"recipient","not_recorded":0},{"column":"purpose","not_recorded":0},'
        '{"column":"award_date","not_recorded":0},{"column":"amount_awarded","not_recorded":1}],'
        '"duplicates":0,"days_out_of_order":['
        '{"first":"start_date","then":"end_date","rows":0}],"negative_amounts":['
        '{"column":"amount_awarded","rows":0}],"in_standard":null,"changes":null}'
    )


def test_rows_that_differ_in_what_a_duty_asks_for_are_no_duplicates():
    note = noted(REFUGE, changed(REFUGE, reference="GRT-3", amount_awarded=Decimal(1)))

    assert (note.rows, note.duplicates) == (2, 0)


def test_where_no_duty_asks_for_anything_all_but_the_key_is_compared():
    from tests.publication.test_writers import Loans

    twins = type("Twins", (Loans,), {"rows": lambda self: [*Loans().rows(), *Loans().rows()]})()
    with Quality.of(twins) as quality:
        for row in twins.public_rows():
            quality.add(row)

    assert quality.duplicates == 2


def test_nothing_to_report_is_said():
    assert text_of(noted()) == [
        "Data quality: Grants, 2026-03, edition 1",
        "",
        "Nothing to report: no row falls in this period.",
        "There is no earlier edition to compare with.",
    ]


def test_a_gap_is_called_neither_nil_nor_whole_unless_it_is():
    few = noted(*[REFUGE] * 300, changed(REFUGE, purpose=None))
    most = noted(*[changed(REFUGE, purpose=None)] * 300, REFUGE)
    all_of_them = noted(changed(REFUGE, purpose=None))

    assert [text_of(note)[4] for note in (few, most, all_of_them)] == [
        "purpose: not recorded in 1 row (1%).",
        "purpose: not recorded in 300 rows (99%).",
        "purpose: not recorded in 1 row (100%).",
    ]
