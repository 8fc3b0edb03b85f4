import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from almoner.search import sources
from almoner.search.audiences import OFFICIALS, PUBLIC
from almoner.search.models import Entry
from almoner.search.operations import (
    gate_for,
    index_entries,
    open_gate,
    rebuild_index,
    remove_entries,
)
from almoner.search.queries import entries_behind, matches
from almoner.search.sources import declare_entries

pytestmark = pytest.mark.django_db


def entry(number, title, *, audience=PUBLIC, gate=None):
    return Entry(
        kind="sample.thing",
        reference=f"THI-{number}",
        object_pk=number,
        audience=audience,
        title=title,
        gate=gate,
    )


def found(typed):
    return sorted(entry.title for entry in matches(typed, audiences=[PUBLIC]))


def test_index_entries_brings_up_to_date_what_is_there():
    index_entries([entry(1, "The old name"), entry(2, "The other")])

    index_entries([entry(1, "The new name")])

    assert (found("old"), found("new"), found("the ")) == (
        [],
        ["The new name"],
        ["The new name", "The other"],
    )


def test_index_entries_takes_what_is_no_longer_for_an_audience_from_it():
    index_entries([entry(1, "The name")])

    index_entries([entry(1, "The name", audience=OFFICIALS)])

    assert found("name") == []


def test_remove_entries_takes_them_out_of_the_words_too():
    index_entries([entry(1, "The name"), entry(2, "The other name")])

    remove_entries("sample.thing", ["THI-1", "THI-3"])

    assert found("name") == ["The other name"]


def test_a_gate_lets_a_whole_import_be_found_at_once():
    gate = gate_for("BAT-7QX2MHW4PC")
    index_entries([entry(number, f"Row {number}", gate=gate) for number in range(3)])
    hidden = found("row")

    open_gate("BAT-7QX2MHW4PC")

    assert (hidden, len(found("row"))) == ([], 3)
    assert gate_for("BAT-7QX2MHW4PC") == gate
    assert entries_behind("BAT-7QX2MHW4PC").count() == 3


def test_rebuild_index_makes_a_kind_again_and_leaves_what_is_staged(monkeypatch):
    monkeypatch.setattr(sources, "sources", {})
    monkeypatch.setattr("almoner.search.operations.sources", sources.sources)
    declare_entries("sample.thing")(lambda: (entry(number, f"Row {number}") for number in (1, 2)))
    index_entries([entry(1, "Row stale"), entry(9, "Row gone")])
    index_entries([entry(7, "Row staged", gate=gate_for("BAT-7QX2MHW4PC"))])

    assert rebuild_index("sample.thing") == 2
    open_gate("BAT-7QX2MHW4PC")

    assert found("row") == ["Row 1", "Row 2", "Row staged"]


def test_two_sources_cannot_make_one_kind(monkeypatch):
    monkeypatch.setattr(sources, "sources", {})
    declare_entries("sample.thing")(list)

    with pytest.raises(ValueError, match="Two sources make entries of 'sample.thing'"):
        declare_entries("sample.thing")(list)


@pytest.mark.engine("sqlite")
def test_a_check_names_a_trigger_that_the_index_lost():
    call_command("check", databases=["default"])
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER search_entry_removed")

    with pytest.raises(SystemCheckError, match="search_entry_removed is missing from default"):
        call_command("check", databases=["default"])


@pytest.mark.django_db(transaction=True)
def test_the_words_are_forgotten_with_their_entries_when_the_tables_are_emptied():
    index_entries([entry(1, "The name")])

    call_command("flush", interactive=False, verbosity=0)
    index_entries([entry(1, "Another")])

    assert (found("name"), found("another")) == ([], ["Another"])
