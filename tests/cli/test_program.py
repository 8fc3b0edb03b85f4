import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"


def almoner(*words, python=()):
    command = [sys.executable, *python, "-m", "almoner.cli", *words]
    return subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, check=False)


def test_check_file_names_the_columns_a_file_lacks(tmp_path):
    file = tmp_path / "grants.csv"
    file.write_text("Reference,Title\n", encoding="utf-8-sig")

    answer = almoner("check-file", str(file), "reference", "value", "signed_on")

    assert (answer.returncode, answer.stderr) == (1, "grants.csv lacks value, signed_on\n")


def test_check_file_runs_without_django(tmp_path):
    file = tmp_path / "grants.csv"
    file.write_text("reference\n")

    answer = almoner("check-file", str(file), "reference", python=["-X", "importtime"])

    assert answer.returncode == 0
    assert "django" not in answer.stderr


def test_other_words_are_djangos_commands():
    assert "verify_ledger" in almoner("help", "--commands").stdout
