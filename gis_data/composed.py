"""Statements that Django composes once: what is asked at every request costs more to compose than to answer."""

from collections.abc import Callable
from functools import cached_property

from django.db import connection
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
        sql, parameters = self._statement
        given = dict(zip(self._stand_ins, values, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql, [given.get(one, one) for one in parameters])
            return cursor.fetchall()

    @cached_property
    def _statement(self) -> tuple[str, tuple]:
        return self._make(*self._stand_ins).query.sql_with_params()


def columns_of(model: type[Model], prefix: str = "") -> list[str]:
    """The names of a model's columns for ``values_list``; ``prefix`` leads to it from another ("user__")."""
    return [f"{prefix}{field.attname}" for field in model._meta.concrete_fields]


def made(model: type[Model], row: tuple) -> Model:
    """The instance whose ``columns_of`` stand first in the row."""
    names = columns_of(model)
    return model.from_db(connection.alias, names, row[: len(names)])
