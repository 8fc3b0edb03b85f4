import pytest

from almoner.accounts.roles import Role
from almoner.core.ledger import checkpoint
from almoner.registers.kinds import Register
from almoner.registers.operations import import_file
from almoner.registers.queries import batches_by_line, imported_files
from tests.factories import DAY, NOON, official
from tests.registers.files import PLAIN, spend_file

pytestmark = pytest.mark.django_db


def bring_in(tmp_path, rows, name):
    path = spend_file(tmp_path, rows, name=name)
    by = official(Role.FINANCE)
    return import_file(
        path, register=Register.SPEND, publisher="Wexmoor", known_from=DAY, by=by, at=NOON
    ).imported


def test_batches_by_a_line_are_those_whose_line_had_been_written(tmp_path):
    first = bring_in(tmp_path, PLAIN[:1], "first.csv")
    line = checkpoint().count
    second = bring_in(tmp_path, PLAIN[1:], "second.csv")

    assert list(batches_by_line(Register.SPEND, line, on=DAY)) == [first.batch]
    assert set(batches_by_line(Register.SPEND, line + 1, on=DAY)) == {first.batch, second.batch}
    assert not batches_by_line(Register.SPEND, line - 1, on=DAY).exists()


def test_imported_files_are_listed_newest_first(tmp_path, django_assert_num_queries):
    bring_in(tmp_path, PLAIN[:1], "first.csv")
    bring_in(tmp_path, PLAIN[1:], "second.csv")

    with django_assert_num_queries(1):
        names = [(file.file_name, file.batch.kind) for file in imported_files(Register.SPEND)]

    assert names == [("second.csv", "spend"), ("first.csv", "spend")]
