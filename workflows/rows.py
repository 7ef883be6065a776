"""A process's own columns: as exact values for the ledger, compared, and written."""

import copy
import datetime
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from itertools import groupby

from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from django.db.models import Field, Model

from sites.services import Beside
from workflows.models import Process

Held = dict[Field, object]


def held(process: Process) -> Held:
    """What stands in the workflow's own columns now; ask before a step, for ``changed``.

    Not what the database works out of them: nobody stated that, and it is known again only when the row is read.
    """
    values = {field: getattr(process, field.attname) for field in _own_fields(type(process))}
    return {field: copy.deepcopy(one) if isinstance(one, list | dict) else one for field, one in values.items()}


def changed(process: Process, before: Held) -> dict:
    """``{column: [before, after]}`` in exact JSON values, for the ledger, of the columns that say something else now.

    Only what was set anew is put into exact values: a step sets few of a workflow's columns.
    """
    told = {}
    for field, was in before.items():
        now = getattr(process, field.attname)
        if now is not was and (pair := [_exact(field, was), _exact(field, now)]) and pair[0] != pair[1]:
            told[field.name] = pair
    return told


def exact(row: Model, fields: Iterable[Field]) -> dict:
    """``{column: value}`` of the fields, as exact JSON values."""
    return {field.name: _exact(field, getattr(row, field.attname)) for field in fields}


def _exact(field, value):
    """A column's value as the ledger keeps it: numbers other than integers, dates and geometry (EWKT) as text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Decimal):
        # As the column will keep it: 50 and 50.00 are the same length.
        return f"{value:.{field.decimal_places}f}"
    if isinstance(value, GEOSGeometry):
        return value.ewkt
    if isinstance(value, datetime.datetime):
        # In UTC: the same moment is written in one way, whoever's offset it came with.
        return str(value.astimezone(datetime.UTC))
    if isinstance(value, list | dict):
        return value
    return str(value)


def changes(before: dict, after: dict) -> dict:
    """``{column: [before, after]}`` for the columns that differ."""
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}


def writing(process: Process, names: list[str]) -> list[Beside]:
    """The statements that update the locked process's columns, one for each of its tables; for ``services.save``."""
    statements: list[Beside] = []
    for table, fields in groupby(
        sorted((process._meta.get_field(name) for name in names), key=lambda field: field.model._meta.db_table),
        key=lambda field: field.model._meta,
    ):
        fields = list(fields)
        values = [field.get_db_prep_save(getattr(process, field.attname), connection) for field in fields]
        sql = (
            f"UPDATE {table.db_table} SET {', '.join(f'{field.column} = %s' for field in fields)} "  # noqa: S608
            f"WHERE {table.pk.column} = %s"
        )
        statements.append((sql, [*values, process.pk]))
    return statements


def write(process: Process, names: list[str]) -> None:
    """Update the locked process's columns at once."""
    with connection.cursor() as cursor:
        for sql, parameters in writing(process, names):
            cursor.execute(sql, parameters)


@cache
def _own_fields(flow: type[Process]) -> list[Field]:
    return [field for field in flow._meta.local_fields if not (field.primary_key or field.generated)]
