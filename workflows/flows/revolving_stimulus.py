"""The revolving stimulus: from the candidate over the decree and the money to the last instalment."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sites.money import RupiahField, in_rupiah
from sites.stages import Flag
from workflows.choosing import Nothing
from workflows.claims import Wanted
from workflows.decision import ByLetter
from workflows.duty import Duty
from workflows.facts import Fact
from workflows.figures import day
from workflows.guards import waivable
from workflows.models import Letter, Process
from workflows.step import EvidenceSlot, step
from workflows.stimulus import guards
from workflows.stimulus.balance import commit, fetch_funds
from workflows.stimulus.fund import Fund
from workflows.stimulus.instalments import plan
from workflows.stimulus.repayment import Repayment
from workflows.stimulus.states import DINAS, HEAD, OPEN, VILLAGE, State
from workflows.stimulus.vocabulary import EndReason
from workflows.undoing import taking_back


class RevolvingStimulus(Repayment, Process):
    """A loan from the programme's fund to one cooperative; what comes back is lent again."""

    label = _("Revolving stimulus")
    order = 80
    another_label = _("Propose another stimulus")
    State = State
    initial, final = State.CANDIDATE, {State.REPAID, State.TERMINATED}
    goal = {State.REPAID}
    single_in = {State.CANDIDATE, *OPEN}
    started_by = [VILLAGE, DINAS]

    amount_requested = RupiahField(_("Amount applied for"), null=True, blank=True)
    purpose = models.TextField(_("What the money is for"), max_length=1000, blank=True)
    fund = models.ForeignKey(
        "workflows.Fund", models.PROTECT, null=True, blank=True, related_name="stimuli", verbose_name=_("Fund")
    )
    principal = RupiahField(_("Amount decreed"), null=True, blank=True)
    decree_number = models.CharField(_("Number of the decree"), max_length=80, blank=True)
    decree_date = models.DateField(_("Date of the decree"), null=True, blank=True)
    decree_letter = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="+", editable=False)
    disbursed_on = models.DateField(_("Transferred on"), null=True, blank=True)
    transfer_reference = models.CharField(_("Bank reference of the transfer"), max_length=80, blank=True)
    received_on = models.DateField(_("Money received on"), null=True, blank=True)

    # The code of the region whose fund it is: its head decrees, nobody else's.
    fund_region = models.CharField(max_length=13, blank=True, default="", editable=False)

    # --- what the instalments add up to ---
    repaid = RupiahField(_("Paid back"), default=0, editable=False)
    next_due_on = models.DateField(_("Next instalment due on"), null=True, editable=False)
    arrears_since = models.DateField(_("In arrears since"), null=True, editable=False)
    goes_to = models.CharField(max_length=40, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("revolving stimulus")
        verbose_name_plural = _("revolving stimuli")
        constraints = [
            models.CheckConstraint(
                condition=Q(repaid=0) | Q(principal__isnull=False, repaid__lte=F("principal")),
                name="stimulus_repaid_within_principal",
                violation_error_message=_("More would be repaid than the principal amounts to."),
            )
        ]

    def claims(self) -> list[Wanted]:
        """One open stimulus per cooperative, whichever of its sites asks."""
        if self.state not in OPEN:
            return []
        whose = f"cooperative-{self.site.cooperative_id}" if self.site.cooperative_id else f"site-{self.site.code}"
        sentence = _("This cooperative has an open stimulus already; it must be repaid or terminated first.")
        return [Wanted(f"stimulus:{whose}", sentence)]

    @classmethod
    def fetch_for_judging(cls, processes: list) -> None:
        """Their funds, with what each has left."""
        super().fetch_for_judging(processes)
        fetch_funds(processes)

    @step(
        _("Apply for the stimulus"),
        source=State.CANDIDATE,
        target=None,
        by=[VILLAGE, DINAS],
        asks=["amount_requested", "purpose"],
        evidence=[EvidenceSlot("business_plan", _("Application with business plan"), accepts="document")],
        duty=Duty(until_known="amount_requested"),
        within=20,
        help=_("What the cooperative asks for, and what it will do with it."),
    )
    def apply(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Verify the candidate"),
        source=State.CANDIDATE,
        target=State.VERIFIED,
        by=[DINAS],
        not_by_actor_of=["apply"],
        asks=["fund"],
        guards=[guards.applied, guards.cooperative_active, guards.bank_account_verified, guards.fund_serves_site],
        warnings=[guards.request_within_bounds],
        duty=Duty(when_known="amount_requested"),
        within=10,
        help=_("The cooperative fulfils the conditions for the stimulus."),
    )
    def verify(self) -> None:
        """The fund says whose head decrees; the claim on the cooperative follows from the state."""
        self.fund_region = self.fund.region_code

    @step(
        _("Decree the stimulus"),
        source=State.VERIFIED,
        target=State.DECREED,
        by=[HEAD],
        at="fund_region",
        not_by_actor_of=["apply", "verify"],
        asks=["principal", "decree_number", "decree_date"],
        evidence=[EvidenceSlot("decree", _("Decree, scanned"), accepts="document", fresh=True)],
        guards=[
            guards.cooperative_active,
            waivable(guards.principal_within_bounds, by=[HEAD]),
            guards.fund_holds_enough,
            guards.decree_dated,
        ],
        letter=ByLetter(
            column="decree_letter",
            number="decree_number",
            dated="decree_date",
            slot="decree",
            issuer="fund_region",
            body=Letter.Body.HEAD,
            subject=_("Decree of a stimulus"),
            several=True,
        ),
        bulk=True,
        within=10,
        help=_(
            "One decree may name several cooperatives: enter it at each, with the same scan, or decide those that "
            "receive the same amount together."
        ),
    )
    def decree(self) -> None:
        """The amount is laid aside in the fund under its lock."""
        commit(self)

    @taking_back(
        decree,
        _("Take back the decree"),
        within=5,
        basis=["uu-30-2014"],
        help=_("Before the money is transferred. What was laid aside for it is free in the fund again."),
        done=_("The decree is taken back; the candidate waits for it again."),
    )
    def take_back_decree(self) -> None:
        """Nothing more: what is laid aside follows from the state."""

    @step(
        _("Record the transfer"),
        source=State.DECREED,
        target=State.DISBURSED,
        by=[DINAS],
        not_by_actor_of=["decree"],
        asks=["disbursed_on", "transfer_reference"],
        evidence=[EvidenceSlot("transfer_slip", _("Proof of the transfer"), accepts="document")],
        guards=[guards.bank_account_verified, guards.disbursement_dated],
        within=10,
        help=_("The instalments are drawn up by the fund’s rules."),
    )
    def disburse(self) -> None:
        """The plan of instalments follows from the fund's rules of today."""
        count, grace = self.fund.instalments, self.fund.grace_months
        self.drawn_up = plan(self.principal, self.disbursed_on, count=count, grace_months=grace)
        self.next_due_on = self.drawn_up[0].due_on

    @step(
        _("Confirm the receipt of the money"),
        source=State.DISBURSED,
        target=State.REVOLVING,
        by=[VILLAGE],
        asks=["received_on"],
        evidence=[EvidenceSlot("receipt", _("Signed receipt of the board"), accepts="document")],
        guards=[guards.receipt_dated],
        within=10,
        help=_("The money stands in the cooperative's account; repayment begins."),
    )
    def confirm_receipt(self) -> None:
        """Nothing but the field."""

    @step(
        _("Send back to the candidate"),
        source=State.VERIFIED,
        target=State.CANDIDATE,
        by=[HEAD, DINAS],
        reasons=EndReason,
        duty=None,
        tone="back",
        help=_("The candidate is examined again; say what is missing."),
    )
    def send_back(self) -> None:
        """Nothing but the state."""

    @step(
        _("Terminate"),
        source=[State.CANDIDATE, *OPEN],
        target=State.TERMINATED,
        by=[DINAS, HEAD],
        reasons=EndReason,
        duty=None,
        tone="stop",
        help=_("It ends here. What was paid out and not repaid stays in the fund’s figures as not recovered."),
    )
    def terminate(self) -> None:
        """The clock does not ask for instalments any more."""
        self.next_due_on = self.arrears_since = None

    def offered(self, column: str) -> models.QuerySet | None:
        """The funds in use that serve the place."""
        return Fund.objects.serving(self.site.code) if column == "fund" else None

    def none_offered(self, column: str) -> Nothing | None:
        if column != "fund":
            return None
        return Nothing(
            gettext("No fund in use serves this place. The administrator enters funds."),
            reverse("funds"),
            gettext("Revolving funds"),
        )

    def computed_facts(self) -> list[Fact]:
        if self.disbursed_on is None:
            return []
        facts = [
            Fact("repaid", gettext("Paid back"), in_rupiah(self.repaid), True),
            Fact("outstanding", gettext("Outstanding"), in_rupiah(self.principal - self.repaid), True),
        ]
        if self.next_due_on:
            facts.append(Fact("next_due_on", gettext("Next instalment due on"), day(self.next_due_on), True))
        if self.arrears_since:
            facts.append(Fact("arrears_since", gettext("In arrears since"), day(self.arrears_since), True))
        return facts

    def flags(self) -> Flag:
        return super().flags() | (Flag.ARREARS if self.state == State.IN_ARREARS else Flag.NONE)
