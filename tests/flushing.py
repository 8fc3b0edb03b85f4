"""How a test that commits is undone: what it wrote is deleted, table by table."""

from django.apps import apps

from almoner.core.checks import declared_seals

# What Django knows of our models, which no test changes.
KNOWN = {"django_content_type", "auth_permission"}


def flushing(connection):
    """The statements that empty each table that holds something, its seals lifted meanwhile."""
    full, vendor = tables_that_hold_something(connection), connection.vendor
    seals = [seal for seal in declared_seals(vendor) if seal.table in full]
    return [
        *(seal.lifting_sql(vendor) for seal in seals),
        *(f'DELETE FROM "{table}"' for table in full),
        # Or PostgreSQL would have keys to look up yet, and let nobody touch the tables.
        *(["SET CONSTRAINTS ALL IMMEDIATE"] if full and vendor == "postgresql" else []),
        *(seal.sql(vendor) for seal in seals),
    ]


def tables_that_hold_something(connection):
    models = apps.get_models(include_auto_created=True)
    tables = sorted({model._meta.db_table for model in models if model._meta.managed} - KNOWN)
    asked = ", ".join(f'EXISTS (SELECT 1 FROM "{table}")' for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        answers = cursor.fetchone()
    return [table for table, holds in zip(tables, answers, strict=True) if holds]
