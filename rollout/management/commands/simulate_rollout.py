"""``manage.py simulate_rollout``: fill the register with a plausible, marked rollout, or take it away again."""

import datetime
import os
import time
from collections.abc import Callable

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.demo import DemoRefused
from gis_data.codes import InvalidCode, outermost
from rollout.simulation import closing, official_papers, run
from rollout.simulation.working_time import COUNTED
from sites.statistics import refresh_statistics

_SECONDS_BETWEEN_LINES = 5
_SHOWN = 10
# More would wait for the database, which needs cores of its own.
_MOST_JOBS = 4


def _cores() -> int:
    return min(len(os.sched_getaffinity(0)), _MOST_JOBS)


class Command(BaseCommand):
    help = "Simulate a rollout through the real gate, marked as simulated; --remove takes it away without a trace."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="another seed, another rollout (default: 1)")
        parser.add_argument("--regions", nargs="+", metavar="CODE", help="where (default: 62; --remove: everywhere)")
        parser.add_argument(
            "--until", type=datetime.datetime.fromisoformat, metavar="TIME", help="when the story ends (default: now)"
        )
        parser.add_argument(
            "--jobs",
            type=int,
            default=_cores(),
            metavar="N",
            help="programs at once (default: one for each core, %(default)s)",
        )
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--if-empty", action="store_true", help="only where no real work has begun in the database")
        what.add_argument("--remove", action="store_true", help="take every simulated record away")

    def handle(self, *args: object, **options) -> None:
        started = time.monotonic()
        try:
            regions = outermost(options["regions"]) if options["regions"] else None
            if options["remove"]:
                self._remove(regions)
            elif options["if_empty"] and run.has_real_work():
                self.stdout.write(_("Real work has begun in this database; nothing is simulated."))
            else:
                self._simulate(regions or ["62"], options["seed"], self._until(options["until"]), options["jobs"])
        except (DemoRefused, InvalidCode) as refusal:
            raise CommandError(str(refusal)) from refusal
        except KeyboardInterrupt:
            raise CommandError(
                _("Interrupted. Give the same command again to go on, or --remove to take away what is there.")
            ) from None
        self.stdout.write(self.style.SUCCESS(_("Done in %(s).1f s.") % {"s": time.monotonic() - started}))

    def _until(self, given: datetime.datetime | None) -> datetime.datetime:
        now = timezone.now()
        if given is not None and timezone.is_naive(given):
            given = timezone.make_aware(given)
        if given is not None and given > now:
            raise CommandError(_("The story cannot end in the future."))
        until = given or now
        if until < COUNTED + datetime.timedelta(days=60):
            raise CommandError(_("The story reaches into 2026; this end, or the clock of this computer, is too early."))
        return until

    def _simulate(self, regions: list[str], seed: int, until: datetime.datetime, jobs: int) -> None:
        progress = self._line_now_and_then()
        played = run.simulate(regions, seed=seed, until=until, jobs=jobs, progress=progress)
        if played.sites:
            refresh_statistics()
        if not (played.sites or played.complete_before or played.left_alone):
            raise CommandError(_("No site is registered there. Register them first: manage.py load_sites"))
        clock = closing.close()
        papers = official_papers.issue(regions)
        self.stdout.write(
            _(
                "%(sites)d sites played in %(scenes)d scenes, %(before)d complete before, %(alone)d left alone, "
                "%(stuck)d stuck; %(papers)d papers issued"
            )
            % {
                "sites": played.sites,
                "scenes": played.scenes,
                "before": played.complete_before,
                "alone": played.left_alone,
                "stuck": len(played.stuck),
                "papers": papers,
            }
        )
        for line in [*played.stuck[:_SHOWN], *clock.lines(), *map(str, clock.failures[:_SHOWN])]:
            self.stdout.write(line)

    def _remove(self, regions: list[str] | None) -> None:
        removed = run.remove(regions, progress=self._line_now_and_then())
        self.stdout.write(
            _("removed: %(entries)d entries, %(processes)d processes, %(files)d files at %(sites)d sites")
            % {
                "entries": removed.entries,
                "processes": removed.processes,
                "files": removed.files,
                "sites": removed.sites,
            }
        )

    def _line_now_and_then(self) -> Callable[[int, int], None]:
        spoken = time.monotonic()

        def tell(done: int, total: int) -> None:
            nonlocal spoken
            if time.monotonic() - spoken > _SECONDS_BETWEEN_LINES:
                spoken = time.monotonic()
                self.stdout.write(_("%(done)d of %(total)d sites …") % {"done": done, "total": total})
                self.stdout.flush()

        return tell
