"""The rules of construction, each answering with a sentence."""

import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.roles import Role
from workflows.construction.catalogue import EquipmentKind
from workflows.construction.lines import Equipment
from workflows.construction.reports import effective, neighbours, tolerated_band
from workflows.guards import guard

PROGRAMME_START = datetime.date(2025, 10, 17)  # the army began building in Central Kalimantan that day


@guard(gettext_lazy("The start lies within the programme and not in the future"), fields=["started_on"])
def start_is_sane(process) -> str:
    if process.started_on is None:
        return ""
    if process.started_on > timezone.localdate():
        return _("The start, %(date)s, is in the future.") % {"date": _day(process.started_on)}
    if process.started_on < PROGRAMME_START:
        return _("The start, %(date)s, lies before the programme's first building (%(first)s).") % {
            "date": _day(process.started_on),
            "first": _day(PROGRAMME_START),
        }
    return ""


@guard(gettext_lazy("The report is dated between the start and today"), fields=["reported_on"])
def report_dated_within(process) -> str:
    report = process.item
    if report is None or report.reported_on is None:
        return ""
    if report.reported_on > timezone.localdate():
        return _("The report is dated %(date)s, which is in the future.") % {"date": _day(report.reported_on)}
    if process.started_on and report.reported_on < process.started_on:
        return _("The report is dated %(date)s, before the building was begun (%(start)s).") % {
            "date": _day(report.reported_on),
            "start": _day(process.started_on),
        }
    return ""


@guard(gettext_lazy("The percent does not fall"), fields=["reported_on", "slot", "percent"])
def percent_not_falling(process) -> str:
    """Judged by the day that is reported, not by the day it arrives: a late report fits between its neighbours."""
    report = process.item
    if report is None or None in (report.reported_on, report.percent):
        return ""
    earlier, later = neighbours(process, report)
    if earlier and report.percent < earlier.percent:
        return _("%(percent)s %% is less than the %(before)s %% reported on %(date)s. Correct that report instead.") % {
            "percent": _percent(report.percent),
            "before": _percent(earlier.percent),
            "date": _day(earlier.reported_on),
        }
    if later and report.percent > later.percent:
        return _("%(percent)s %% is more than the %(after)s %% reported on %(date)s. Correct that report instead.") % {
            "percent": _percent(report.percent),
            "after": _percent(later.percent),
            "date": _day(later.reported_on),
        }
    return ""


@guard(gettext_lazy("100 % is reported with the views of the finished building"), fields=["percent"])
def completion_has_views(process) -> str:
    if process.item is not None and process.item.percent == 100:
        return _("Report 100 %% with the step “%(step)s”, which asks for the views of the finished building.") % {
            "step": process.steps["report_completion"].label
        }
    return ""


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
    band = tolerated_band(process.kind, report.work)
    if band is None or band[0] <= report.percent <= band[1]:
        return ""
    return _("“%(work)s” usually stands at %(low)s to %(high)s %%; %(percent)s %% is reported.") % {
        "work": report.get_work_display(),
        "low": _percent(band[0]),
        "high": _percent(band[1]),
        "percent": _percent(report.percent),
    }


@guard(gettext_lazy("The completion was reported"), owners=[Role.FIELD_OFFICER])
def completion_reported(process) -> str:
    if process.completed_on is None:
        return _("The completion has not been reported yet.")
    return ""


@guard(gettext_lazy("Every defect of the inspection is closed"), owners=[Role.ENGINEERING])
def defects_closed(process) -> str:
    if not process.open_defects:
        return ""
    return ngettext(
        "%(count)d defect of the inspection is not closed.",
        "%(count)d defects of the inspection are not closed.",
        process.open_defects,
    ) % {"count": process.open_defects}


@guard(gettext_lazy("The required equipment is installed"))
def equipment_installed(process) -> str:
    required = EquipmentKind.objects.filter(required_in=process.kind, active=True)
    installed = Equipment.objects.filter(process_id=process.pk, state=Equipment.State.INSTALLED).values("kind_id")
    missing = list(required.exclude(pk__in=installed).values_list("name", flat=True))
    if not missing:
        return ""
    return _("Not installed yet: %(kinds)s.") % {"kinds": ", ".join(missing)}


@guard(gettext_lazy("Dates of equipment follow each other and are not in the future"))
def equipment_dates_in_order(process) -> str:
    piece = process.item
    if piece is None:
        return ""
    days = [day for day in (piece.ordered_on, piece.received_on, piece.installed_on) if day]
    if any(day > timezone.localdate() for day in days):
        return _("A date of this piece is in the future.")
    if days != sorted(days):
        return _("It is ordered, then received, then installed: the dates do not follow each other.")
    return ""


@guard(gettext_lazy("The inspection is dated after the completion and not in the future"), fields=["inspected_on"])
def inspection_dated_within(process) -> str:
    return _after_completion(process, process.inspected_on, _("The inspection"))


@guard(gettext_lazy("The opening is not in the future"), fields=["opened_on"])
def opening_dated_within(process) -> str:
    return _after_completion(process, process.opened_on, _("The opening"))


@guard(gettext_lazy("The handover is dated after the completion and not in the future"), fields=["bast_date"])
def handover_dated_within(process) -> str:
    return _after_completion(process, process.bast_date, _("The handover"))


def _after_completion(process, day: datetime.date | None, what: str) -> str:
    if day is None:
        return ""
    if day > timezone.localdate():
        return _("%(what)s is dated %(date)s, which is in the future.") % {"what": what, "date": _day(day)}
    if process.completed_on and day < process.completed_on:
        return _("%(what)s is dated %(date)s, before the building was complete (%(done)s).") % {
            "what": what,
            "date": _day(day),
            "done": _day(process.completed_on),
        }
    return ""


def _day(value: datetime.date) -> str:
    return date_format(value, "DATE_FORMAT")


def _percent(value: Decimal) -> str:
    return number_format(value.normalize() if value else value, use_l10n=True)
