"""Doing to the ledger what nobody may: the triggers are set aside, as only the database's own superuser can."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def triggers_set_aside() -> Iterator[None]:
    """Inside, the session writes as if the tables had no triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = origin")


def tamper(sql: str, *parameters: object) -> None:
    """Run one statement with the triggers set aside; it must hit something."""
    with triggers_set_aside(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        assert cursor.rowcount > 0, sql
