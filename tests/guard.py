"""The guard: only an operation, or a test arranging its world, may write to our tables."""

import re
from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps

from almoner.core.operations import current_act

WRITE = re.compile(
    r'\s*(?:(?:INSERT|REPLACE)\b.*?\bINTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.IGNORECASE
)
OURS = {
    model._meta.db_table: model
    for model in apps.get_models(include_auto_created=True)
    if model.__module__.startswith("almoner.")
}
# Sign-in notes its moment and keeps the password; what it does to security has a line of its own.
SIGN_IN = re.compile(r'UPDATE "accounts_user" SET "(last_login|password)" = %s WHERE ')

_arranging = ContextVar("arranging", default=False)


class UnguardedWrite(AssertionError):
    """Something other than an operation wrote to our tables."""


@contextmanager
def arranging():
    """Let a factory, a fixture or a saboteur write."""
    token = _arranging.set(True)
    try:
        yield
    finally:
        _arranging.reset(token)


def guard(execute, sql, params, many, context):
    write = WRITE.match(sql)
    if write and write[1] in OURS and not _arranging.get() and not SIGN_IN.match(sql):
        refuse_unless_an_act_may_write(OURS[write[1]], sql)
    return execute(sql, params, many, context)


def refuse_unless_an_act_may_write(model, sql):
    act = current_act()
    if act is None:
        raise UnguardedWrite(f"Outside any operation: {sql}")
    if act.is_recorded:
        raise UnguardedWrite(f"{act.name} writes after its line in the ledger: {sql}")
    if act.manner == "staging" and not getattr(model, "is_staged", False):
        raise UnguardedWrite(f"{act.name} stages, and {model.__name__} has no batches: {sql}")
    if act.manner == "bookkeeping" and not getattr(model, "is_bookkeeping", False):
        raise UnguardedWrite(f"{act.name} keeps books, and {model.__name__} is evidence: {sql}")
