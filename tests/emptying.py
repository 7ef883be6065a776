"""Emptying the test database behind a test that commits: only the tables that hold something, quicker than a flush.

Django's own flush truncates every table of the project and then makes all content types and permissions again, 60 to
100 ms each time; nearly all tables are empty then. Here the tables that hold rows are found in one query and their rows
deleted, with foreign keys and triggers set aside (the ledger's refuse a deletion, in the product as in its tests).
"""

from django.db import connection, transaction

# What migrating makes and no test changes.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def reference_rows(models: list) -> list[list]:
    """The rows that migrations fill in (catalogues, templates), a list per model, as objects to be saved again."""
    return [rows for rows in (list(model._base_manager.all()) for model in models) if rows]


def empty(reference: list[list]) -> None:
    """Leave the database as its migrations left it: without rows, but for `reference`.

    Raises ProgrammingError for a role that is no superuser; making PostGIS in a test database asks for one too.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in _holding_rows(cursor):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        for rows in reference:
            type(rows[0])._base_manager.bulk_create(rows)


def _holding_rows(cursor) -> list[str]:
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    asked = (
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM {connection.ops.quote_name(table)})" for table in sorted(tables)
    )
    cursor.execute(" UNION ALL ".join(asked))
    return [table for (table,) in cursor.fetchall()]
