"""The steps by which a stimulus comes back: instalments are paid, fall due unpaid, and are all paid at last."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from sites.simulated_time import today
from workflows.duty import Due, Duty
from workflows.step import EvidenceSlot, changing, resumed, step
from workflows.stimulus import guards
from workflows.stimulus.instalments import Instalment, next_due
from workflows.stimulus.states import DINAS, REPAYING, State
from workflows.stimulus.vocabulary import ReversalReason


class Repayment:
    """Each payment is entered at its instalment, with the bank's slip."""

    @step(
        _("Record a payment"),
        source=REPAYING,
        target=resumed("goes_to", REPAYING),
        by=[DINAS],
        record=changing(
            Instalment,
            source=[Instalment.State.DUE, Instalment.State.PART_PAID],
            target=Instalment.State.PAID,
        ),
        asks=["payment", "paid_on", "reference"],
        evidence=[EvidenceSlot("payment_slip", _("Bank slip or account statement"), accepts="document", fresh=True)],
        guards=[guards.payment_within_open, guards.payment_dated],
        duty=Duty(when_known="arrears_since"),
        within=5,
        help=_("As the bank shows it. When nothing is overdue any more, the stimulus is revolving again."),
    )
    def record_payment(self) -> None:
        """What came in is added up; the next due day follows from what is still open."""
        instalment = self.item
        instalment.paid += instalment.payment
        self.repaid += instalment.payment
        self._settle(instalment)

    @step(
        _("Reverse the payments of an instalment"),
        source=REPAYING,
        target=None,
        by=[DINAS],
        not_by_actor_of=["record_payment"],
        record=changing(
            Instalment, source=[Instalment.State.PART_PAID, Instalment.State.PAID], target=Instalment.State.DUE
        ),
        reasons=ReversalReason,
        duty=None,
        tone="stop",
        help=_("All that was entered at this instalment counts no more; the entries stay in the record."),
    )
    def reverse_payments(self) -> None:
        """The instalment is open again; whether that makes arrears is the clock's to say."""
        instalment = self.item
        self.repaid -= instalment.paid
        instalment.paid, instalment.payment, instalment.paid_on, instalment.reference = Decimal(0), None, None, ""
        self.next_due_on = next_due(self.pk, instalment)

    @step(
        _("An instalment is overdue"),
        source=[State.DISBURSED, State.REVOLVING],
        target=State.IN_ARREARS,
        by=[Role.CLOCK],
        due=Due("next_due_on", days=1),
        duty=None,
        tone="back",
    )
    def fall_behind(self) -> None:
        """Somebody has to ask for the money."""
        self.arrears_since = self.next_due_on

    @step(
        _("Confirm that all is repaid"),
        source=State.REVOLVING,
        target=State.REPAID,
        by=[DINAS],
        guards=[guards.fully_repaid],
        evidence=[EvidenceSlot("settlement", _("Confirmation of the bank"), accepts="document")],
        duty=Duty(until_known="next_due_on"),
        within=10,
        help=_("The whole principal is back in the fund; another cooperative can receive it."),
    )
    def confirm_repaid(self) -> None:
        """Nothing but the state."""

    def _settle(self, instalment: Instalment) -> None:
        self.next_due_on = next_due(self.pk, instalment)
        overdue = self.next_due_on is not None and self.next_due_on < today()
        # Only the clock says that a stimulus falls behind; a payment can only bring it back.
        self.goes_to = self.state if overdue else State.REVOLVING
        if not overdue:
            self.arrears_since = None
