"""``weekly_report``: the weekly report of a region as a PDF, the same bytes for the same day."""

import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models.functions import Left
from django.utils import timezone

from rollout.reports.asked import NotAnswerable
from rollout.reports.weekly.document import weekly_report
from rollout.reports.weekly.schedule import file_name
from sites.models import Site


class Command(BaseCommand):
    help = "Write the weekly report of a region as it stood at the end of a day (yesterday without --on) as a PDF."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--region", default="", help="a region's code; without it the province of the first site")
        parser.add_argument("--on", default="", help="a day that is over, as 2026-11-22")
        parser.add_argument("--output", default="", help="the file, or - for the standard output")

    def handle(self, *args, region: str, on: str, output: str, **options) -> None:
        try:
            day = datetime.date.fromisoformat(on) if on else timezone.localdate() - datetime.timedelta(days=1)
        except ValueError:
            raise CommandError(f"--on {on}: write the day as 2026-11-22") from None
        region = region or Site.objects.order_by("code").values_list(Left("code", 2), flat=True).first() or ""
        try:
            content = weekly_report(region, day)
        except NotAnswerable as sentence:
            raise CommandError(str(sentence)) from None
        if output == "-":
            self.stdout._out.buffer.write(content)
            return
        path = Path(output or file_name(region, day))
        path.write_bytes(content)
        self.stdout.write(f"{path}: {len(content)} bytes")
