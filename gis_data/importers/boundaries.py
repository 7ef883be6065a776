"""Loading a file of boundaries: recognised, checked feature by feature, stored all or nothing."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.contrib.gis.db.models import Extent
from django.contrib.gis.geos import MultiPolygon
from django.db import transaction
from django.utils.translation import gettext as _

from gis_data.codes import Level
from gis_data.extent import INDONESIA, Bounds
from gis_data.importers import boundary_names, boundary_place, boundary_store
from gis_data.importers.boundary_geometry import coordinate_system, outline, to_wgs84
from gis_data.importers.boundary_schema import Entry, schema_of
from gis_data.importers.boundary_store import Provenance
from gis_data.importers.formats import SourceLayer
from gis_data.importers.opening import MAX_BYTES, open_layer
from gis_data.importers.report import ImportRefused, Progress, Report
from gis_data.models import Region

# The village points do not reach the border, and villages own islands far out (Sekapung 130 km, Sabalana 160 km).
_MARGIN = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to read a file. ``crs`` ("EPSG:32749") only for a file that declares none, ``layer`` when it has several,
    ``level`` when its columns do not tell, ``known_only`` to leave out the regions that are not loaded."""

    crs: str | None = None
    layer: str | None = None
    level: Level | None = None
    known_only: bool = False
    max_bytes: int = MAX_BYTES


def load_boundaries(
    path: Path, provenance: Provenance, reading: Reading = Reading(), progress: Progress = lambda line: None
) -> Report:
    """Add and update the boundaries in the file; delete none. Raises ImportRefused, and then nothing has changed.

    Geometries are repaired, flattened, re-projected to EPSG:4326 and simplified for display.
    """
    report = Report()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+", encoding="ascii", newline="") as table:
        layer = open_layer(path, Path(folder), reading.layer, reading.max_bytes)
        srs = coordinate_system(layer, reading.crs)
        progress(_("Reading %(n)d features of %(layer)s") % {"n": len(layer.layer), "layer": layer.layer.name})
        entries = _entries(layer, reading)
        regions = boundary_names.check(entries, report, level=reading.level)
        outlines = _outlines(layer, to_wgs84(srs), {entry.number: entry for entry in entries}, regions, report)
        staged = boundary_store.write_table(outlines, table)
        if report.refused:
            raise ImportRefused.because_of(report)
        if not staged:
            raise ImportRefused(_("The file holds no boundary to load."), report)
        progress(_("Storing %(n)d boundaries") % {"n": staged})
        with transaction.atomic():
            boundary_store.stage(table)
            if provenance.official:
                boundary_place.refuse_too_large(report)
                boundary_place.refuse_elsewhere(report)
            if report.refused:
                raise ImportRefused.because_of(report)
            boundary_store.store(provenance, report, staged)
    return report


def _entries(layer: SourceLayer, reading: Reading) -> list[Entry]:
    entries = list(schema_of(layer).entries(layer, reading.level))
    if not reading.known_only:
        return entries
    known = Region.objects.in_bulk([entry.code for entry in entries])
    return [entry for entry in entries if entry.code in known]


def _outlines(
    layer: SourceLayer, transform, entries: dict[int, Entry], regions: dict[int, Region], report: Report
) -> Iterator[tuple[str, MultiPolygon]]:
    """(code, outline) of the accepted features; refusals go into the report."""
    places: dict[str, tuple[Bounds, str]] = {}
    for number, feature in layer.features():
        if number not in regions:
            continue
        code = regions[number].code
        if code[:2] not in places:
            places[code[:2]] = _place(code[:2])
        try:
            shape, repaired = outline(feature, transform, *places[code[:2]])
        except ValueError as error:
            report.refuse(boundary_names.where(entries[number]), str(error))
            continue
        report.repaired += repaired
        yield code, shape


def _place(province: str) -> tuple[Bounds, str]:
    """Where the province lies, by its villages' points, and its name; the whole country when it has none."""
    extent = Region.objects.within(province).villages().aggregate(extent=Extent("point"))["extent"]
    if extent is None:
        return INDONESIA, _("Indonesia")
    west, south, east, north = extent
    name = Region.objects.get(code=province).name
    return (west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN), name
