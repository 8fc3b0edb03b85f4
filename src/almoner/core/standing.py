"""What is asked again and again and changes with the ledger alone, kept in the process until then.

Every operation leaves a line or is undone, so what was answered before the last line holds until
the next. What bookkeeping changes, such as a delivery that failed, has no line: it is not kept.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import connection
from django.utils.translation import get_language

from almoner.core.once import is_reading

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
MOST = 200  # answers of one question: what nobody asked for longest goes first


def ledger_end() -> str:
    """The hash of the last line of all. Django would take longer to write this question than the
    database to answer it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM core_event ORDER BY number DESC LIMIT 1")
        row = cursor.fetchone()
    return row[0] if row else ""


def kept_while_ledger_stands(question: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Decorator: keep what a question was answered, by what it takes and in which language, until
    the ledger has another line. The day is among what it takes. Nobody changes what it answers.

    Only what was read outside any act is kept, or what is then undone would stay.
    """
    known: OrderedDict[Hashable, tuple[str, Any]] = OrderedDict()
    lock = Lock()

    @wraps(question)
    def answer(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        if not settings.KEPT_MB or not is_reading():
            return question(*args, **kwargs)
        end, key = ledger_end(), (get_language(), args, tuple(sorted(kwargs.items())))
        with lock:
            if key in known and known[key][0] == end:
                known.move_to_end(key)
                found: Answer = known[key][1]
                return found
        said = question(*args, **kwargs)
        with lock:
            known[key] = end, said
            while len(known) > MOST:
                known.popitem(last=False)
        return said

    return answer
