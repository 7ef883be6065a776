"""``manage.py build_approximate_boundaries 63 …``: outlines to draw where no official ones are loaded."""

from django.core.management.base import BaseCommand, CommandError

from gis_data.approximation import approximate_boundaries
from gis_data.codes import InvalidCode, parse
from gis_data.importers.report import ImportRefused


class Command(BaseCommand):
    help = "Build approximate boundaries of provinces from their villages' points; official ones are kept."

    def add_arguments(self, parser) -> None:
        parser.add_argument("provinces", nargs="+", metavar="CODE", help="provinces, e.g. 63 64")

    def handle(self, *, provinces, **options) -> None:
        for text in provinces:
            try:
                report = approximate_boundaries(parse(text), progress=self.stdout.write)
            except (InvalidCode, ImportRefused) as error:
                raise CommandError(str(error)) from error
            for line in report.lines():
                self.stdout.write(f"{text}: {line}")
