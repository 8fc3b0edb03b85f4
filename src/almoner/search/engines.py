"""How each database is asked. The words are plain letters and digits, so none can be syntax."""

from typing import Any, Protocol

from django.db.models import BooleanField, F, Func, Q
from django.db.models.expressions import Combinable, RawSQL

from .words import Query, Term


class Engine(Protocol):
    """A database's own full-text index, asked by a condition on entries."""

    def condition(self, query: Query, *, only_title: bool = False) -> Q | Combinable: ...


class SQLite:
    """FTS5, a table beside the entries', kept up to date by triggers."""

    keys = "SELECT rowid FROM search_words WHERE search_words MATCH %s"

    def condition(self, query: Query, *, only_title: bool = False) -> Q:
        terms = " AND ".join(map(self._term, query.terms))
        asked = f"title_words : ({terms})" if only_title else terms
        return Q(pk__in=RawSQL(self.keys, [asked]))  # noqa: S611 - what was typed is a parameter

    def _term(self, term: Term) -> str:
        return f'"{" ".join(term.words)}"{" *" if term.is_beginning else ""}'


class PostgreSQL:
    """A column of words, weighted A in the title and B in the text, with a GIN index."""

    def condition(self, query: Query, *, only_title: bool = False) -> Combinable:
        weight = "A" if only_title else ""
        return HasWords(" & ".join(f"({self._term(term, weight)})" for term in query.terms))

    def _term(self, term: Term, weight: str) -> str:
        flags = f":{weight}{'*' if term.is_beginning else ''}"
        return " <-> ".join(f"'{word}'{flags if flags != ':' else ''}" for word in term.words)


class HasWords(Func):
    """Whether an entry's column of words, which Django does not know, matches."""

    output_field = BooleanField()

    def __init__(self, asked: str) -> None:
        super().__init__(F("pk"))
        self.asked = asked

    def as_sql(self, compiler: Any, _connection: Any, **_context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]  # Django's own returns a wider type
        key, _params = compiler.compile(self.source_expressions[0])
        table = key.rpartition(".")[0]  # whatever the query calls the table here
        return f"{table}.words @@ to_tsquery('simple', %s)", [self.asked]


ENGINES: dict[str, Engine] = {"sqlite": SQLite(), "postgresql": PostgreSQL()}
