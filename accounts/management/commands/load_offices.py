"""``manage.py load_offices [--file FILE]``: the offices and commands that take part, with their dates and regions."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.offices import SHIPPED, load_offices
from gis_data.importers.report import ImportRefused


class Command(BaseCommand):
    help = "Load offices with their validity dates, regions and successors (default: Central Kalimantan)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=SHIPPED, help="another list, see accounts/data/README.md")

    def handle(self, *args: object, file: Path, **options: object) -> None:
        try:
            report = load_offices(file)
        except (ImportRefused, OSError) as refusal:
            lines = refusal.report.lines() if isinstance(refusal, ImportRefused) else []
            raise CommandError("\n".join([str(refusal), *lines])) from refusal
        for line in report.lines():
            self.stdout.write(line)
