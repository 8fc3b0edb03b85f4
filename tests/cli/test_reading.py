import csv
import gzip
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from almoner.cli.program import answer
from almoner.opendata.sources import column_letters
from tests.cli.test_program import SOURCE, almoner

SPEND = "Payment Date,Supplier Name,Net Amount\n"
GOOD = "02/04/2026,Harbour Trust,100.50\n"
TRACKER = """
kind = "recommendations"
title = "recommendations"
money = []
needs = [["recommendation"], ["owner"]]
[fields.recommendation]
type = "text"
says = "what was recommended"
words = ["recommendation"]
[fields.owner]
type = "text"
says = "whose it is"
words = ["owner"]
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(name, text):
    Path(name).write_text(text, encoding="utf-8")
    return name


def rows_in(name):
    with Path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_reading_wakes_no_django(folder):
    name = put("spend.csv", SPEND + GOOD)

    read = almoner("read", str(folder / name), python=["-X", "importtime"])

    assert read.returncode == 0
    assert "django" not in read.stderr


def test_a_file_read_whole_is_told_in_words_and_exits_0(folder, capsys):
    code = answer(["read", put("spend.csv", SPEND + GOOD)])

    said = capsys.readouterr()
    assert (code, said.err) == (0, "")
    assert "Payments   rows  accepted  repaired  rejected  blank   amount\n" in said.out
    assert "all of it     1         1         0         0      0  £100.50\n" in said.out
    assert "B  Supplier Name  supplier_name  98%\n" in said.out


def test_rejected_rows_are_told_where_and_why_and_exit_1(folder, capsys):
    code = answer(["read", put("spend.csv", f"{SPEND}{GOOD}soon,Tern,5\n,Total,105.50\n")])

    said = capsys.readouterr().out
    assert code == 1
    assert "Rejected: these rows were not read" in said
    assert "line 3, column A: soon" in said
    assert "1 row: The row adds up others.\n" in said


def test_each_thing_that_is_told_says_what_to_do_unless_that_is_nothing(folder, capsys):
    answer(["read", put("spend.csv", f"{SPEND}{GOOD}soon,Tern,5\n46114,Oak,5\n")])

    said = capsys.readouterr().out
    assert (
        "1 row: This is not a day.\n"
        "      What to do: Write days as 2026-04-01, or as 01/04/2026 with the day first.\n"
    ) in said
    assert "1 row: A day stood as a number, as Excel keeps it.\n      (excel-serial-date" in said
    assert "Not added up: £5.00 in rejected rows.\n" in said
    assert "add: --rejected left.csv\n" in said


def test_a_cell_that_was_left_out_of_a_row_that_was_kept_is_said_to_be(folder, capsys):
    heads = "Contract Title,Supplier,Start Date,Contract Value\n"
    rows = "Mowing,Tern,01/04/2026,£5 to £9\nTar,Oak,01/04/2026,50\n"

    answer(["read", put("contracts.csv", heads + rows)])

    said = capsys.readouterr().out
    assert "line 2, column D: £5 to £9 → left out\n" in said
    assert "--rejected" not in said


def test_a_column_left_unread_says_why(folder, capsys):
    heads = "Contract Title,Supplier,Start Date,Contract Value (£000s),Pages\n"

    answer(["read", put("contracts.csv", heads + "Mowing,Tern,01/04/2026,12,3\n")])

    said = capsys.readouterr().out
    assert "not read. The amounts are in thousands of pounds.\n" in said
    assert "E  Pages                   not read\n" in said


def test_a_table_of_a_given_kind_that_lacks_a_column_says_what_every_row_needs(folder, capsys):
    code = answer(["read", "--kind", "grants", put("list.csv", "Ward,Park\nMere,Green\n")])

    said = capsys.readouterr().err
    assert code == 2
    assert "Every row needs recipient_name, and amount_awarded: say with --mapping" in said


@pytest.fixture
def one_line(folder, capsys):
    """What `--json` says of a file with a row of each fate: the exit code, and the line."""
    text = "Line,Date,Supplier,Amount\n1,02/04/2026,Tern,5\n2,46114,Tern,7\n3,,,\n4,,Tern,9\n"
    code = answer(["read", "--json", put("spend.csv", text)])
    (line,) = capsys.readouterr().out.splitlines()
    return code, json.loads(line)


def test_one_line_of_json_says_how_the_columns_were_read(one_line):
    code, said = one_line

    (table,) = said["tables"]
    assert (code, said["file"]) == (1, "spend.csv")
    assert list(said) == ["file", "tables", "passed_over", "problems"]
    assert (table["sheet"], table["header_row"], table["kind"]) == (None, 1, "spend")
    assert table["columns"][0]["field"] is None
    assert table["columns"][2] == {
        "index": 2,
        "header": "Supplier",
        "field": "supplier_name",
        "confidence": 0.98,
    }


def test_one_line_of_json_says_what_became_of_every_row(one_line):
    _, said = one_line

    (table,) = said["tables"]
    assert table["rows"] == {"seen": 4, "accepted": 1, "repaired": 1, "rejected": 1, "blank": 1}
    assert table["money"] == {
        "field": "amount",
        "accepted": "12.00",
        "rejected": "9.00",
        "unreadable": 0,
        "other_currency": 0,
    }


def test_one_line_of_json_says_what_was_wrong_and_where(one_line):
    _, said = one_line

    assert [(p["code"], p["level"], p["count"]) for p in said["problems"]] == [
        ("missing-value", "rejected", 1),
        ("excel-serial-date", "repaired", 1),
    ]
    assert said["problems"][1]["examples"] == [
        {
            "sheet": None,
            "line": 3,
            "column": 2,
            "cell": "B3",
            "field": "date",
            "value": "46114",
            "became": "2026-04-02",
        }
    ]


def test_a_column_that_only_helps_to_read_another_is_no_field_of_the_rows(folder, capsys):
    text = "Recipient,Amount Awarded,Currency\nTern Trust,5,GBP\n"

    answer(["read", "--json", put("grants.csv", text)])

    (table,) = json.loads(capsys.readouterr().out)["tables"]
    assert [c["field"] for c in table["columns"]] == ["recipient_name", "amount_awarded", None]


def test_a_file_that_cannot_be_read_is_a_sentence_and_the_worst_of_several(folder, capsys):
    good, bad = put("spend.csv", SPEND + GOOD), put("codes.csv", "Code,Title\nA,First\nB,Second\n")

    code = answer(["read", "--json", bad, good])

    said = capsys.readouterr()
    refused, read = map(json.loads, said.out.splitlines())
    assert code == 2
    assert list(refused) == ["file", "error"]
    assert refused["error"].startswith("codes.csv holds no table of contracts, grants or payments")
    assert said.err == f"almoner: {refused['error']}\n"
    assert read["file"] == "spend.csv"


def test_a_workbook_is_told_sheet_by_sheet_and_layout_by_layout(folder, capsys):
    with xlsxwriter.Workbook("year.xlsx") as book:
        for month in ("April", "May"):
            sheet = book.add_worksheet(month)
            sheet.write_row(0, 0, ["Date", "Supplier", "Amount"])
            sheet.write_row(1, 0, ["2026-04-02", "Tern", 5.129999999])
        june = book.add_worksheet("June")
        june.write_row(0, 0, ["Supplier", "Date", "Amount"])
        june.write_row(1, 0, ["Tern", "2026-06-02", 7])
        notes = book.add_worksheet("Notes")
        notes.write_row(0, 0, ["Read me", "Please"])

    code = answer(["read", "year.xlsx"])

    said = capsys.readouterr().out
    assert code == 0
    assert "together     3         1         2         0      0  £17.26\n" in said
    assert "How the columns are read in April, May, headings in row 1\n" in said
    assert "April C2: 5.129999999 → 5.13\n" in said
    assert "Sheet “Notes” is no such table: " in said


def test_rows_that_were_kept_are_written_in_our_fields(folder):
    file = put("spend.csv", f"{SPEND}{GOOD}46114,=cmd() Ltd,(5)\nsoon,Tern,7\n")

    code = answer(["read", file, "--out", "rows.csv", "--rejected", "left.csv"])

    kept, left = rows_in("rows.csv"), rows_in("left.csv")
    assert code == 1
    assert [(r["row"], r["kind"], r["outcome"]) for r in kept] == [
        ("2", "spend", "accepted"),
        ("3", "spend", "repaired"),
    ]
    assert [(r["date"], r["supplier_name"], r["amount"]) for r in kept] == [
        ("2026-04-02", "Harbour Trust", "100.50"),
        ("2026-04-02", "'=cmd() Ltd", "-5.00"),
    ]
    assert "currency" not in kept[0]
    assert [(r["row"], r["code"], r["field"], r["cells"]) for r in left] == [
        ("4", "date-unreadable", "date", "soon")
    ]


def test_rows_of_a_file_that_breaks_off_are_not_written(folder):
    good = put("good.csv", f"{SPEND}{GOOD}soon,Tern,7\n")
    text = SPEND + "".join(f"02/04/2026,{n * n * 7919 % 1_000_003} Ltd,5\n" for n in range(40_000))
    Path("broken.csv.gz").write_bytes(gzip.compress(f"{text}soon,Gull,7\n".encode())[:-9])

    code = answer(["read", good, "broken.csv.gz", "--out", "rows.csv", "--rejected", "left.csv"])

    assert code == 2
    assert [r["supplier_name"] for r in rows_in("rows.csv")] == ["Harbour Trust"]
    assert [r["file"] for r in rows_in("left.csv")] == ["good.csv"]


def test_headings_without_a_row_are_no_table(folder, capsys):
    code = answer(["read", put("spend.csv", f"{SPEND},,\n")])

    assert code == 2
    assert capsys.readouterr().err.startswith(
        "almoner: spend.csv has the headings of payments and no row below them: it is a template"
    )


def test_kinds_with_other_fields_are_written_under_the_fields_of_both(folder):
    grants = "Recipient Name,Amount Awarded,Award Date\nTern Trust,9,2026-04-02\n"

    answer(["read", put("s.csv", SPEND + GOOD), put("g.csv", grants), "--out", "rows.csv"])

    said = [(r["kind"], r["amount"], r["amount_awarded"]) for r in rows_in("rows.csv")]
    assert said == [("spend", "100.50", ""), ("grants", "", "9.00")]


def test_what_stood_under_the_name_stays_until_the_new_is_whole(folder, monkeypatch):
    put("rows.csv", "as it was")
    file = put("spend.csv", SPEND + GOOD)
    monkeypatch.setattr("almoner.cli.reading_rows.Keeper.write", failing)

    with pytest.raises(RuntimeError):
        answer(["read", file, "--out", "rows.csv"])

    assert Path("rows.csv").read_text(encoding="utf-8") == "as it was"
    assert sorted(path.name for path in folder.iterdir()) == ["rows.csv", "spend.csv"]


def failing(*_):
    raise RuntimeError


def test_a_place_that_cannot_be_written_is_misuse(folder, capsys):
    file = put("spend.csv", SPEND + GOOD)

    assert answer(["read", file, "--out", "nowhere/rows.csv"]) == 2
    assert capsys.readouterr().err == (
        "almoner: nowhere/rows.csv cannot be written: No such file or directory.\n"
    )


def test_what_is_read_is_never_written_over(folder, capsys):
    file = put("spend.csv", SPEND + GOOD)

    assert answer(["read", file, "--out", file]) == 2
    assert capsys.readouterr().err == (
        "almoner: spend.csv is one of the files to read. Write to another.\n"
    )


def test_a_mapping_is_saved_changed_and_obeyed(folder, capsys):
    file = put("odd.csv", "When,Who,How much,Code\n02/04/2026,Tern,5,x\n03/04/2026,Gull,6,y\n")
    saved = '[[layouts]]\nkind = "spend"\n[layouts.columns]\n'
    saved += '"When" = "date"\n"Who" = "supplier_name"\n"How much" = "amount"\n"Code" = ""\n'

    code = answer(["read", "--json", file, "--mapping", put("m.toml", saved)])

    (table,) = json.loads(capsys.readouterr().out)["tables"]
    assert code == 0
    assert [(c["field"], c["confidence"]) for c in table["columns"]] == [
        ("date", 1.0),
        ("supplier_name", 1.0),
        ("amount", 1.0),
        (None, 0.0),
    ]


def test_a_saved_mapping_reads_the_same_file_the_same_way(folder, capsys):
    file = put("spend.csv", SPEND + GOOD)
    answer(["read", "--json", file, "--save-mapping", "m.toml"])
    first = json.loads(capsys.readouterr().out)

    answer(["read", "--json", file, "--mapping", "m.toml"])

    again = json.loads(capsys.readouterr().out)
    fields = [[c["field"] for c in said["tables"][0]["columns"]] for said in (first, again)]
    assert fields[0] == fields[1] == ["date", "supplier_name", "amount"]


def test_the_mapping_of_a_file_that_could_not_be_read_is_not_saved(folder):
    assert answer(["read", put("template.csv", SPEND), "--save-mapping", "m.toml"]) == 2

    assert not Path("m.toml").exists()


def test_a_mapping_that_somebody_changed_is_kept_beside_the_new_one(folder, capsys):
    put("m.toml", "mine = 1\n")

    answer(["read", put("spend.csv", SPEND + GOOD), "--save-mapping", "m.toml"])

    assert Path("m.toml.before").read_text(encoding="utf-8") == "mine = 1\n"
    assert 'kind = "spend"' in Path("m.toml").read_text(encoding="utf-8")
    assert "kept as m.toml.before" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ("kind = ", "m.toml is not a mapping"),
        ("kind = " + "[" * 5000, "m.toml is not a mapping"),
        ('[[layouts]]\nkind = "loans"\ncolumns = {}\n', "m.toml speaks of the kind “loans”"),
        (
            '[[layouts]]\nkind = "spend"\ncolumns = {Who = "suplier_name"}\n',
            "Did you mean “supplier_name”?",
        ),
        (
            '[[layouts]]\nkind = "spend"\ncolumns = {A = "amount", B = "amount"}\n',
            "reads both “A” and “B” as “amount”",
        ),
    ],
)
def test_a_mapping_that_cannot_be_obeyed_is_refused_with_the_remedy(folder, capsys, mapping, says):
    file = put("spend.csv", SPEND + GOOD)

    assert answer(["read", file, "--mapping", put("m.toml", mapping)]) == 2
    assert says in capsys.readouterr().err


def test_any_other_dictionary_of_fields_may_be_given(folder, capsys):
    file = put("tracker.csv", "No,Recommendation,Owner\n1,Publish the register,Lena\n2,,\n")

    code = answer(["read", "--json", file, "--fields", put("d.toml", TRACKER)])

    (table,) = json.loads(capsys.readouterr().out)["tables"]
    assert (code, table["kind"], table["money"]["field"]) == (0, "recommendations", None)
    assert table["rows"] == {"seen": 2, "accepted": 1, "repaired": 0, "rejected": 0, "blank": 1}


def test_a_table_without_money_is_told_without_it(folder, capsys):
    file = put("tracker.csv", "No,Recommendation,Owner\n1,Publish the register,Lena\n")

    answer(["read", file, "--fields", put("d.toml", TRACKER)])

    assert "Recommendations  rows  accepted  repaired  rejected  blank\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--fields", "d.toml", "--kind", "spend"], "Give --kind or --fields"),
        (["--fields", "none.toml"], "none.toml cannot be opened"),
    ],
)
def test_words_that_contradict_each_other_are_misuse(folder, capsys, words, says):
    put("d.toml", TRACKER)

    assert answer(["read", put("spend.csv", SPEND + GOOD), *words]) == 2
    assert says in capsys.readouterr().err


def test_a_bar_is_shown_only_to_whoever_watches_and_waits(folder):
    program = "import sys\nfrom almoner.cli import reading_progress\n"
    program += "reading_progress.PATIENCE = 0\nfrom almoner.cli.program import main\nmain()\n"
    file = put("[dim]spend.csv", SPEND + GOOD * 5000)

    shown, watched = run_watched(program, "read", "--json", file)

    assert json.loads(shown)["tables"][0]["rows"]["seen"] == 5000
    assert "[dim]spend.csv: 5,000 rows" in watched


def run_watched(program, *words):
    """Run it with a terminal for its error stream; what it printed, and what that showed."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", program, *words],
        env={**os.environ, "PYTHONPATH": str(SOURCE), "TERM": "xterm", "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
    )
    os.close(theirs)
    watched = bytearray()
    try:
        while piece := os.read(ours, 65_536):
            watched += piece
    except OSError:  # the terminal's other end is closed
        pass
    os.close(ours)
    return process.communicate()[0], watched.decode()


@pytest.mark.parametrize(("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_are_lettered_as_spreadsheets_do(index, name):
    assert column_letters(index) == name


STEERING = "\x1b[31m\x9b\u202e"


def test_nothing_of_a_file_steers_the_terminal(folder, capsys):
    bad = f"so{STEERING}on,[bold]Tern[/nope],5\n"
    spend = put(f"a{STEERING}[b].csv", f"Date,Supplier,Amount,{STEERING}\n{GOOD}{bad}")
    codes = put(f"codes{STEERING}.csv", f"{STEERING},Title\nA,First\n")

    said = [answer(["read", spend, codes]), answer(["read", "--json", spend, codes])]

    shown = capsys.readouterr()
    assert said == [2, 2]
    assert not {*STEERING[:1], *STEERING[5:]} & {*shown.out, *shown.err}
    assert "line 3, column A: so\\x1b[31m\\x9b\\u202eon\n" in shown.out


def test_a_name_that_is_no_text_is_told_in_json_all_the_same(folder, capsys):
    name = os.fsdecode(b"\xff.csv")
    Path(name).write_text(SPEND + GOOD, encoding="utf-8")

    code = answer(["read", "--json", name, "--out", "rows.csv"])

    assert (code, json.loads(capsys.readouterr().out)["file"]) == (0, "\ufffd.csv")
    assert [row["file"] for row in rows_in("rows.csv")] == ["\ufffd.csv"]


def test_what_is_said_goes_through_a_pipe_of_any_encoding(folder, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    put("odd.csv", f"{SPEND}02/04/2026,Café,100.001\n")

    read = almoner("read", str(folder / "odd.csv"))

    assert (read.returncode, read.stderr) == (0, "")
    assert "line 2, column C: 100.001 \\u2192 100.00" in read.stdout


def test_what_needs_more_memory_than_there_is_cannot_be_read(folder, capsys, monkeypatch):
    def run_out(*_):
        raise MemoryError

    monkeypatch.setattr("almoner.opendata.reading.open_source", run_out)

    assert answer(["read", "big.json"]) == 2
    assert capsys.readouterr().err == (
        "almoner: big.json needs more memory than there is."
        " Save its table as CSV, which is read row by row.\n"
    )


@pytest.mark.parametrize("words", [["--out", "/dev/null"], ["--rejected", "."]])
def test_a_device_or_a_folder_is_never_replaced(folder, capsys, words):
    file = put("spend.csv", SPEND + GOOD)

    assert answer(["read", file, *words]) == 2
    assert capsys.readouterr().err == (
        f"almoner: {words[1]} is a folder or a device. Give the name of a file to write.\n"
    )


def test_two_kinds_of_rows_are_not_written_to_one_file(folder, capsys):
    file = put("spend.csv", SPEND + GOOD)

    assert answer(["read", file, "--out", "rows.csv", "--rejected", "./rows.csv"]) == 2
    assert "name one file twice" in capsys.readouterr().err


def test_a_mapping_that_cannot_be_written_is_misuse(folder, capsys):
    file = put("spend.csv", SPEND + GOOD)

    assert answer(["read", file, "--save-mapping", "nowhere/m.toml"]) == 2
    assert capsys.readouterr().err == (
        "almoner: nowhere/m.toml cannot be written: No such file or directory.\n"
    )


@pytest.mark.parametrize("place", ["--out", "--rejected"])
def test_a_disk_that_is_full_is_told_in_a_sentence(folder, place):
    file = put("spend.csv", SPEND + (GOOD + "soon,Tern,5\n") * 5000)
    program = "import resource as r, signal as s\ns.signal(s.SIGXFSZ, s.SIG_IGN)\n"
    program += "r.setrlimit(r.RLIMIT_FSIZE, (50_000, 50_000))\n"
    program += "from almoner.cli.program import main\nmain()\n"

    # What measures the tests writes a file of its own, for which there is no room either.
    unmeasured = {name: said for name, said in os.environ.items() if "COV" not in name}

    done = subprocess.run(
        [sys.executable, "-c", program, "read", "--json", file, place, "rows.csv"],
        env={**unmeasured, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr == (
        "almoner: The rows cannot be written: File too large. Make room for them.\n"
    )
    assert sorted(path.name for path in folder.iterdir()) == ["spend.csv"]
