"""Approximate boundaries of a province: the Voronoi cells of its villages' points, clipped to land and dissolved.

They are made to be drawn ("approximate, not an official boundary") and prove nothing: against official outlines of
one province, half of the regencies agreed by less than 86 % of their area, half of the districts by less than 73 %.
"""

import tempfile
from datetime import date

from django.contrib.gis.db.models import Extent
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gis_data import land
from gis_data.codes import Code, Level
from gis_data.datasets import APPROXIMATION_SOURCE
from gis_data.importers import boundary_store
from gis_data.importers.boundary_store import Provenance
from gis_data.importers.report import ImportRefused, Progress, Report
from gis_data.models import Region

# Villages of the neighbours are needed so that the cells end where theirs begin.
_NEIGHBOURHOOD = 3.0

_CELLS = """
DROP TABLE IF EXISTS voronoi_cell, land_piece;
CREATE TEMPORARY TABLE voronoi_cell ON COMMIT DROP AS
WITH around AS (
    SELECT point, ST_Expand(%(extent)s::geometry, %(neighbourhood)s) AS place FROM gis_data_region
    WHERE kind IN ('desa', 'kelurahan') AND point && ST_Expand(%(extent)s::geometry, %(neighbourhood)s)
)
SELECT (ST_Dump(ST_VoronoiPolygons(ST_Collect(point), 0, place))).geom AS cell FROM around GROUP BY place;
CREATE INDEX ON voronoi_cell USING gist (cell);
ANALYZE voronoi_cell;
"""

# Clipping goes piece by piece: the coast is cut into small pieces first.
_LAND = """
CREATE TEMPORARY TABLE land_piece ON COMMIT DROP AS
SELECT ST_Subdivide(
    ST_CollectionExtract(ST_MakeValid(ST_SetSRID(ST_GeomFromGeoJSON(%(land)s), 4326)), 3), 128) AS piece;
CREATE INDEX ON land_piece USING gist (piece);
ANALYZE land_piece;
"""

# Of two villages with the same point the first has the cell. A village on an islet the coast does not show gets a
# disc of a hundredth of a degree, about a kilometre.
_DISSOLVED = """
WITH own AS (
    SELECT DISTINCT ON (c.cell::bytea) v.code, v.point, c.cell
    FROM gis_data_region v JOIN voronoi_cell c ON ST_Contains(c.cell, v.point)
    WHERE v.kind IN ('desa', 'kelurahan') AND v.code LIKE %(inside)s
    ORDER BY c.cell::bytea, v.code
), clipped AS (
    SELECT own.code, ST_Intersection(own.cell, l.piece) AS area
    FROM own JOIN land_piece l ON ST_Intersects(own.cell, l.piece)
    UNION ALL
    SELECT own.code, ST_Intersection(own.cell, ST_Buffer(own.point, 0.01, 4))
    FROM own WHERE NOT EXISTS (SELECT FROM land_piece l WHERE ST_Intersects(own.point, l.piece))
), areas AS (
    SELECT code, ST_CollectionExtract(area, 3) AS area FROM clipped
)
SELECT left(code, length) AS region,
       ST_AsHEXEWKB(ST_Multi(ST_CollectionExtract(ST_MakeValid(ST_Union(area)), 3)))
FROM areas, unnest(%(lengths)s) AS length
WHERE NOT ST_IsEmpty(area)
GROUP BY 1 ORDER BY 1
"""

_LENGTHS = [2, 5, 8]


def approximate_boundaries(province: Code, progress: Progress = lambda line: None) -> Report:
    """Make and store the approximate outlines of a province, its regencies and its districts.

    Official outlines stay as they are. Raises ImportRefused when the code is no province or no village has a point.
    """
    if province.level is not Level.PROVINCE:
        raise ImportRefused(_("%(code)s is not the code of a province.") % {"code": province})
    villages = Region.objects.within(province).villages()
    known = villages.aggregate(extent=Extent("point"), as_of=Max("point_as_of"))
    if known["extent"] is None:
        raise ImportRefused(_("No village of %(code)s has a point; load its regions first.") % {"code": province})
    progress(_("Building the cells of %(n)d villages") % {"n": villages.filter(point__isnull=False).count()})
    with transaction.atomic():
        outlines = _dissolved(province, known["extent"])
    return _store(outlines, known["as_of"])


def _dissolved(province: Code, extent: tuple[float, float, float, float]) -> list[tuple[str, GEOSGeometry]]:
    west, south, east, north = extent
    diagonal = f"SRID=4326;LINESTRING({west} {south},{east} {north})"
    coast = land.multipolygon((west - 1, south - 1, east + 1, north + 1), country="ID")
    with connection.cursor() as cursor:
        cursor.execute(_CELLS, {"extent": diagonal, "neighbourhood": _NEIGHBOURHOOD})
        cursor.execute(_LAND, {"land": coast})
        cursor.execute(_DISSOLVED, {"inside": f"{province.prefix}%", "lengths": _LENGTHS})
        return [(code, GEOSGeometry(outline)) for code, outline in cursor.fetchall()]


def _store(outlines: list[tuple[str, GEOSGeometry]], as_of: date | None) -> Report:
    report = Report(read=len(outlines))
    with tempfile.TemporaryFile("w+", encoding="ascii", newline="") as table:
        staged = boundary_store.write_table(outlines, table)
        with transaction.atomic():
            boundary_store.stage(table)
            boundary_store.store(Provenance(APPROXIMATION_SOURCE, as_of, official=False), report, staged)
    return report
