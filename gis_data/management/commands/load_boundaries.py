"""``manage.py load_boundaries FILE``: official boundaries from GeoJSON, GeoPackage, zipped shapefile or KML."""

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from gis_data.codes import Level
from gis_data.dates import why_impossible
from gis_data.importers.boundaries import Reading, load_boundaries
from gis_data.importers.boundary_store import Provenance
from gis_data.importers.report import ImportRefused

_LEVELS = [level.value for level in Level if level is not Level.COUNTRY]


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if sentence := why_impossible(day, past=True):
        raise ArgumentTypeError(sentence)
    return day


class Command(BaseCommand):
    help = "Load official boundaries, all or nothing, and report what was read, changed, repaired and refused."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--crs", help="the coordinate system of a file that declares none, e.g. EPSG:32749")
        parser.add_argument("--layer", help="which layer, when the file has several")
        parser.add_argument("--level", choices=_LEVELS, help="which level, when the columns do not tell")
        parser.add_argument("--source", help="who drew the boundaries (default: the file's name)")
        parser.add_argument("--as-of", type=_day, help="the date of the boundaries, e.g. 2022-12-27")

    def handle(self, *, file, crs, layer, level, source, as_of, **options) -> None:
        provenance = Provenance(source or file.name, as_of, official=True)
        reading = Reading(crs=crs, layer=layer, level=Level(level) if level else None)
        try:
            report = load_boundaries(file, provenance, reading, progress=self.stdout.write)
        except ImportRefused as refusal:
            raise CommandError("\n".join([str(refusal), *refusal.report.lines()])) from refusal
        for line in report.lines():
            self.stdout.write(line)
