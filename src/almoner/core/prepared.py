"""Questions to the database that are put together once, and then asked of one thing after another.

To put a question of several tables together takes Django longer than the database to answer it; and
to plan how it is answered takes PostgreSQL longer than to do so.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.db.models import QuerySet

Rows = list[tuple[Any, ...]]
NAME = "asked"
ASKED = "\N{WHITE SQUARE}asked\N{WHITE SQUARE}"  # no reference is called so
AT_ONCE = 500  # values that SQLite is asked to write down
CURSOR = "_almoner_cursor"  # goes with the connection it is of


class Prepared:
    """What is asked of a text, such as a reference, that stands in the question once.

    `question` takes that text and answers with rows (`values_list`). What else it depends on is as
    it was when it was put together: whoever keeps a prepared question says how long.
    """

    def __init__(self, question: Callable[[str], QuerySet[Any, tuple[Any, ...]]]) -> None:
        compiler = question(ASKED).query.get_compiler(connection.alias)
        self._sql = _said_in_full(*compiler.as_sql())
        self._converters = compiler.get_converters([one for one, *_ in compiler.select])

    def rows(self, asked: str) -> Rows:
        return [self._read(row) for row in prepared(self._sql, {NAME: asked})]

    def _read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """As Django reads it, from what a database has for a day or an amount."""
        values = list(row)
        for place, (converters, expression) in self._converters.items():
            for converter in converters:
                values[place] = converter(values[place], expression, connection)
        return tuple(values)


def _said_in_full(sql: str, parameters: Sequence[Any]) -> str:
    """The question with all its values in it but that which is asked of, which has a name.

    SQLite looks for a plan anew each time that a value is given which an index of some rows only
    may depend on; that takes longer than the answer.
    """
    said: str
    operations: Any = connection.ops
    if connection.vendor == "postgresql":
        said = operations.compose_sql(sql, parameters)
    else:
        parts = [parameters[at : at + AT_ONCE] for at in range(0, len(parameters), AT_ONCE)]
        said = sql % tuple(value for some in parts for value in _written_down(some))
    return said.replace("%", "%%").replace(f"'{ASKED}'", f"%({NAME})s")


def _written_down(values: Sequence[Any]) -> Sequence[str]:
    """Some values as SQLite itself writes them in a question."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(['quote(%s)'] * len(values))}", values)
        written: Sequence[str] = cursor.fetchone()
        return written


def prepared(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> Rows:
    """What a question of ours is answered, which PostgreSQL plans once for each connection, unless
    a setting says that connections are not kept (`ALMONER_PREPARES`).

    Where it is the first of a request it tells as well as one that asks nothing whether the
    connection is still there, and is asked again if not. Within an act nothing is asked again.
    """
    known: Any = connection
    was_seen, known.health_check_done = known.health_check_done, True
    try:
        return _answer(sql, values)
    except (InterfaceError, OperationalError):
        if was_seen or connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()  # it was gone, as it is after the database was started again
        return _answer(sql, values)


def _answer(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> Rows:
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())
    connection.ensure_connection()
    # Watched as Django's own are, but not made anew each time, which takes as long as the answer.
    watch = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    watched = watch(_cursor_of(connection.connection))
    watched.execute(sql, values)
    return list(watched.fetchall())


def _cursor_of(connected: Any) -> Any:
    from psycopg import Cursor  # noqa: PLC0415 - not read in where SQLite is used

    if not hasattr(connected, CURSOR):
        setattr(connected, CURSOR, Cursor(connected))
    return getattr(connected, CURSOR)
