"""The steps by which progress and completion of a building are reported, corrected and confirmed."""

import datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from gis_data.composed import Composed
from workflows.construction import guards, reports
from workflows.construction import report_guards as rules
from workflows.construction.lines import ProgressReport
from workflows.construction.states import AT_WORK, COMMAND, ENGINEERS, FIELD, State
from workflows.construction.vocabulary import CorrectionReason, ReworkReason, Work
from workflows.duty import Duty
from workflows.step import EvidenceSlot, adding, step


class EffectiveReport(NamedTuple):
    """As much of a report that counts as rules read."""

    number: int
    reported_on: datetime.date
    slot: str
    percent: Decimal
    work: str


# Asked with every report of every building.
_EFFECTIVE = Composed(lambda building: reports.effective_in(building).values_list(*EffectiveReport._fields), -1)


class Reporting:
    """What was seen is kept as given; a completion counts when somebody else has confirmed it."""

    REPORT = ("reported_on", "slot", "percent", "work", "workers")
    REPORT_OPTIONAL = ("material", "obstacle", "note")

    @step(
        _("Report progress"),
        source=AT_WORK,
        target=None,
        by=[FIELD, COMMAND],
        record=adding(ProgressReport),
        asks=REPORT,
        optional=REPORT_OPTIONAL,
        evidence=[EvidenceSlot("progress_photo", _("Photos of today"), minimum=1, located=True, fresh=True)],
        guards=[
            rules.report_dated_within,
            rules.half_day_free,
            rules.percent_not_falling,
            rules.completion_has_views,
        ],
        warnings=[rules.percent_within_band, rules.work_within_stage],
        duty=None,
        help=_("What stands today, with photos. Late reports are welcome: they fit in by their date."),
        offline=True,
    )
    def report_progress(self) -> None:
        """The report; the building's percent is that of the latest moment reported."""
        self._count_report()

    @step(
        _("Correct a report"),
        source=[*AT_WORK, State.PHYSICALLY_COMPLETE, State.SUSPENDED],
        target=None,
        by=[FIELD, COMMAND],
        record=adding(ProgressReport),
        asks=["corrects", *REPORT],
        optional=REPORT_OPTIONAL,
        guards=[
            rules.report_dated_within,
            rules.corrected_report_counts,
            rules.half_day_free,
            rules.completion_has_views,
            rules.completion_stands,
        ],
        warnings=[rules.percent_within_band],
        reasons=CorrectionReason,
        duty=None,
        help=_("The earlier report stays readable; this one counts in its place. The percent may fall."),
    )
    def correct_report(self) -> None:
        """Another report that names the one it corrects; a completion is what its report says now."""
        self._count_report()
        if self.completed_on is not None and self.item.percent == 100:
            self.completed_on = self.item.reported_on
        elif self.reported_percent < 100:
            self.completed_on = None

    @step(
        _("Report the completion"),
        source=State.FINISHING,
        target=None,
        by=[FIELD],
        record=adding(ProgressReport),
        asks=["reported_on", "slot", "workers"],
        optional=["note"],
        evidence=[
            EvidenceSlot("front_view", _("View of the front"), located=True, fresh=True),
            EvidenceSlot("back_view", _("View of the back"), located=True, fresh=True),
            EvidenceSlot("side_view", _("Views of both sides"), minimum=2, located=True, fresh=True),
            EvidenceSlot("inside_view", _("Views of the inside"), minimum=2, fresh=True),
        ],
        guards=[rules.completion_not_reported, rules.report_dated_within, rules.completion_is_last],
        duty=Duty(until_known="completed_on"),
        help=_("The building is finished: 100 %, with views from all sides. The Kodim confirms it."),
        within=20,
        offline=True,
    )
    def report_completion(self) -> None:
        """A report of 100 %, on which the confirmation rests."""
        self.item.percent, self.item.work = 100, Work.COMPLETE
        self.completed_on = self.item.reported_on
        self._count_report()

    @step(
        _("Confirm the completion"),
        source=State.FINISHING,
        target=State.PHYSICALLY_COMPLETE,
        by=[COMMAND],
        not_by_actor_of=["report_completion"],
        guards=[guards.completion_reported],
        duty=Duty(when_known="completed_on"),
        help=_("You have seen the views, or the building itself."),
        within=3,
    )
    def confirm_completion(self) -> None:
        """Nothing but the state."""

    @step(
        _("Send the completion back"),
        source=[State.FINISHING, State.PHYSICALLY_COMPLETE],
        target=State.FINISHING,
        by=[COMMAND, ENGINEERS],
        guards=[guards.completion_reported],
        reasons=ReworkReason,
        duty=None,
        tone="back",
        help=_("It is not complete yet; the completion has to be reported again."),
    )
    def return_completion(self) -> None:
        """The completion counts no more; its report stays and may be corrected."""
        self.completed_on = None

    @cached_property
    def weights(self) -> dict[str, Decimal]:
        """The template of this kind of building, read once."""
        return reports.weights_of(self.kind)

    def band_of(self, work: str) -> tuple[Decimal, Decimal] | None:
        """Percent that the template expects of that work, with its tolerance."""
        return reports.tolerated_band(self.weights, work)

    @cached_property
    def effective_reports(self) -> list[EffectiveReport]:
        """The reports that count, in the order of what they report, read once: as much of them as rules read."""
        return [EffectiveReport._make(row) for row in _EFFECTIVE.rows(self.pk)]

    @cached_property
    def corrected_by(self) -> dict[int, int]:
        """Which report took the place of which, read once."""
        return reports.corrections_of(self)

    def _count_report(self) -> None:
        """Bring the building's percent and last report up to date with the report at hand."""
        newest = reports.newest_with(self, self.item)
        self.reported_percent, self.reported_on = newest.percent, newest.reported_on
