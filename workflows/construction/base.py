"""What outlet and warehouse have in common: from the first stake to the open door."""

import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sites.stages import Flag
from workflows import gates
from workflows.choosing import Nothing
from workflows.construction import guards
from workflows.construction.catalogue import EquipmentKind
from workflows.construction.fit_out import FitOut
from workflows.construction.inspection import Inspection
from workflows.construction.reporting import Reporting
from workflows.construction.reports import effective
from workflows.construction.states import AT_WORK, COMMAND, DINAS, FIELD, State
from workflows.construction.vocabulary import CancelReason, Obstacle
from workflows.construction.wording import day_in_words, percent_in_words
from workflows.facts import Fact
from workflows.guards import waivable
from workflows.models import Process
from workflows.step import EvidenceSlot, resumed, step


class Construction(FitOut, Inspection, Reporting, Process):
    """One building at a site, built once; what was reported is kept as given, corrections are reports of their own."""

    State = State
    initial, final = State.NOT_STARTED, {State.OPERATIONAL, State.CANCELLED}
    # A site has one outlet and one warehouse; another may be begun after the first was cancelled.
    single_in = set(State.values) - {State.CANCELLED}
    started_by = [FIELD, COMMAND, DINAS]
    started_offline = True

    # The terms of the steps (within=…) are configuration of the programme: together the building takes about three
    # months, as the standard unit does (statements of Agrinas, 2025); no regulation sets one.
    started_on = models.DateField(_("Begun on"), null=True, blank=True)
    planned_on = models.DateField(_("Planned completion"), null=True, blank=True)
    completed_on = models.DateField(_("Completed on"), null=True, blank=True)
    inspected_on = models.DateField(_("Inspected on"), null=True, blank=True)
    bast_number = models.CharField(_("Number of the handover certificate (BAST)"), max_length=60, blank=True)
    bast_date = models.DateField(_("Date of the handover certificate (BAST)"), null=True, blank=True)
    received_by = models.CharField(_("Received by (office and name)"), max_length=150, blank=True)
    opened_on = models.DateField(_("Opened on"), null=True, blank=True)

    # --- what the lines add up to ---
    suspended_from = models.CharField(max_length=40, blank=True, default="", editable=False)
    reported_percent = models.DecimalField(
        _("Reported progress, percent"),
        max_digits=5,
        decimal_places=2,
        default=0,
        editable=False,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    reported_on = models.DateField(_("Last report"), null=True, editable=False)
    open_defects = models.PositiveIntegerField(_("Defects not closed"), default=0, editable=False)
    defects_to_check = models.PositiveIntegerField(_("Defects to check"), default=0, editable=False)

    class Meta:
        abstract = True

    @step(
        _("Begin the preparation"),
        source=State.NOT_STARTED,
        target=State.PREPARATION,
        by=[FIELD, COMMAND],
        asks=["started_on"],
        optional=["planned_on"],
        evidence=[EvidenceSlot("start_photo", _("Photos of the plot at the start"), minimum=1, located=True)],
        guards=[guards.start_is_sane, guards.planned_after_start, waivable(gates.land_secured, by=[COMMAND])],
        help=_("The plot is being cleared and material brought."),
        within=20,
        offline=True,
    )
    def begin(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Foundation begun"),
        source=State.PREPARATION,
        target=State.FOUNDATION,
        by=[FIELD],
        evidence=[EvidenceSlot("foundation_photo", _("Photos of the foundation"), minimum=1, located=True)],
        within=5,
        help=_("The ground is ready, and the foundation is being dug or poured."),
        offline=True,
    )
    def lay_foundation(self) -> None:
        """Nothing but the state."""

    @step(
        _("Structure begun"),
        source=State.FOUNDATION,
        target=State.STRUCTURE,
        by=[FIELD],
        evidence=[EvidenceSlot("structure_photo", _("Photos of columns and walls"), minimum=1, located=True)],
        within=10,
        help=_("The foundation carries; columns and walls are going up."),
        offline=True,
    )
    def raise_structure(self) -> None:
        """Nothing but the state."""

    @step(
        _("Roof begun"),
        source=State.STRUCTURE,
        target=State.ROOFING,
        by=[FIELD],
        evidence=[EvidenceSlot("roof_photo", _("Photos of the roof"), minimum=1, located=True)],
        within=20,
        help=_("Columns and walls stand; the roof is going on."),
        offline=True,
    )
    def roof(self) -> None:
        """Nothing but the state."""

    @step(
        _("Finishing begun"),
        source=State.ROOFING,
        target=State.FINISHING,
        by=[FIELD],
        evidence=[EvidenceSlot("finishing_photo", _("Photos of the finishing"), minimum=1, located=True)],
        within=10,
        help=_("The roof is on; floor, doors, ceiling and installations follow."),
        offline=True,
    )
    def finish(self) -> None:
        """Nothing but the state."""

    @step(
        _("Record the handover"),
        source=State.INSPECTED,
        target=State.HANDED_OVER,
        by=[COMMAND, DINAS],
        asks=["bast_number", "bast_date", "received_by"],
        evidence=[EvidenceSlot("bast", _("Handover certificate (BAST)"), accepts="document")],
        guards=[guards.defects_closed, guards.handover_dated_within],
        within=10,
        help=_("The building goes over to whoever runs it, with the signed certificate."),
    )
    def hand_over(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Open for business"),
        source=State.HANDED_OVER,
        target=State.OPERATIONAL,
        by=[DINAS],
        asks=["opened_on"],
        evidence=[EvidenceSlot("opening_photo", _("Photos of the opening"), minimum=1)],
        guards=[waivable(guards.equipment_installed, by=[DINAS]), guards.opening_dated_within],
        within=20,
        help=_("The outlet or warehouse is in use from this day on."),
    )
    def open_doors(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Suspend the work"),
        source=AT_WORK,
        target=State.SUSPENDED,
        by=[FIELD, COMMAND],
        reasons=Obstacle,
        duty=None,
        help=_("The work stands still for a reason; it goes on from where it stood."),
    )
    def suspend(self) -> None:
        """Remember where it stood."""
        self.suspended_from = self.state

    @step(
        _("Resume the work"),
        source=State.SUSPENDED,
        target=resumed("suspended_from", AT_WORK),
        by=[FIELD, COMMAND],
        reasons=Obstacle,
        help=_("Say what was solved."),
        within=10,
    )
    def resume(self) -> None:
        """Back to where it stood."""

    @step(
        _("Cancel the building"),
        source=[State.NOT_STARTED, *AT_WORK, State.SUSPENDED],
        target=State.CANCELLED,
        by=[COMMAND, DINAS],
        reasons=CancelReason,
        duty=None,
        tone="stop",
        help=_("Nothing more is built here under this record. Its history stays."),
    )
    def cancel(self) -> None:
        """Nothing but the state."""

    @property
    def progress(self):
        """The reported percent of a building that was begun, for the map; None before."""
        return None if self.state in (State.NOT_STARTED, State.CANCELLED) else self.reported_percent

    def offered(self, column: str) -> models.QuerySet | None:
        """Only kinds of equipment that are in use are ordered."""
        return EquipmentKind.objects.filter(active=True) if column == "kind" else None

    def offered_lines(self, column: str) -> list | None:
        """The reports that count, the newest first."""
        return list(effective(self).reverse()) if column == "corrects" else None

    def none_offered(self, column: str) -> Nothing | None:
        if column == "corrects":
            return Nothing(gettext("No report has been recorded yet, so there is nothing to correct."))
        return None

    def computed_facts(self) -> list[Fact]:
        """How far the latest report says it is; what stands beside no column anybody fills in."""
        if self.reported_on is None:
            return []
        words = gettext("%(percent)s %%, reported on %(date)s") % {
            "percent": percent_in_words(self.reported_percent),
            "date": day_in_words(self.reported_on),
        }
        return [Fact("reported_percent", gettext("Reported progress"), words, computed=True)]

    def flags(self) -> Flag:
        flags = super().flags()
        begun = self.state not in (State.NOT_STARTED, State.CANCELLED)
        if begun and not gates.land_is_secured(self.site):
            flags |= Flag.BUILT_UNVERIFIED
        if self.state == State.SUSPENDED:
            flags |= Flag.SUSPENDED
        stale_from = self._stale_from()
        if stale_from and stale_from <= timezone.localdate():
            flags |= Flag.STALE
        return flags

    def flags_change_on(self, today: datetime.date) -> datetime.date | None:
        stale_from = self._stale_from()
        return stale_from if stale_from and stale_from > today else None

    def _stale_from(self) -> datetime.date | None:
        """The first day on which too long nothing was heard of a building at work; None for one that is not.

        Coming into its state is news too: a building that was resumed is not stale the same day.
        """
        if self.state not in AT_WORK:
            return None
        heard = timezone.localdate(self.state_since)
        if self.reported_on and self.reported_on > heard:
            heard = self.reported_on
        return heard + datetime.timedelta(days=settings.STALE_REPORT_DAYS + 1)
