"""``run_clock``: everything that follows from the date alone; safe to run twice, late, and twice at once."""

import datetime
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.clock import clock
from sites.models import Site
from workflows import read_model
from workflows.calendar.kept import calendar
from workflows.models import ClockRun
from workflows.refusals import GuardsUnmet, Invalid, Refused
from workflows.services.due_steps import ClockStep, DueStep, clock_steps, due_steps, take_due
from workflows.services.upkeep import keep_up, sites_to_keep_up

logger = logging.getLogger(__name__)
# A step may make another due (a last warning, then the end); a chain longer than this is no chain.
_ROUNDS = 20
_KEPT_FAILURES = 500
_TELLING = 1000


@dataclass(frozen=True)
class Failure:
    """Something the clock could not do: where, what, and why in a sentence."""

    site: str
    what: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.site} · {self.what}: {self.sentence}"


@dataclass
class ClockReport:
    """What a run did. ``steps`` counts the steps taken by "workflow.step", ``raised`` the tasks escalated, ``unheard``
    those overdue that no office stands above, by "workflow.step"; ``renewed`` the sites brought up to date."""

    day: datetime.date
    steps: Counter = field(default_factory=Counter)
    raised: int = 0
    unheard: Counter = field(default_factory=Counter)
    renewed: int = 0
    failures: list[Failure] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Was everything done that was due?"""
        return not self.failures

    def lines(self) -> list[str]:
        """The report in sentences."""
        told = [f"{name}: {count}" for name, count in sorted(self.steps.items())]
        return [
            _("Steps taken: %(count)d") % {"count": self.steps.total()} + (f" ({', '.join(told)})" if told else ""),
            _("Tasks escalated: %(count)d") % {"count": self.raised},
            *(
                [_("Overdue without an office above: %(count)d") % {"count": self.unheard.total()}]
                if self.unheard
                else []
            ),
            _("Sites brought up to date: %(count)d") % {"count": self.renewed},
            *([_("Not done: %(count)d") % {"count": len(self.failures)}] if self.failures else []),
        ]


def run_clock(now: datetime.datetime | None = None, *, tell: Callable[[str], None] = lambda line: None) -> ClockReport:
    """Take every step that is due, raise what is overdue, and bring up to date what the date makes untrue.

    ``now``: the moment whose day counts, the present one without; what a run of an earlier day left, this one does.
    ``tell`` is given a line of progress now and then. One thing that cannot be done stops nothing else: it stands in
    the report. Raises ValueError for a moment in the future, and accounts.clock.ClockTaken.
    """
    now = now or timezone.now()
    if now > timezone.now():
        raise ValueError(f"the clock does not run ahead of time: {now}")
    actor, report = clock(), ClockReport(timezone.localdate(now))
    digest = calendar().digest
    run = ClockRun.objects.create(day=report.day, started_at=timezone.now(), calendar_digest=digest)
    _take_steps(actor, report, tell)
    _keep_up(digest, actor, report, tell)
    run.finished_at = timezone.now()
    run.steps, run.raised, run.renewed = report.steps.total(), report.raised, report.renewed
    run.failures = [[one.site, one.what, one.sentence] for one in report.failures[:_KEPT_FAILURES]]
    run.save()
    return report


def _take_steps(actor, report: ClockReport, tell) -> None:
    """All due steps, until none is left that can be taken."""
    taken: dict[tuple, datetime.date] = {}
    failed: set[tuple] = set()
    for _round in range(_ROUNDS):
        before = report.steps.total()
        for what in clock_steps():
            _take_all(what, actor, report, taken, failed)
            tell(f"{what.flow.label}, {what.step.label}: {report.steps[what.name]}")
        if report.steps.total() == before:
            return


def _take_all(what: ClockStep, actor, report: ClockReport, taken: dict, failed: set) -> None:
    for due in due_steps(what, report.day):
        if due.name in failed:
            continue
        if taken.get(due.name) == due.day:
            # It would be taken for ever: its body has to move the day on, or the state.
            failed.add(due.name)
            report.failures.append(_failure(due, _("It is still due after it was taken.")))
            continue
        try:
            if take_due(due, clock=actor, today=report.day):
                report.steps[what.name] += 1
                taken[due.name] = due.day
        except Exception as error:
            failed.add(due.name)
            report.failures.append(_failure(due, _sentence(error)))


def _keep_up(digest: str, actor, report: ClockReport, tell) -> None:
    """Every site at which the date changes something; all of them, where deadlines were counted by another calendar."""
    last = ClockRun.objects.exclude(finished_at=None).values_list("calendar_digest", flat=True).first()
    if last != digest:
        tell(_("The calendar or the terms are other than at the last run: all deadlines are counted anew."))
        # Deadlines and turns; what must be raised by them is found below.
        report.renewed += read_model.renew(read_model.outdated(Site.objects.exclude(processes={})))
    codes = sites_to_keep_up(report.day)
    for number, code in enumerate(codes, 1):
        try:
            kept = keep_up(code, clock=actor)
        except Exception as error:
            report.failures.append(Failure(code, _("deadlines"), _sentence(error)))
            continue
        report.raised += kept.raised
        report.unheard.update(kept.unheard)
        report.renewed += kept.renewed
        if number % _TELLING == 0:
            tell(_("Sites looked at: %(count)d of %(total)d") % {"count": number, "total": len(codes)})


def _failure(due: DueStep, sentence: str) -> Failure:
    line = f" {due.line}" if due.line else ""
    return Failure(due.site, f"{due.what.flow.label} {due.process_id}{line}, {due.what.step.label}", sentence)


def _sentence(error: Exception) -> str:
    """Why, for whoever reads the report; what no rule foresaw stands in the log with where it happened.

    Raises the error again when the database is gone: nothing else can be done either.
    """
    if isinstance(error, GuardsUnmet):
        return " ".join(one.sentence for one in error.unmet)
    if isinstance(error, Invalid):
        return " ".join(sentence for sentences in error.errors.values() for sentence in sentences)
    if isinstance(error, Refused):
        return error.sentence
    if isinstance(error, DatabaseError) and not connection.is_usable():
        raise error
    logger.exception("The clock could not do something.", exc_info=error)
    return f"{type(error).__name__}: {error}"
