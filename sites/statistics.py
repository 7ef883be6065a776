"""Telling the database's planner what a mass of new rows looks like, before the first page asks for them."""

from django.db import connection


def refresh_statistics() -> None:
    """ANALYZE every table. PostgreSQL does it by itself a minute or more later, and plans badly until then."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
