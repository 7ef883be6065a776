"""``load_overlay``: load a layer of the map (forest area, farmland, roads) from a file, whole or not at all."""

import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from gis_data.importers.report import ImportRefused
from gis_data.models import OverlayLayer
from gis_data.overlays.loading import Details, load_overlay


class Command(BaseCommand):
    help = "Load a layer of the map from GeoJSON, GeoPackage, a zipped shapefile or KML."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--name", required=True, help="a layer of the same name is replaced")
        parser.add_argument("--kind", required=True, choices=OverlayLayer.Kind.values)
        parser.add_argument("--source", required=True)
        parser.add_argument("--as-of", type=datetime.date.fromisoformat)
        parser.add_argument("--protects", action="store_true", help="a plot inside it is told to whoever verifies it")
        parser.add_argument("--official", action="store_true")
        parser.add_argument("--crs", help="only when the file does not declare it, e.g. EPSG:32749")
        parser.add_argument("--layer", help="only when the file has several")

    def handle(self, *args, file: Path, **options) -> None:
        names = ("name", "kind", "source", "as_of", "protects", "official", "crs", "layer")
        try:
            report = load_overlay(file, Details(**{name: options[name] for name in names}))
        except ImportRefused as refusal:
            raise CommandError("\n".join([str(refusal), *refusal.report.lines()])) from refusal
        self.stdout.write("\n".join(report.lines()))
