"""``manage.py load_regions [62 …|--all]``: the regions of Indonesia, or of some provinces, into the database."""

import time
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from gis_data.codes import COUNTRY, Code, InvalidCode, parse
from gis_data.datasets import REGIONS
from gis_data.importers.regions import load_regions
from gis_data.importers.report import ImportRefused
from gis_data.importers.shipped_boundaries import load_shipped_boundaries


class Command(BaseCommand):
    help = "Load regions (default: province 62) from the shipped national list, with their approximate boundaries."

    def add_arguments(self, parser) -> None:
        parser.add_argument("codes", nargs="*", metavar="CODE", help="provinces or regencies to load, e.g. 62 63.71")
        parser.add_argument("--all", action="store_true", help="load the whole country")
        parser.add_argument("--file", type=Path, help="another list: CSV with the columns code, name, lon, lat")
        parser.add_argument("--source", help="with --file: who publishes the points")
        parser.add_argument("--as-of", type=date.fromisoformat, help="with --file: the date of the points, 2026-06-05")
        parser.add_argument("--official", action="store_true", help="with --file: the points are official")

    def handle(self, *, codes, file, source, as_of, official, **options) -> None:
        started = time.monotonic()
        within = self.jurisdictions(codes, everything=options["all"], from_file=file is not None)
        try:
            with transaction.atomic():
                reports = [
                    load_regions(
                        file or REGIONS.path,
                        within=within,
                        source=(source or file.name) if file else REGIONS.source,
                        as_of=as_of if file else REGIONS.as_of,
                        official=bool(file) and official,
                        progress=self.stdout.write,
                    )
                ]
                if file is None:
                    reports += load_shipped_boundaries(within, progress=self.stdout.write)
        except ImportRefused as refusal:
            raise CommandError("\n".join([str(refusal), *refusal.report.lines()])) from refusal
        for report in reports:
            for line in report.lines():
                self.stdout.write(line)
        self.stdout.write(self.style.SUCCESS(_("Done in %(s).1f s.") % {"s": time.monotonic() - started}))

    def jurisdictions(self, codes: list[str], *, everything: bool, from_file: bool) -> list[Code]:
        """What to load; empty for every row of the file."""
        if everything or (from_file and not codes):
            return []
        try:
            parsed = [parse(code) for code in codes or ["62"]]
        except InvalidCode as error:
            raise CommandError(str(error)) from error
        return [] if any(code.text == COUNTRY for code in parsed) else parsed
