"""GeoJSON (RFC 7946): a feature to a row, written one by one."""

import datetime
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import BinaryIO

from rollout.reports.exports.cover import Cover
from rollout.reports.table import Drawn, Row


def write(drawn: Drawn, rows: Iterator[Row], cover: Cover, to: BinaryIO) -> None:
    """The collection; what the file says of itself stands in its member ``about``."""
    names = [column.name for column in drawn.columns]
    about = {"as_of": cover.day.isoformat(), "simulated": bool(cover.simulated), **dict(cover.lines())}
    to.write(b'{"type":"FeatureCollection","about":' + _json(about) + b',"features":[')
    for number, row in enumerate(rows):
        feature = {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": row.place} if row.place else None,
            "properties": dict(zip(names, row.cells, strict=True)),
        }
        to.write((b",\n" if number else b"\n") + _json(feature))
    to.write(b"\n]}\n")


def _json(value: dict) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(type(value))
