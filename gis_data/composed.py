"""Statements that Django composes once: what is asked at every request costs more to compose than to answer."""

from collections.abc import Callable
from functools import cached_property

from django.db import InterfaceError, OperationalError, connection, connections
from django.db.models import Model, QuerySet


class Composed:
    """A queryset as a function of a few values, composed at its first use and kept as SQL.

    ``make`` builds it from ``stand_ins``: values of the right types that stand nowhere else in it, and in whose place
    those of ``rows`` are put. Its form must not depend on them.
    """

    def __init__(self, make: Callable[..., QuerySet], *stand_ins) -> None:
        self._make, self._stand_ins = make, stand_ins

    def rows(self, *values) -> list[tuple]:
        """The rows for these values, as the database gives them: for columns that need no conversion."""
        return _ask(connection, *self._with(values))

    def first_rows(self, *values) -> list[tuple]:
        """The same for the statement that a request begins with: see ``ask_first``."""
        return ask_first(connection.alias, *self._with(values))

    def _with(self, values: tuple) -> tuple[str, list]:
        sql, parameters = self._statement
        given = dict(zip(self._stand_ins, values, strict=True))
        return sql, [given.get(one, one) for one in parameters]

    @cached_property
    def _statement(self) -> tuple[str, tuple]:
        return self._make(*self._stand_ins).query.sql_with_params()


def ask_first(alias: str, sql: str, parameters: list) -> list[tuple]:
    """The rows of a reading statement that a request begins with: it is the health check of a kept connection too.

    One that broke since the last request is made anew and asked again: the statement only reads.
    """
    database = connections[alias]
    database.health_check_done = True
    try:
        return _ask(database, sql, parameters)
    except (InterfaceError, OperationalError):
        database.close_if_unusable_or_obsolete()
        if database.connection is not None:  # it lives, or a transaction was lost with it
            raise
        return _ask(database, sql, parameters)


def _ask(database, sql: str, parameters: list) -> list[tuple]:
    with database.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def columns_of(model: type[Model], prefix: str = "") -> list[str]:
    """The names of a model's columns for ``values_list``; ``prefix`` leads to it from another ("user__")."""
    return [f"{prefix}{field.attname}" for field in model._meta.concrete_fields]


def made(model: type[Model], row: tuple) -> Model:
    """The instance whose ``columns_of`` stand first in the row."""
    names = columns_of(model)
    return model.from_db(connection.alias, names, row[: len(names)])
