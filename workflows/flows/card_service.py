"""Paying out aid with the Huma Betang Sejahtera card: terminal, officer, connection, trial, daily totals."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from sites.money import RupiahField, in_rupiah
from workflows.card import guards
from workflows.card.lines import DailyTotal, corrections_of, effective, summed
from workflows.card.vocabulary import Bank, CorrectionReason, Internet, PauseReason, ResumeReason, State
from workflows.choosing import Nothing
from workflows.claims import Wanted
from workflows.duty import Duty
from workflows.facts import Fact
from workflows.figures import day
from workflows.models import Process
from workflows.step import EvidenceSlot, adding, step

VILLAGE, DINAS, ICT = Role.VILLAGE_OFFICER, Role.COOPERATIVE_OFFICE, Role.ICT_OFFICE
_DEVICE = ("bank", "edc_serial", "device_received_on")
_DAY = ("day", "transactions", "total")


class CardService(Process):
    """One counter per site. What it keeps of the people it pays is how many they were and how much together."""

    label = _("Card service")
    order = 90
    State = State
    initial, final = State.PREPARING, set()
    single_in = set(State.values)
    started_by = [VILLAGE, DINAS]
    keeps_no_people = True

    bank = models.CharField(_("Bank"), max_length=20, choices=Bank, blank=True)
    edc_serial = models.CharField(
        _("Serial number of the terminal (EDC)"),
        max_length=40,
        blank=True,
        validators=[RegexValidator(r"^[A-Za-z0-9/-]{4,40}$", _("Letters, digits, / and - only, at least four."))],
    )
    device_received_on = models.DateField(_("Terminal received on"), null=True, blank=True)
    operator_name = models.CharField(_("Trained officer of the cooperative"), max_length=120, blank=True)
    trained_on = models.DateField(_("Trained on"), null=True, blank=True)
    trained_by = models.CharField(_("Trained by (office)"), max_length=120, blank=True)
    internet_kind = models.CharField(_("Kind of connection"), max_length=15, choices=Internet, blank=True)
    internet_provider = models.CharField(_("Provider"), max_length=120, blank=True)
    internet_checked_on = models.DateField(_("Tested on"), null=True, blank=True)
    trial_on = models.DateField(_("Tried on"), null=True, blank=True)
    trial_transactions = models.PositiveIntegerField(_("Payments tried"), null=True, blank=True)

    # --- what the daily totals add up to ---
    active_from = models.DateField(_("Paying out since"), null=True, editable=False)
    days_reported = models.PositiveIntegerField(_("Days reported"), default=0, editable=False)
    transactions = models.PositiveIntegerField(_("Payments in all"), default=0, editable=False)
    paid_out = RupiahField(_("Paid out in all"), default=0, editable=False)
    last_day = models.DateField(_("Last day reported"), null=True, editable=False)

    class Meta:
        verbose_name = _("card service")
        verbose_name_plural = _("card services")

    def claims(self) -> list[Wanted]:
        """A terminal stands at one counter; a service that does not pay out gives it free."""
        if self.state in (State.PREPARING, State.INACTIVE):
            return []
        sentence = _("The terminal %(serial)s is in use at another card service.") % {"serial": self.edc_serial}
        return [Wanted(f"edc:{self.edc_serial.upper()}", sentence)]

    @step(
        _("Record the terminal"),
        source=State.PREPARING,
        target=State.DEVICE_READY,
        by=[DINAS, VILLAGE],
        asks=_DEVICE,
        evidence=[EvidenceSlot("device_photo", _("Photo of the terminal with its serial number"))],
        guards=[guards.device_dated],
        within=20,
        help=_("The bank's card terminal (EDC) stands at the counter, with its serial number as it is on the device."),
        done=_("The terminal is recorded."),
    )
    def record_device(self) -> None:
        """Nothing but the fields; the terminal is claimed with the state."""

    @step(
        _("Record the training"),
        source=[State.PREPARING, State.DEVICE_READY, State.TRIAL, State.ACTIVE, State.INACTIVE],
        target=None,
        by=[DINAS],
        asks=["operator_name", "trained_on", "trained_by"],
        evidence=[EvidenceSlot("training_proof", _("Certificate or minutes of the training"), accepts="document")],
        guards=[guards.training_dated],
        duty=Duty(until_filled="operator_name"),
        within=20,
        help=_("The officer of the cooperative who works at the terminal."),
        done=_("The training is recorded."),
    )
    def record_training(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Record another connection"),
        source=[State.PREPARING, State.DEVICE_READY, State.TRIAL, State.ACTIVE, State.INACTIVE],
        target=None,
        by=[ICT, DINAS, VILLAGE],
        asks=["internet_kind", "internet_provider", "internet_checked_on"],
        evidence=[EvidenceSlot("internet_proof", _("Speed test or contract"), accepts="document")],
        guards=[guards.internet_dated],
        duty=None,
        help=_("Where the programme’s satellite is not active, but the terminal reaches its bank otherwise."),
        done=_("The connection is recorded."),
    )
    def record_internet(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Begin the trial"),
        source=State.DEVICE_READY,
        target=State.TRIAL,
        by=[DINAS],
        guards=[guards.device_known, guards.connected, guards.officer_trained],
        within=10,
        help=_("The trained officer pays out with the terminal for a while, before the service opens."),
        done=_("The trial has begun."),
    )
    def begin_trial(self) -> None:
        """Nothing but the state."""

    @step(
        _("Report the trial"),
        source=State.TRIAL,
        target=None,
        by=[VILLAGE],
        asks=["trial_on", "trial_transactions"],
        evidence=[EvidenceSlot("trial_slip", _("Slips of the trial, names covered"), accepts="document")],
        guards=[guards.trial_dated, guards.trial_has_payments],
        duty=Duty(until_known="trial_on"),
        within=10,
        help=_("How many payments were tried. Cover names and numbers of persons before you take the photo."),
        done=_("The trial is reported."),
    )
    def report_trial(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Open the service"),
        source=State.TRIAL,
        target=State.ACTIVE,
        by=[DINAS],
        not_by_actor_of=["report_trial"],
        guards=[guards.trial_reported, guards.connected, guards.officer_trained],
        duty=Duty(when_known="trial_on"),
        within=5,
        help=_("The trial went well; from now on the daily totals are recorded."),
        done=_("The service is open. Report the total of each day on which it pays out."),
    )
    def activate(self) -> None:
        """Totals may be reported from the day of the trial on."""
        self.active_from = self.trial_on

    @step(
        _("Report a day"),
        source=State.ACTIVE,
        target=None,
        by=[VILLAGE, DINAS],
        record=adding(DailyTotal),
        asks=_DAY,
        optional=["note"],
        guards=[guards.total_dated, guards.total_agrees],
        duty=None,
        help=_("How many payments and how much together. Never whom."),
        done=_("The day is recorded."),
    )
    def report_day(self) -> None:
        """Added up."""
        self._sum()

    @step(
        _("Correct a day"),
        source=[State.ACTIVE, State.INACTIVE],
        target=None,
        by=[VILLAGE, DINAS],
        record=adding(DailyTotal),
        asks=["corrects", *_DAY],
        optional=["note"],
        guards=[guards.total_dated, guards.total_agrees, guards.corrected_total_counts],
        reasons=CorrectionReason,
        duty=None,
        help=_("The earlier total stays readable; this one counts in its place."),
        done=_("The correction is recorded; it counts now."),
    )
    def correct_day(self) -> None:
        """Another total that names the one it corrects."""
        self._sum()

    @step(
        _("Pause the service"),
        source=State.ACTIVE,
        target=State.INACTIVE,
        by=[DINAS, VILLAGE],
        reasons=PauseReason,
        duty=None,
        tone="back",
        help=_("No aid is paid out here for a while; say why. It can be opened again."),
        done=_("The service is paused."),
    )
    def deactivate(self) -> None:
        """The terminal is free for another counter."""

    @step(
        _("Record another terminal"),
        source=State.INACTIVE,
        target=None,
        by=[DINAS],
        asks=_DEVICE,
        evidence=[EvidenceSlot("device_photo", _("Photo of the terminal with its serial number"))],
        guards=[guards.device_dated],
        duty=None,
        help=_("Another terminal takes the place of the one that was recorded."),
        done=_("The other terminal is recorded."),
    )
    def replace_device(self) -> None:
        """Nothing but the fields; it is claimed when the service goes on."""

    @step(
        _("Resume the service"),
        source=State.INACTIVE,
        target=State.ACTIVE,
        by=[DINAS],
        guards=[guards.device_known, guards.connected, guards.officer_trained],
        reasons=ResumeReason,
        within=10,
        help=_("What was in the way is solved; aid is paid out here again."),
        done=_("The service is open again."),
    )
    def reactivate(self) -> None:
        """Nothing but the state."""

    def offered_lines(self, column: str) -> list | None:
        """The totals that count, the newest day first."""
        return list(effective(self.pk).order_by("-day")) if column == "corrects" else None

    def none_offered(self, column: str) -> Nothing | None:
        if column == "corrects":
            return Nothing(gettext("No daily total has been recorded yet, so there is nothing to correct."))
        return None

    def computed_facts(self) -> list[Fact]:
        if not self.days_reported:
            return []
        return [
            Fact("paid_out", gettext("Paid out in all"), in_rupiah(self.paid_out), True),
            Fact("payments", gettext("Payments in all"), number_format(self.transactions, force_grouping=True), True),
            Fact("last_day", gettext("Last day reported"), day(self.last_day), True),
        ]

    @cached_property
    def corrected_by(self) -> dict[int, int]:
        """Which total took the place of which, read once."""
        return corrections_of(self.pk)

    def _sum(self) -> None:
        sums = summed(self.pk, self.item)
        self.days_reported, self.transactions = sums["days"], sums["transactions"]
        self.paid_out, self.last_day = sums["total"], sums["last"]
