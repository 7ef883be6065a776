"""Mapbox vector tiles: a queryset and a place in the tile pyramid in, the tile's bytes out, all in PostGIS."""

from collections.abc import Sequence

from django.contrib.gis.db.models import GeometryField
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BinaryField, F, Func, IntegerField, QuerySet, Value
from django.utils.translation import gettext as _

MAX_ZOOM = 22
EXTENT = 4096
_BUFFER = 64


class TileEnvelope(Func):
    """The square of a tile in EPSG:3857."""

    function = "ST_TileEnvelope"
    output_field = GeometryField(srid=3857)


class Transform(Func):
    """A geometry in another coordinate system; the second argument is its SRID."""

    function = "ST_Transform"
    output_field = GeometryField()


class AsMVTGeom(Func):
    """A geometry in the tile's own grid, clipped with a margin for line ends."""

    function = "ST_AsMVTGeom"
    # Named binary because Django would cast a geometry in a SELECT to bytes, and ST_AsMVT could not read it.
    output_field = BinaryField()


def check_tile(z: int, x: int, y: int) -> None:
    """Raise ValueError with a sentence unless the pyramid of tiles has this one."""
    if not 0 <= z <= MAX_ZOOM:
        raise ValueError(_("There are tiles from zoom 0 to %(max)d, not %(z)d.") % {"max": MAX_ZOOM, "z": z})
    if not (0 <= x < 2**z and 0 <= y < 2**z):
        raise ValueError(_("Tile %(x)d, %(y)d lies outside the world at zoom %(z)d.") % {"x": x, "y": y, "z": z})


def tile(
    queryset: QuerySet,
    z: int,
    x: int,
    y: int,
    *,
    layer: str,
    geometry: str,
    properties: Sequence[str] | dict[str, str],
    thin_pixels: int = 0,
) -> bytes:
    """The rows of ``queryset`` that reach into the tile, as one MVT layer; b"" when none does.

    ``geometry`` is the lookup path of a field in EPSG:4326, ``properties`` the lookup paths to send along, or a dict of
    property name → lookup path. ``thin_pixels`` keeps one point in each square of so many pixels (a tile has 256),
    which makes a tile of a whole country fifty times smaller. Raises ValueError with a sentence for a tile the world
    does not have.
    """
    check_tile(z, x, y)
    paths = properties if isinstance(properties, dict) else {path: path for path in properties}
    envelope = TileEnvelope(Value(z), Value(x), Value(y))
    rows = (
        queryset.order_by()
        .filter(**{f"{geometry}__bboverlaps": Transform(envelope, Value(4326), output_field=GeometryField(srid=4326))})
        .annotate(
            mvt_geometry=AsMVTGeom(
                Transform(F(geometry), Value(3857)),
                envelope,
                Value(EXTENT, output_field=IntegerField()),
                Value(_BUFFER, output_field=IntegerField()),
            )
        )
        .values_list("mvt_geometry", *paths.values())
    )
    try:
        sql, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return b""
    names = ", ".join(connections[queryset.db].ops.quote_name(name) for name in ("mvt_geometry", *paths))
    thinned = "DISTINCT ON (ST_SnapToGrid(mvt_geometry, %s))" if thin_pixels else ""
    grid = [thin_pixels * EXTENT // 256] if thin_pixels else []
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(
            # The only text put in is SQL that Django wrote and names it quoted.
            f"SELECT ST_AsMVT(tile, %s, %s, 'mvt_geometry') "  # noqa: S608
            f"FROM (SELECT {thinned} * FROM ({sql}) AS row ({names}) WHERE mvt_geometry IS NOT NULL) AS tile",
            [layer, EXTENT, *grid, *parameters],
        )
        (content,) = cursor.fetchone()
    return bytes(content)
