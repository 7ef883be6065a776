"""The rules of construction, each answering with a sentence."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.roles import Role
from workflows.comparisons import Clock, Comparison, first_unmet
from workflows.construction.catalogue import EquipmentKind
from workflows.construction.lines import Equipment
from workflows.construction.wording import day_in_words
from workflows.guards import guard

PROGRAMME_START = datetime.date(2025, 10, 17)  # the army began building in Central Kalimantan that day


_STARTED = [
    Comparison(
        "started_on",
        "<=",
        Clock.TODAY,
        lambda day, _today: _("The start, %(date)s, is in the future.") % {"date": day},
    ),
    Comparison(
        "started_on",
        ">=",
        PROGRAMME_START,
        lambda day, first: (
            _("The start, %(date)s, lies before the programme's first building (%(first)s).")
            % {"date": day, "first": first}
        ),
    ),
]
_PLANNED = Comparison(
    "planned_on",
    ">=",
    "started_on",
    lambda planned, start: (
        _("The planned completion, %(planned)s, lies before the start (%(start)s).")
        % {"planned": planned, "start": start}
    ),
)


@guard(
    gettext_lazy("The start lies within the programme and not in the future"), fields=["started_on"], judged=_STARTED
)
def start_is_sane(process) -> str:
    return first_unmet(_STARTED, process)


@guard(
    gettext_lazy("The planned completion lies after the start"), fields=["started_on", "planned_on"], judged=[_PLANNED]
)
def planned_after_start(process) -> str:
    return _PLANNED.unmet(process)


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
        return _("%(what)s is dated %(date)s, which is in the future.") % {"what": what, "date": day_in_words(day)}
    if process.completed_on and day < process.completed_on:
        return _("%(what)s is dated %(date)s, before the building was complete (%(done)s).") % {
            "what": what,
            "date": day_in_words(day),
            "done": day_in_words(process.completed_on),
        }
    return ""
