"""Outlines into the database: staged, simplified together, then added or updated; the caller's transaction."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TextIO

from django.contrib.gis.geos import MultiPolygon
from django.db import connection
from django.utils import timezone

from gis_data.importers.regions import LOCK
from gis_data.importers.report import Report
from gis_data.texts import clean_line

_STAGE = """
CREATE TEMPORARY TABLE staged_boundary (
    code varchar(13) PRIMARY KEY, scope varchar(13), geometry geometry(MultiPolygon, 4326),
    display geometry(MultiPolygon, 4326), tolerance float8
) ON COMMIT DROP
"""

# Display tolerance in degrees by the length of the code: about 220 m for province and regency, 110 m below.
_TOLERANCE = {2: 0.002, 5: 0.002, 8: 0.001, 13: 0.001}

# Neighbours share their lines, so the lines are simplified, each once, and the areas built again from them: no gaps
# and no overlaps that were not there before. (ST_CoverageSimplify does this from PostGIS 3.4 on.)
_FACES = """
DROP TABLE IF EXISTS staged_face;
CREATE TEMPORARY TABLE staged_face ON COMMIT DROP AS
WITH groups AS (
    SELECT scope, ST_SimplifyPreserveTopology(
               ST_LineMerge(ST_UnaryUnion(ST_Collect(ST_Boundary(geometry)))), min(tolerance)) AS lines
    FROM staged_boundary GROUP BY scope
), faces AS (
    SELECT scope, (ST_Dump(ST_Polygonize(lines))).geom AS face FROM groups GROUP BY scope
)
SELECT scope, face, ST_PointOnSurface(face) AS inside FROM faces;
CREATE INDEX ON staged_face USING gist (inside);
ANALYZE staged_face;
"""

_SIMPLIFY = """
WITH built AS (
    SELECT s.code, ST_Multi(ST_Union(f.face)) AS display
    FROM staged_boundary s
    JOIN staged_face f ON f.scope = s.scope AND ST_Contains(s.geometry, f.inside)
    GROUP BY s.code
)
UPDATE staged_boundary s SET display = built.display FROM built
WHERE built.code = s.code AND ST_IsValid(built.display) AND GeometryType(built.display) = 'MULTIPOLYGON'
  AND abs(ST_Area(built.display) / ST_Area(s.geometry) - 1) < 0.2
"""

# What is too small or too narrow for that is simplified alone.
_SIMPLIFY_ALONE = """
UPDATE staged_boundary SET display = ST_Multi(
    ST_CollectionExtract(ST_MakeValid(ST_SimplifyPreserveTopology(geometry, tolerance / 4)), 3))
WHERE display IS NULL
"""

_UPSERT = """
WITH written AS (
    INSERT INTO gis_data_boundary AS b (region_id, geometry, display, source, as_of, official, loaded_at)
    SELECT code, geometry, display, %(source)s, %(as_of)s::date, %(official)s, %(now)s
    FROM staged_boundary ORDER BY code
    ON CONFLICT (region_id) DO UPDATE SET
        geometry = excluded.geometry, display = excluded.display, source = excluded.source,
        as_of = excluded.as_of, official = excluded.official, loaded_at = excluded.loaded_at
    WHERE (excluded.official OR NOT b.official)
      AND (b.geometry::bytea, b.display::bytea, b.source, b.as_of, b.official) IS DISTINCT FROM
          (excluded.geometry::bytea, excluded.display::bytea, excluded.source, excluded.as_of, excluded.official)
    RETURNING xmax = 0 AS added
)
SELECT count(*) FILTER (WHERE added), count(*) FILTER (WHERE NOT added) FROM written
"""

_KEPT = "SELECT count(*) FROM staged_boundary s JOIN gis_data_boundary b ON b.region_id = s.code AND b.official"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who drew the outlines, when, and whether they count as official."""

    source: str
    as_of: date | None
    official: bool

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", clean_line(self.source))


def write_table(outlines: Iterable[tuple[str, MultiPolygon]], table: TextIO) -> int:
    """Write (code, outline) pairs as the CSV that ``stage`` copies, and return how many."""
    writer = csv.writer(table)
    written = 0
    for code, outline in outlines:
        # Simplified together: the outlines of one level in one province.
        writer.writerow([code, f"{len(code)}/{code[:2]}", outline.hexewkb.decode(), "", _TOLERANCE[len(code)]])
        written += 1
    table.seek(0)
    return written


def stage(table: TextIO) -> None:
    """Copy the table into the database; call inside a transaction, whose end drops it there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("DROP TABLE IF EXISTS staged_boundary")
        cursor.execute(_STAGE)
        cursor.copy_expert("COPY staged_boundary FROM STDIN (FORMAT csv)", table)
        cursor.execute("ANALYZE staged_boundary")


def store(provenance: Provenance, report: Report, staged: int) -> None:
    """Simplify the staged outlines and write what differs; an approximation leaves official outlines alone."""
    with connection.cursor() as cursor:
        cursor.execute(_FACES)
        cursor.execute(_SIMPLIFY)
        cursor.execute(_SIMPLIFY_ALONE)
        if not provenance.official:
            cursor.execute(_KEPT)
            (report.kept,) = cursor.fetchone()
        cursor.execute(
            _UPSERT,
            {
                "source": provenance.source,
                "as_of": provenance.as_of,
                "official": provenance.official,
                "now": timezone.now(),
            },
        )
        report.added, report.changed = cursor.fetchone()
        cursor.execute("ANALYZE gis_data_boundary")
    report.unchanged = staged - report.added - report.changed - report.kept
