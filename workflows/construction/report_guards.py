"""The rules of progress reports and of the completion, each answering with a sentence."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.comparisons import Clock, Comparison, Known, first_unmet
from workflows.construction.reports import beside, effective, neighbours
from workflows.construction.states import AT_WORK, STAGE_OF_WORK, State
from workflows.construction.vocabulary import Work
from workflows.construction.wording import day_in_words, percent_in_words
from workflows.guards import guard

_DATED = [
    Comparison(
        "reported_on",
        "<=",
        Clock.TODAY,
        lambda day, _today: _("The report is dated %(date)s, which is in the future.") % {"date": day},
    ),
    Comparison(
        "reported_on",
        ">=",
        Known("started_on"),
        lambda day, start: (
            _("The report is dated %(date)s, before the building was begun (%(start)s).")
            % {"date": day, "start": start}
        ),
    ),
]
# After the newest report that counts, nothing less can be right; between earlier ones only the server can judge.
_RISING = Comparison(
    "percent",
    ">=",
    Known("reported_percent"),
    lambda percent, before: (
        _("%(percent)s %% is less than the %(before)s %% reported before.") % {"percent": percent, "before": before}
    ),
    when=("reported_on", ">", Known("reported_on")),
)
_NOT_COMPLETE = Comparison("percent", "<", Decimal(100), lambda _percent, _all: _with_views())


@guard(gettext_lazy("The report is dated between the start and today"), fields=["reported_on"], judged=_DATED)
def report_dated_within(process) -> str:
    return first_unmet(_DATED, process) if process.item else ""


@guard(gettext_lazy("The percent does not fall"), fields=["reported_on", "slot", "percent"], judged=[_RISING])
def percent_not_falling(process) -> str:
    """Judged by the day that is reported, not by the day it arrives: a late report fits between its neighbours."""
    report = process.item
    if report is None or None in (report.reported_on, report.percent):
        return ""
    earlier, later = neighbours(process, report)
    if earlier and report.percent < earlier.percent:
        return _("%(percent)s %% is less than the %(before)s %% reported on %(date)s. Correct that report instead.") % {
            "percent": percent_in_words(report.percent),
            "before": percent_in_words(earlier.percent),
            "date": day_in_words(earlier.reported_on),
        }
    if later and report.percent > later.percent:
        return _("%(percent)s %% is more than the %(after)s %% reported on %(date)s. Correct that report instead.") % {
            "percent": percent_in_words(report.percent),
            "after": percent_in_words(later.percent),
            "date": day_in_words(later.reported_on),
        }
    return ""


@guard(
    gettext_lazy("100 % is reported with the views of the finished building"),
    fields=["percent", "corrects"],
    judged=[_NOT_COMPLETE],
)
def completion_has_views(process) -> str:
    """A correction may keep the 100 % of a completion that was reported with its views, with another date, say."""
    report = process.item
    if report is None or report.percent != 100:
        return ""
    if report.corrects and effective(process).filter(number=report.corrects, percent=100).exists():
        return ""
    return _with_views()


def _with_views() -> str:
    return _("Report 100 %% with the step “%(step)s”, which asks for the views of the finished building.") % {
        "step": _("Report the completion")
    }


@guard(gettext_lazy("A confirmed completion stays at 100 %"), fields=["percent"])
def completion_stands(process) -> str:
    report = process.item
    if report is None or report.percent in (None, 100) or process.state != State.PHYSICALLY_COMPLETE:
        return ""
    if not effective(process).filter(number=report.corrects, percent=100).exists():
        return ""
    return _(
        "The completion is confirmed. It has to be sent back before its report is corrected to %(percent)s %%."
    ) % {"percent": percent_in_words(report.percent)}


@guard(gettext_lazy("The completion is reported once"))
def completion_not_reported(process) -> str:
    if process.completed_on is None:
        return ""
    return _("The completion was reported on %(date)s already and waits for its confirmation.") % {
        "date": day_in_words(process.completed_on)
    }


@guard(gettext_lazy("No later report says less than 100 %"), fields=["reported_on", "slot"])
def completion_is_last(process) -> str:
    report = process.item
    if report is None or report.reported_on is None or not report.slot:
        return ""
    _earlier, later = neighbours(process, report)
    if later is None or later.percent == 100:
        return ""
    return _("On %(date)s, after that, %(percent)s %% were reported. Correct that report, or the date.") % {
        "date": day_in_words(later.reported_on),
        "percent": percent_in_words(later.percent),
    }


@guard(gettext_lazy("No other report stands for this half day"), fields=["reported_on", "slot"])
def half_day_free(process) -> str:
    """Of the reports that count: what a correction moved to another half day has left its own."""
    report = process.item
    if report is None or report.reported_on is None or not report.slot:
        return ""
    others = beside(process, report)
    if report.corrects and len(others) == len(process.effective_reports):
        return ""
    half_day = (report.reported_on, report.slot)
    there = [one for one in others if (one.reported_on, one.slot) == half_day and one.work != Work.COMPLETE]
    if not there:
        return ""
    other = there[0]
    return _("Report %(number)d stands for this day and time of day already; correct that one.") % {
        "number": other.number
    }


@guard(gettext_lazy("The corrected report exists and still counts"), fields=["corrects"])
def corrected_report_counts(process) -> str:
    report = process.item
    if report is None or report.corrects is None:
        return ""
    if not effective(process).filter(number=report.corrects).exists():
        return _("There is no report number %(number)d of this building that still counts.") % {
            "number": report.corrects
        }
    return ""


@guard(gettext_lazy("The percent agrees with the work at hand"), fields=["work", "percent"])
def percent_within_band(process) -> str:
    report = process.item
    if report is None or report.percent is None or not report.work:
        return ""
    band = process.band_of(report.work)
    if band is None or band[0] <= report.percent <= band[1]:
        return ""
    return _("“%(work)s” usually stands at %(low)s to %(high)s %%; %(percent)s %% is reported.") % {
        "work": report.get_work_display(),
        "low": percent_in_words(band[0]),
        "high": percent_in_words(band[1]),
        "percent": percent_in_words(report.percent),
    }


@guard(gettext_lazy("The work at hand belongs to the stage the building stands at"), fields=["work"])
def work_within_stage(process) -> str:
    """Only work that is ahead of the recorded stage is noticed; what a late report tells may lie behind it."""
    report = process.item
    if report is None or not report.work or process.state not in AT_WORK:
        return ""
    if AT_WORK.index(STAGE_OF_WORK[report.work]) <= AT_WORK.index(process.state):
        return ""
    return _("The report speaks of “%(work)s”, but the building stands at “%(stage)s”. Record its stage too.") % {
        "work": report.get_work_display(),
        "stage": process.state_label,
    }
