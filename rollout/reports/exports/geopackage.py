"""GeoPackage 1.3 (OGC 12-128r17), written with the standard library's SQLite: one layer of points, one of notes."""

import datetime
import os
import sqlite3
import struct
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from rollout.reports.exports.cover import Cover
from rollout.reports.table import NUMERIC, Column, Drawn, Kind, Row

_APPLICATION_ID, _VERSION = 0x47504B47, 10300
_SRS = 4326
_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)
_SCHEMA = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
    srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL REFERENCES gpkg_contents(table_name),
    column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL,
    m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
CREATE TABLE about (fid INTEGER PRIMARY KEY, label TEXT, text TEXT);
"""
_PORTION = 1000


def write(drawn: Drawn, rows: Iterator[Row], cover: Cover, to: BinaryIO) -> None:
    """The file. SQLite writes to a path, so that it is made beside and copied."""
    handle, name = tempfile.mkstemp(suffix=".gpkg")
    os.close(handle)
    path = Path(name)
    try:
        connection = sqlite3.connect(path)
        try:
            _fill(connection, drawn, rows, cover)
            connection.commit()
        finally:
            connection.close()
        with path.open("rb") as made:
            while portion := made.read(1 << 20):
                to.write(portion)
    finally:
        path.unlink()


def _fill(connection: sqlite3.Connection, drawn: Drawn, rows: Iterator[Row], cover: Cover) -> None:
    connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {_VERSION}")
    connection.executescript(_SCHEMA)
    connection.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
        [
            ("Undefined Cartesian", -1, "NONE", -1, "undefined", None),
            ("Undefined geographic", 0, "NONE", 0, "undefined", None),
            ("WGS 84", _SRS, "EPSG", _SRS, _WGS84, None),
        ],
    )
    layer = drawn.table.name
    declared = ", ".join(f'"{column.name}" {_type(column)}' for column in drawn.columns)
    connection.execute(f'CREATE TABLE "{layer}" (fid INTEGER PRIMARY KEY AUTOINCREMENT, geom POINT, {declared})')
    marks = ", ".join("?" * (len(drawn.columns) + 1))
    names = ", ".join(f'"{column.name}"' for column in drawn.columns)
    statement = f'INSERT INTO "{layer}" (geom, {names}) VALUES ({marks})'  # noqa: S608 - names of the declaration
    corners, portion = _Corners(), []
    for row in rows:
        portion.append((corners.geometry(row.place), *map(_value, row.cells)))
        if len(portion) == _PORTION:
            connection.executemany(statement, portion)
            portion.clear()
    connection.executemany(statement, portion)
    changed = cover.made_at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    about = "\n".join(f"{label}: {text}" for label, text in cover.lines())
    connection.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)",
        (layer, cover.title, about, changed, *corners.bounds, _SRS),
    )
    connection.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POINT', ?, 0, 0)", (layer, _SRS))
    connection.execute(
        "INSERT INTO gpkg_contents VALUES ('about', 'attributes', 'about', '', ?, NULL, NULL, NULL, NULL, NULL)",
        (changed,),
    )
    connection.executemany("INSERT INTO about (label, text) VALUES (?, ?)", cover.lines())


class _Corners:
    """Makes the geometries, and keeps the rectangle around all of them."""

    def __init__(self) -> None:
        self._longitudes: list[float] = []
        self._latitudes: list[float] = []

    def geometry(self, place: tuple[float, float] | None) -> bytes | None:
        """The binary of GeoPackage: its header without an envelope, then well-known binary, little-endian."""
        if place is None:
            return None
        longitude, latitude = place
        self._longitudes = [min([*self._longitudes, longitude]), max([*self._longitudes, longitude])]
        self._latitudes = [min([*self._latitudes, latitude]), max([*self._latitudes, latitude])]
        return struct.pack("<2sBBiBIdd", b"GP", 0, 1, _SRS, 1, 1, longitude, latitude)

    @property
    def bounds(self) -> tuple:
        """West, south, east, north; four times None while there is no place."""
        if not self._longitudes:
            return None, None, None, None
        return self._longitudes[0], self._latitudes[0], self._longitudes[1], self._latitudes[1]


def _type(column: Column) -> str:
    if column.kind is Kind.DATE:
        return "DATE"
    if column.kind in (Kind.WHOLE, Kind.DAYS):
        return "INTEGER"
    return "DOUBLE" if column.kind in NUMERIC else "TEXT"


def _value(cell: object) -> object:
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.isoformat() if isinstance(cell, datetime.date) else cell
