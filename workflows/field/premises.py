"""Where the photos of a site belong: on the plot that was accepted, or on what was lent or granted."""

from collections.abc import Iterator

from django.contrib.gis.geos import GEOSGeometry, Point

from gis_data.distance import distance_m, distance_to_m
from sites.models import Site
from workflows import gates, registry
from workflows.models import Process

_IN_FORCE = {gates.LAND: {"accepted"}, gates.LOAN: gates.LOAN_IN_FORCE, gates.GRANT: gates.GRANT_IN_FORCE}


def outlines(site: Site, about: int | None) -> list[GEOSGeometry]:
    """Outlines or points (EPSG:4326) of what the site's work stands on; a report about a plot belongs on that plot.

    ``about``: the process a report is about. Which they are stands in the site's own row: one query for each kind of
    right there is, none where there is none.
    """
    proposed = site.processes.get(str(about), {}).get("kind") == gates.LAND
    found: dict[str, list[int]] = {}
    for pk, row in site.processes.items():
        if int(pk) == about if proposed else _is_in_force(row):
            found.setdefault(row["kind"], []).append(int(pk))
    return [shape for kind, ids in found.items() for shape in _shapes(kind, ids)]


def of_process(process: Process) -> list[GEOSGeometry]:
    """The same for a process in hand, asked once for all that is shown of it; of a plot, what it says of itself."""
    if process.kind == gates.LAND:
        return _first(process.plot, process.plot_point)
    known = vars(process)
    if "premises" not in known:
        known["premises"] = outlines(process.site, process.pk)
    return known["premises"]


def how_far(place: Point | None, shapes: list[GEOSGeometry], site: Site) -> float | None:
    """How far a photo was taken from where the work is, in metres: the rule of every page that says so.

    From the nearest of the ``shapes`` (0 inside), else from the site's position; None where the photo has no place.
    """
    if place is None:
        return None
    return metres_off(place, shapes) if shapes else distance_m(place, site.position)


def metres_off(place: Point, shapes: list[GEOSGeometry]) -> float:
    """How far the place is from the nearest of the outlines, in metres; 0 inside one."""
    return min(_metres(place, shape) for shape in shapes)


def _is_in_force(row: dict) -> bool:
    if row["state"] not in _IN_FORCE.get(row["kind"], ()):
        return False
    return row["kind"] == gates.LAND or gates.PREMISES in row.get("aspects", ())


def _shapes(kind: str, ids: list[int]) -> Iterator[GEOSGeometry]:
    rows = registry.flow(kind).objects.filter(pk__in=ids)
    columns = ["plot", "plot_point"] if kind == gates.LAND else ["asset__geometry"]
    for row in rows.values_list(*columns):
        yield from _first(*row)


def _first(*shapes: GEOSGeometry | None) -> list[GEOSGeometry]:
    """The outline before the point, where both were given."""
    return [shape for shape in shapes if shape is not None][:1]


def _metres(place: Point, shape: GEOSGeometry) -> float:
    if shape.geom_type == "Point":
        return distance_m(place, shape)
    return distance_to_m(place, shape.coords)
