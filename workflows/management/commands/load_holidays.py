"""``manage.py load_holidays [FILE]``: the days on which offices are closed, for deadlines in working days."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from gis_data.importers.report import ImportRefused
from workflows.calendar.holidays import SHIPPED, SHIPPED_SOURCE, load_holidays


class Command(BaseCommand):
    help = (
        "Load holidays and joint leave from CSV (day,name,kind,estimated), all or nothing; default: the shipped list."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, nargs="?", default=SHIPPED)
        parser.add_argument("--source", help="the decree the list was taken from (default: the file's name)")
        parser.add_argument("--year", type=int, help="the only year the file may speak of")

    def handle(self, *, file, source, year, **options) -> None:
        source = source or (SHIPPED_SOURCE if file == SHIPPED else file.name)
        try:
            report = load_holidays(file, source=source, year=year)
        except ImportRefused as refusal:
            raise CommandError("\n".join([str(refusal), *refusal.report.lines()])) from refusal
        for line in report.lines():
            self.stdout.write(line)
