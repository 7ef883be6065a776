"""``manage.py run_clock``: do what follows from the date alone; for a timer, at least once a day."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.clock import ClockTaken
from workflows.services.clock import run_clock


class Command(BaseCommand):
    help = (
        "Take the steps that time takes, escalate what is overdue, and bring deadlines up to date. Safe to run twice, "
        "late, and twice at once; exit 1 and say what, when something could not be done."
    )

    def handle(self, *args: object, verbosity: int, **options: object) -> None:
        tell = self.stdout.write if verbosity > 0 else (lambda line: None)
        try:
            report = run_clock(tell=tell)
        except ClockTaken as taken:
            raise CommandError(str(taken)) from taken
        for line in report.lines():
            tell(line)
        if not report.ok:
            raise CommandError("\n".join([_("Not everything that was due could be done:"), *map(str, report.failures)]))
