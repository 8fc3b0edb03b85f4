"""Which tables are written by what leaves a line of some kind; what is kept until such lines."""

import re
from collections import defaultdict
from contextlib import contextmanager
from inspect import signature

from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.accounts.roles import Role
from almoner.core.due import Worker
from almoner.core.ledger import recorded
from almoner.core.operations import current_act
from almoner.core.standing import kept_questions
from almoner.registers.copies import duties_of_copies
from almoner.registers.public_decisions import duty_of_decisions

WRITE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(?P<table>\w+)"')
READ = re.compile(r'(?:FROM|JOIN) "(\w+)"')
# What is read of these never changes: by which reference a person, an agreement or a text is known.
BY_REFERENCE = {"accounts_user", "agreements_agreement", "framework_text"}


@contextmanager
def told_by_line():
    """By table, the kinds of line that acts left which wrote it meanwhile."""
    writers, under_way = defaultdict(set), {}

    def watch(execute, sql, params, many, context):
        act, write = current_act(), WRITE.match(sql)
        # A new file is neither taken down nor anybody's: that comes by a line of its own.
        if sql.startswith('INSERT INTO "documents_storedfile"'):
            write = None
        if write and act and act.manner == "operation":
            under_way.setdefault(id(act), set()).add(write["table"])
        return execute(sql, params, many, context)

    def hear(sender, event, **_signal):
        for table in under_way.pop(id(current_act()), ()):
            writers[table].add(event.kind)

    recorded.connect(hear)
    try:
        with connection.execute_wrapper(watch):
            yield writers
    finally:
        recorded.disconnect(hear)


def unheard(writers, *, on, person):
    """What is kept although a line may have changed it: a question, a table and the kinds."""
    for question, kinds in kept_questions.items():
        for table in sorted(tables_read(question, on=on, person=person) - BY_REFERENCE):
            missed = sorted(str(kind) for kind in writers[table] if kind not in kinds)
            if missed:
                yield f"{question.__module__}.{question.__name__} reads {table}: {missed}"


def tables_read(question, *, on, person):
    ways = list(ways_to_ask(question, on=on, person=person))
    with CaptureQueriesContext(connection) as asked:
        for answers in ways:
            question(**answers)
    return {table for one in asked for table in READ.findall(one["sql"])}


def ways_to_ask(question, *, on, person):
    """What the question takes, of each kind that there is."""
    everyone = Worker(frozenset({person.actor}), frozenset(map(str, Role)))
    duties = [duty_of_decisions(on=on)]
    if question.__name__ == "owed":
        duties = duties_of_copies(on=on)
    known = {"on": on, "person": person, "worker": everyone}
    asked = set(signature(question, follow_wrapped=False).parameters)
    for duty in duties if "duty" in asked else [None]:
        yield {name: value for name, value in {**known, "duty": duty}.items() if name in asked}
