"""Small lists that are asked for along with whose they are, in the same query: each as JSON.

A page about one thing shows five or six lists of a few rows. Prefetched, each is a question of its
own; gathered, all of them and the thing are one.
"""

from typing import Any

from django.db.models import JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject


class _Gathered(Subquery):
    template = "(SELECT COALESCE(jsonb_agg(gathered.said), '[]') FROM (%(subquery)s) gathered)"
    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **options: Any) -> Any:
        template = "(SELECT json_group_array(json(gathered.said)) FROM (%(subquery)s) gathered)"
        return self.as_sql(compiler, connection, template=template, **options)


def gathered(rows: QuerySet[Any], **said: Any) -> Subquery:
    """Rows of something, in their order, as a list of dicts: by name, what `JSONObject` takes.

    Amounts come in pence, as they are kept. Moments are to be cast to text, which JSON lacks.
    """
    return _Gathered(rows.values(said=JSONObject(**said)))
