"""The tables through the API: which there are, and the rows of each, as the pages show them."""

import datetime
from decimal import Decimal
from typing import Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from rollout.api.problems import Trouble
from rollout.context import simulated
from rollout.reports import registry
from rollout.reports.asked import NotAnswerable, read
from rollout.reports.table import Kind, Table, draw

router = Router(tags=["reports"])
Value = str | int | float | None


class TableOut(Schema):
    """One table, and the question it answers."""

    name: str
    title: str
    answers: str
    sources: str
    dated: bool = Field(description="Can it tell of past days (`on`)?")

    @classmethod
    def of(cls, table: Table) -> "TableOut":
        words = {name: str(getattr(table, name)) for name in ("name", "title", "answers", "sources")}
        return cls(**words, dated=table.dated)


class ColumnOut(Schema):
    """What stands in a column."""

    name: str
    title: str
    kind: Literal[tuple(kind.value for kind in Kind)]


class RowsOut(Schema):
    """A portion of a table's rows; numbers as numbers, days as 2026-11-30, null where nothing is known."""

    table: TableOut
    as_of: datetime.date
    simulated: bool
    columns: list[ColumnOut]
    count: int = Field(description="How many rows there are.")
    rows: list[dict[str, Value]]
    total: dict[str, Value] | None = Field(description="The sums over all rows; null where the table has none.")


class RowsQuery(Schema):
    """What the table is asked, as in the address of its page."""

    region: str = Field("", max_length=13)
    site: str = Field("", max_length=16, description="For the curve: one site's.")
    workflow: str = Field("", max_length=40)
    state: str = Field("", max_length=40)
    stage: str = Field("", max_length=40)
    flag: str = Field("", max_length=40)
    reason: str = Field("", max_length=60)
    sort: str = Field("", max_length=41, description="A column's name, with “-” before it for the other way round.")
    on: str = Field("", max_length=20, description="A day: as things stood when it ended. Empty: now.")
    offset: int = Field(0, ge=0, le=10_000_000)
    limit: int = Field(200, ge=1, le=1000)


@router.get("/reports", response=list[TableOut], summary="Tables")
def list_reports(request: HttpRequest) -> list[TableOut]:
    """The tables there are."""
    return [TableOut.of(table) for table in registry.TABLES]


@router.get("/reports/{name}", response=RowsOut, summary="Rows of a table")
def report_rows(request: HttpRequest, name: str, wanted: Query[RowsQuery]) -> RowsOut:
    """A portion of the rows, with the sums over all of them."""
    table = registry.table(name)
    if table is None:
        raise HttpError(404, "")
    try:
        drawn = draw(table, read(wanted.dict(exclude={"offset", "limit"}), request.user))
    except NotAnswerable as sentence:
        raise Trouble(422, "invalid", str(sentence)) from None
    names = [column.name for column in drawn.columns]
    rows = drawn.listed
    total = drawn.total()
    return RowsOut(
        table=TableOut.of(table),
        as_of=drawn.asked.when.date,
        simulated=simulated(),
        columns=[ColumnOut(name=one.name, title=str(one.title), kind=one.kind.value) for one in drawn.columns],
        count=len(rows),
        rows=[_plain(names, row.cells) for row in rows[wanted.offset : wanted.offset + wanted.limit]],
        total=None if total is None else _plain(names, total),
    )


def _plain(names: list[str], cells: tuple) -> dict[str, Value]:
    return {name: _value(cell) for name, cell in zip(names, cells, strict=True)}


def _value(cell: object) -> Value:
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.isoformat() if isinstance(cell, datetime.date) else cell
