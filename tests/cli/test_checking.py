import json

from almoner.cli.checking import MOST, SHOWN
from almoner.cli.program import answer
from tests.cli.test_program import almoner
from tests.cli.test_reading import GOOD, SPEND, folder, put

__all__ = ["folder"]


def test_checking_wakes_no_django(folder):
    name = put("spend.csv", SPEND + GOOD)

    checked = almoner("check", str(folder / name), python=["-X", "importtime"])

    assert checked.returncode == 0
    assert "django" not in checked.stderr


def test_a_file_with_nothing_to_judge_exits_0(folder, capsys):
    assert answer(["check", put("spend.csv", SPEND + GOOD)]) == 0
    assert capsys.readouterr().out == "spend.csv: 1 rows.\n\n"


def test_what_blocks_is_told_first_with_its_place_and_exits_1(folder, capsys):
    rows = "03/04/2026,Tern Ltd,0\n04/04/2026,Mrs J Smith,5\n,Oak,1\n"

    code = answer(["check", put("spend.csv", SPEND + GOOD + rows)])

    assert code == 1
    assert capsys.readouterr().out == (
        "spend.csv: 1 of 3 rows must not be published yet.\n"
        "  1 more were rejected and not looked at: see `almoner read`.\n"
        "\n"
        "  Not to be published until somebody has judged it\n"
        "    This looks like a private person's name. (person-paid, 1)\n"
        "      What to do: Withhold the name, or record that it is a business and why it may be"
        " published.\n"
        "        line 4, column B: Mrs J Smith\n"
        "\n"
        "  To look at\n"
        "    The amount is nil or less. (amount-not-positive, 1)\n"
        "      What to do: Check the amount, or leave the row out if nothing was agreed or paid.\n"
        "        line 3, column C: 0.00\n"
        "\n"
    )


def test_the_json_lists_every_cell_in_its_place(folder, capsys):
    rows = "04/04/2026,Mrs J Smith,5\n"

    answer(["check", "--json", put("spend.csv", SPEND + GOOD + rows)])

    said = json.loads(capsys.readouterr().out)
    (finding,) = said.pop("findings")
    assert said == {"file": "spend.csv", "rows": 2, "rows_that_wait": 1, "rows_rejected": 0}
    assert (finding["code"], finding["severity"], finding["count"]) == ("person-paid", "blocks", 1)
    assert finding["cells"][0]["words"] == "Mrs J Smith"
    assert finding["cells"][0]["line"] == 3


def test_of_many_findings_the_first_are_shown_and_the_rest_counted(folder, capsys):
    answer(["check", put("spend.csv", SPEND + GOOD * (SHOWN + 3))])

    assert "and 2 more: --json lists them\n" in capsys.readouterr().out


def test_of_very_many_findings_no_more_are_kept_than_memory_should_hold(folder, capsys):
    answer(["check", "--json", put("spend.csv", SPEND + GOOD * (MOST + 3))])

    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["count"], len(finding["cells"])) == (MOST + 2, MOST)


def test_an_amount_far_out_is_told_with_its_line(folder, capsys):
    rows = "".join(f"04/04/2026,Tern Ltd,{amount}\n" for amount in range(100, 130))

    answer(["check", put("spend.csv", f"{SPEND}{rows}05/04/2026,Tern Ltd,9900000\n")])

    assert "line 32, column C: £9,900,000.00\n" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_exits_2(folder, capsys):
    assert answer(["check", "--json", put("note.csv", "Dear all\n")]) == 2

    said = capsys.readouterr()
    assert json.loads(said.out).keys() == {"file", "error"}
    assert said.err.startswith("almoner: note.csv ")


def test_a_mapping_that_cannot_be_read_is_a_misuse(folder, capsys):
    assert answer(["check", put("spend.csv", SPEND), "--mapping", put("m.toml", "=")]) == 2
    assert capsys.readouterr().err.startswith("almoner: ")


def test_files_or_the_sample_must_be_given_and_not_both(folder, capsys):
    assert (answer(["check"]), answer(["check", "--sample", "x.csv"])) == (2, 2)


def test_the_sample_says_how_the_checks_do(folder, capsys):
    assert answer(["check", "--sample"]) == 0

    said = capsys.readouterr().out
    assert "Rows that the rules were made with: " in said
    assert "Rows that were kept back meanwhile: " in said


def test_the_sample_says_the_same_in_json(folder, capsys):
    answer(["check", "--sample", "--json"])

    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["sample"] for one in said] == ["tuned_on", "held_out", "afterwards", "fresh"]
    assert said[0]["codes"]["person-paid"]["expected"] > 0
