"""The steps of a loan from the request to the handover."""

from django.utils.translation import gettext_lazy as _

from sites.simulated_time import today
from workflows.assets import guards, requesting
from workflows.assets.loan_states import UNDECIDED, UNDER_JUDGEMENT, State
from workflows.assets.parties import BPKAD, DECIDES, DINAS, HEAD, VILLAGE
from workflows.assets.terms import next_reminder
from workflows.assets.vocabulary import LoanRefusal
from workflows.decision import ByLetter
from workflows.guards import waivable
from workflows.models import Letter
from workflows.step import EvidenceSlot, step
from workflows.undoing import taking_back


class Requesting:
    """Who asks does not review, and who reviewed does not decide."""

    REQUEST = ("asset", "instrument", "borrower_kind", "borrower_name", "purpose", "starts_on", "ends_on")

    @requesting.keeping_the_draft(REQUEST)
    def save_draft(self) -> None:
        """What the register says of the asset is taken along."""
        self.adopt_asset()

    @step(
        _("Send the request"),
        source=requesting.WITH_THE_ASKER,
        target=State.SUBMITTED,
        by=[VILLAGE, DINAS],
        asks=REQUEST,
        evidence=[EvidenceSlot("request_letter", _("Letter of request"), accepts="document")],
        guards=[guards.term_in_order, guards.term_at_most_five_years, guards.instrument_fits_owner],
        warnings=[guards.asset_registered, guards.borrower_is_government],
        within=20,
        help=_("Ask the government that owns the asset for the right to use it."),
        done=_("The request was sent."),
    )
    def submit(self) -> None:
        """From here on the asset is under this instrument, and its owner's offices decide."""
        self.adopt_asset()

    @requesting.taking_up()
    def take_up(self) -> None:
        """Nothing but the state."""

    @step(
        _("Record the review"),
        source=State.UNDER_REVIEW,
        target=State.REVIEWED,
        by=[BPKAD],
        at=DECIDES,
        not_by_actor_of=["submit"],
        asks=["finding", "findings"],
        evidence=[EvidenceSlot("review_minutes", _("Minutes of the review"), accepts="document", fresh=True)],
        warnings=[guards.borrower_is_government],
        within=10,
        help=_("Due diligence (penelitian): title, condition, need, and what you recommend."),
        done=_("The review is recorded."),
    )
    def review(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Approve"),
        source=State.REVIEWED,
        target=State.APPROVED,
        by=[HEAD],
        at=DECIDES,
        not_by_actor_of=["submit", "review"],
        asks=["approval_number", "approval_date"],
        evidence=[EvidenceSlot("approval_scan", _("Scan of the decision letter"), accepts="document", fresh=True)],
        letter=ByLetter(
            column="approval",
            number="approval_number",
            dated="approval_date",
            slot="approval_scan",
            issuer=DECIDES,
            body=Letter.Body.HEAD,
            subject=_("Approval of a loan of an asset"),
        ),
        guards=[
            waivable(guards.borrower_is_government, by=[HEAD]),
            guards.term_at_most_five_years,
            guards.dated("approval_date"),
        ],
        warnings=[guards.not_advised_against],
        bulk=True,
        within=7,
        help=_("The decision letter of the head of the owning region, with its number and date."),
        done=_("The approval is recorded."),
    )
    def approve(self) -> None:
        """Nothing but the fields."""

    @taking_back(
        approve,
        _("Take back the approval"),
        within=5,
        basis=["uu-30-2014"],
        help=_("Before the agreement is signed. The letter’s number stays in the register as used."),
        done=_("The approval is taken back; the request waits for a decision again."),
    )
    def take_back_approval(self) -> None:
        """Nothing more."""

    @step(
        _("Record the agreement"),
        source=State.APPROVED,
        target=State.AGREED,
        by=[BPKAD],
        at=DECIDES,
        asks=["agreement_number", "agreement_date"],
        evidence=[EvidenceSlot("agreement", _("Signed agreement"), accepts="document")],
        guards=[guards.dated("agreement_date", not_before="approval_date")],
        within=10,
        help=_("Signed by the head of region and the borrower."),
    )
    def agree(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Record the handover"),
        source=State.AGREED,
        target=State.ACTIVE,
        by=[BPKAD],
        at=DECIDES,
        asks=["bast_number", "bast_date", "received_by"],
        evidence=[EvidenceSlot("bast", _("Handover certificate (BAST)"), accepts="document")],
        guards=[guards.dated("bast_date", not_before="agreement_date"), guards.handover_within_term],
        within=10,
        help=_("From now on the asset is in use."),
    )
    def hand_over(self) -> None:
        """The clock begins to tell the end."""
        self.run_until(self.ends_on)

    @requesting.sending_back(UNDER_JUDGEMENT)
    def send_back(self) -> None:
        """Nothing but the state."""

    @requesting.refusing(UNDER_JUDGEMENT, judged_by="review", reasons=LoanRefusal)
    def reject(self) -> None:
        """Nothing but the state."""

    @requesting.withdrawing([*UNDECIDED, State.APPROVED, State.AGREED])
    def withdraw(self) -> None:
        """Nothing but the state."""

    def run_until(self, end) -> None:
        """The term ends then; reminders begin anew."""
        self.expires_on, self.reminded_days = end, None
        self.remind_on = next_reminder(end, today())
