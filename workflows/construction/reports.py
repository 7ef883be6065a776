"""The progress reports of a building that count: which, in which order, and what they should say by the template."""

from decimal import Decimal

from django.db.models import Case, Exists, OuterRef, QuerySet, When

from workflows.construction.catalogue import WorkWeight
from workflows.construction.lines import ProgressReport
from workflows.construction.vocabulary import Slot, Work

# A band of the template is no border: a report this many percent beside it is nothing to speak of.
TOLERANCE = Decimal(5)


def effective(process) -> QuerySet[ProgressReport]:
    """The reports of the building that no later one corrects, in the order of what they report."""
    return effective_in(process.pk)


def effective_in(building: int) -> QuerySet[ProgressReport]:
    """The same by the building's id."""
    reports = ProgressReport.objects.filter(process_id=building)
    corrected = ProgressReport.objects.filter(process_id=OuterRef("process_id"), corrects=OuterRef("number"))
    last_of_all = Case(When(work=Work.COMPLETE, then=1), default=0)
    # "evening" sorts before "morning", so the time of day is turned round; a completion ends its half day.
    return reports.exclude(Exists(corrected)).order_by("reported_on", "-slot", last_of_all, "number")


def neighbours(process, report: ProgressReport) -> tuple[ProgressReport | None, ProgressReport | None]:
    """The effective reports just before and just after the half day that the report speaks of."""
    others, moment = beside(process, report), _half_day(report)
    before = [other for other in others if _half_day(other) < moment]
    after = [other for other in others if _half_day(other) > moment]
    return before[-1] if before else None, after[0] if after else None


def beside(process, report: ProgressReport) -> list:
    """The effective reports but for the one that the report corrects, in the order of what they report.

    As much of each as ``Reporting.effective_reports`` reads.
    """
    return [other for other in process.effective_reports if other.number != report.corrects]


def newest_with(process, report: ProgressReport) -> ProgressReport:
    """The report of the latest moment when the given one, not written yet, counts too."""
    others = beside(process, report)
    if not others or _moment(report) >= _moment(others[-1]):
        return report
    return others[-1]


def _half_day(report: ProgressReport) -> tuple:
    return report.reported_on, report.slot == Slot.EVENING


def _moment(report: ProgressReport) -> tuple:
    return report.reported_on, report.slot == Slot.EVENING, report.work == Work.COMPLETE


def weights_of(building: str) -> dict[str, Decimal]:
    """The template's percents of that kind of building: when each work is done."""
    return dict(WorkWeight.objects.filter(building=building).values_list("work", "done_at"))


def tolerated_band(done_at: dict[str, Decimal], work: str) -> tuple[Decimal, Decimal] | None:
    """Percent between which a report of that work is nothing to speak of; None when the template lacks the work.

    From what the template (``weights_of``) gives the work before it to what it gives the work itself, with a tolerance.
    """
    if work not in done_at:
        return None
    before = max((value for value in done_at.values() if value < done_at[work]), default=Decimal(0))
    return max(before - TOLERANCE, Decimal(0)), min(done_at[work] + TOLERANCE, Decimal(100))


def corrections_of(process) -> dict[int, int]:
    """The numbers of the corrected reports, each with that of the report that took its place."""
    corrections = ProgressReport.objects.filter(process_id=process.pk, corrects__isnull=False)
    return dict(corrections.values_list("corrects", "number"))
