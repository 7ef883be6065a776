"""Lock a process: its site's row first, then its own, whoever comes; one order for all cannot deadlock."""

import threading
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from django.db import connection
from django.db.models import F, Field, Model, QuerySet

from sites.models import Site
from workflows import registry
from workflows.models import Process

_Row = TypeVar("_Row", bound=Model)
_Columns = tuple[list[str], list[tuple[int, Field, list[Callable]]]]


def locked(process_id: int, actor) -> Process:
    """The process with its site's row and its own locked, as its workflow's class, with the site attached.

    The site is always locked first, whoever comes: that order is the same for all and cannot deadlock.
    Raises Process.DoesNotExist when there is none or the actor may not see it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_site_lock(), [process_id])
        row = cursor.fetchone()
        site = None if row is None else _made(Site, row)
        if site is None or not actor.scope.covers(site.code):
            raise Process.DoesNotExist
        flow = registry.flow(row[-1])
        cursor.execute(_process_lock(flow), [process_id])
        process = _made(flow, cursor.fetchone())
    process.site = site
    return process


@cache
def _site_lock() -> str:
    """The SQL that locks a process's site. Composed once: Django's composing costs more than the database's answer."""
    # The filter comes first: an annotation over a many-valued relation then speaks of the same row, not of any row.
    of_process = Site.objects.filter(process_set__pk=0).annotate(kind=F("process_set__kind"))
    return _sql(of_process.select_for_update(of=("self",)))


@cache
def _process_lock(flow: type[Process]) -> str:
    return _sql(flow.objects.filter(pk=0).select_for_update())


def _sql(queryset: QuerySet) -> str:
    sql, _params = queryset.order_by().query.sql_with_params()
    return sql


def _made(model: type[_Row], row: tuple) -> _Row:
    """The instance whose columns stand first in the row, in the order of the model's fields."""
    names, converting = _columns(model)
    values = list(row[: len(names)])
    for position, field, converters in converting:
        for convert in converters:
            values[position] = convert(values[position], field, connection)
    return model.from_db(connection.alias, names, values)


class _Known(threading.local):
    """What ``_columns`` found, for each thread anew: a converter of shapes holds a reader that only one may use."""

    def __init__(self) -> None:
        self.columns: dict[type[Model], _Columns] = {}


_known = _Known()


def _columns(model: type[Model]) -> _Columns:
    """The names of the model's columns, and by position what makes Python values of those that need it."""
    if model not in _known.columns:
        _known.columns[model] = _found(model)
    return _known.columns[model]


def _found(model: type[Model]) -> _Columns:
    fields = model._meta.concrete_fields
    columns = [field.get_col(field.model._meta.db_table) for field in fields]
    found = [
        (position, column, [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)])
        for position, column in enumerate(columns)
    ]
    return [field.attname for field in fields], [one for one in found if one[2]]
