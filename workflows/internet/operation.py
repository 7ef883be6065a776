"""The steps of running a connection: speed tests, faults and their end, another kit in place of a broken one."""

from django.utils.translation import gettext_lazy as _

from workflows.internet import faults, guards
from workflows.internet.lines import Fault, SpeedTest
from workflows.internet.states import ICT, REPORTERS, WORKING, State
from workflows.internet.vocabulary import ActivationReason, FaultReason, ReplacementReason
from workflows.step import EvidenceSlot, adding, changing, resumed, step

MEASURED = ("measured_at", "down_mbps", "up_mbps", "latency_ms", "measured_with")
SCREENSHOT = EvidenceSlot("speed_screenshot", _("Screenshot of the speed test"), fresh=True)
FAULT_PHOTO = EvidenceSlot("fault_photo", _("Photos of the fault"), minimum=0, fresh=True)


class Operation:
    """What is seen on the spot is reported by whoever is there; the ICT office decides what follows."""

    @step(
        _("Report it active"),
        source=State.INSTALLED,
        target=State.ACTIVE,
        by=REPORTERS,
        record=adding(SpeedTest),
        asks=MEASURED,
        evidence=[SCREENSHOT],
        guards=[guards.test_dated_within],
        within=3,
        help=_("The connection works: with its first speed test."),
        done=_("The connection is reported active, with its first speed test."),
    )
    def activate(self) -> None:
        """Since when it works."""
        self.active_since = self.item.measured_at

    @step(
        _("Record a speed test"),
        source=[*WORKING, State.FAULT],
        target=None,
        by=REPORTERS,
        record=adding(SpeedTest),
        asks=MEASURED,
        evidence=[SCREENSHOT],
        guards=[guards.test_dated_within],
        duty=None,
        help=_("Another measurement; the earlier ones stay."),
        done=_("The speed test is recorded."),
    )
    def measure(self) -> None:
        """Nothing but the line."""

    @step(
        _("Report a fault"),
        source=WORKING,
        target=State.FAULT,
        by=REPORTERS,
        record=adding(Fault),
        asks=["began_at", "cause"],
        optional=["description"],
        evidence=[FAULT_PHOTO],
        guards=[guards.fault_dated_within],
        duty=None,
        help=_("The connection does not work any more."),
        done=_("The fault is recorded."),
        offline=True,
    )
    def report_fault(self) -> None:
        """Remember where it stood, and since when it is out of order."""
        self.fault_from, self.faulty_since = self.state, self.item.began_at

    @step(
        _("Works again"),
        source=State.FAULT,
        target=resumed("fault_from", WORKING),
        by=REPORTERS,
        record=changing(Fault, source=Fault.State.OPEN, target=Fault.State.CLOSED),
        asks=["ended_at", "remedy"],
        guards=[guards.fault_dated_within],
        within=5,
        help=_("Since when, and what was done."),
        done=_("The connection works again."),
        offline=True,
    )
    def close_fault(self) -> None:
        """The downtime it adds."""
        self.faulty_since = None
        self.minutes_down = faults.minutes_down(self, self.item)

    @step(
        _("Take the fault back"),
        source=State.FAULT,
        target=resumed("fault_from", WORKING),
        by=[ICT],
        not_by_actor_of=["report_fault"],
        record=changing(Fault, source=Fault.State.OPEN, target=Fault.State.WITHDRAWN),
        reasons=FaultReason,
        duty=None,
        help=_("There was no fault; its report stays readable and counts for nothing."),
        done=_("The fault is taken back."),
    )
    def withdraw_fault(self) -> None:
        """It counts for nothing."""
        self.faulty_since = None

    @step(
        _("Report a fault that is over"),
        source=WORKING,
        target=None,
        by=REPORTERS,
        record=adding(Fault, target=Fault.State.CLOSED),
        asks=["began_at", "cause", "ended_at"],
        optional=["description", "remedy"],
        evidence=[FAULT_PHOTO],
        guards=[guards.fault_dated_within],
        duty=None,
        help=_("It was out of order for a while and works again; late reports are welcome."),
        done=_("The fault is recorded with its downtime."),
    )
    def report_past_fault(self) -> None:
        """The downtime it adds."""
        self.minutes_down = faults.minutes_down(self, self.item)

    @step(
        _("Put another kit in its place"),
        source=State.FAULT,
        target=None,
        by=[ICT],
        asks=["kit", "installed_on"],
        guards=[guards.installation_dated_within],
        warnings=[guards.kit_meant_for_here],
        reasons=ReplacementReason,
        duty=None,
        help=_("The broken kit goes back into stock; retire it there if it cannot be mended."),
        done=_("The other kit is recorded."),
    )
    def replace_kit(self) -> None:
        """Where the other kit came from."""
        self.hold_kit()

    @step(
        _("Not accepted"),
        source=State.ACTIVE,
        target=State.INSTALLED,
        by=[ICT],
        reasons=ActivationReason,
        duty=None,
        tone="back",
        help=_("It has to be put right and measured again."),
        done=_("It was sent back."),
    )
    def return_activation(self) -> None:
        """It has not been active yet."""
        self.active_since = None
