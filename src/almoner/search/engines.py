"""How each database is asked. The words are plain letters and digits, so none can be syntax."""

from typing import Protocol

from .words import Query, Term


class Engine(Protocol):
    """A database's own full-text index, asked by a subquery that gives the entries' keys."""

    keys: str

    def match(self, query: Query, *, only_title: bool) -> str: ...


class SQLite:
    """FTS5, kept up to date by triggers."""

    keys = "SELECT rowid FROM search_words WHERE search_words MATCH %s"

    def match(self, query: Query, *, only_title: bool) -> str:
        terms = " AND ".join(map(self._term, query.terms))
        return f"title_words : ({terms})" if only_title else terms

    def _term(self, term: Term) -> str:
        return f'"{" ".join(term.words)}"{" *" if term.is_beginning else ""}'


class PostgreSQL:
    """A column of words, weighted A in the title and B in the text, with a GIN index."""

    keys = "SELECT id FROM search_entry WHERE words @@ to_tsquery('simple', %s)"

    def match(self, query: Query, *, only_title: bool) -> str:
        weight = "A" if only_title else ""
        return " & ".join(f"({self._term(term, weight)})" for term in query.terms)

    def _term(self, term: Term, weight: str) -> str:
        flags = f":{weight}{'*' if term.is_beginning else ''}"
        return " <-> ".join(f"'{word}'{flags if flags != ':' else ''}" for word in term.words)


ENGINES: dict[str, Engine] = {"sqlite": SQLite(), "postgresql": PostgreSQL()}
