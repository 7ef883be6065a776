"""A process's own columns: as exact values for the ledger, compared, and written."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby

from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from django.db.models import Field, Model

from workflows.models import Process


def columns(process: Process) -> dict:
    """The workflow's own columns as exact JSON values, for the ledger's before and after.

    Not what the database works out of them: nobody stated that, and it is known again only when the row is read.
    """
    return exact(process, [field for field in process._meta.local_fields if not (field.primary_key or field.generated)])


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


def write(process: Process, names: list[str]) -> None:
    """Update the locked process's columns, in its own table and in the base table, without composing queries anew."""
    with connection.cursor() as cursor:
        for table, fields in groupby(
            sorted((process._meta.get_field(name) for name in names), key=lambda field: field.model._meta.db_table),
            key=lambda field: field.model._meta,
        ):
            fields = list(fields)
            cursor.execute(
                f"UPDATE {table.db_table} SET {', '.join(f'{field.column} = %s' for field in fields)} "  # noqa: S608
                f"WHERE {table.pk.column} = %s",
                [
                    *(field.get_db_prep_save(getattr(process, field.attname), connection) for field in fields),
                    process.pk,
                ],
            )
