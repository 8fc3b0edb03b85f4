from typing import Any

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE search_words USING fts5(
        title_words, text_words, content='search_entry', content_rowid='id',
        tokenize='unicode61 remove_diacritics 2', prefix='2 3')""",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_words (rowid, title_words, text_words)
        VALUES (NEW.id, NEW.title_words, NEW.text_words); END""",
    """CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_words (search_words, rowid, title_words, text_words)
        VALUES ('delete', OLD.id, OLD.title_words, OLD.text_words); END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE OF title_words, text_words ON search_entry
        BEGIN
        INSERT INTO search_words (search_words, rowid, title_words, text_words)
        VALUES ('delete', OLD.id, OLD.title_words, OLD.text_words);
        INSERT INTO search_words (rowid, title_words, text_words)
        VALUES (NEW.id, NEW.title_words, NEW.text_words); END""",
]
POSTGRESQL = [
    """ALTER TABLE search_entry ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title_words), 'A') ||
        setweight(to_tsvector('simple', text_words), 'B')) STORED""",
    "CREATE INDEX search_entry_words ON search_entry USING gin (words)",
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER search_entry_added",
        "DROP TRIGGER search_entry_removed",
        "DROP TRIGGER search_entry_changed",
        "DROP TABLE search_words",
    ],
    "postgresql": ["ALTER TABLE search_entry DROP COLUMN words"],
}


def make(_apps: Any, editor: Any) -> None:
    for sql in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(sql, params=None)


def undo(_apps: Any, editor: Any) -> None:
    for sql in UNDO[editor.connection.vendor]:
        editor.execute(sql, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(make, undo)]
