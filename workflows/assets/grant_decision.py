"""The steps of a grant from the DPRD's approval to the write-off."""

from django.utils.translation import gettext_lazy as _

from workflows.assets import guards
from workflows.assets.grant_states import JUDGED, State
from workflows.assets.parties import BPKAD, DECIDES, HEAD
from workflows.decision import ByLetter
from workflows.guards import waivable
from workflows.models import Letter
from workflows.step import EvidenceSlot, step
from workflows.undoing import taking_back


def _letter(column: str, body: Letter.Body, subject) -> ByLetter:
    """The letter whose number, date and scan stand under the column's name."""
    return ByLetter(
        column=column if column != "write_off" else "write_off_letter",
        number=f"{column}_number",
        dated=f"{column}_date",
        slot=f"{column}_scan",
        issuer=DECIDES,
        body=body,
        subject=subject,
    )


class Deciding:
    """Land and buildings with the DPRD or on a ground the law names; then agreement, handover and write-off."""

    @step(
        _("Ask the DPRD"),
        source=State.APPRAISED,
        target=State.AWAITING_COUNCIL,
        by=[BPKAD, HEAD],
        at=DECIDES,
        asks=["council_requested_on"],
        evidence=[EvidenceSlot("council_request", _("Letter to the DPRD"), accepts="document", fresh=True)],
        guards=[guards.council_has_to_be_asked, guards.dated("council_requested_on")],
        duty=None,
        help=_("For land and buildings, and for other goods above Rp 5 billion."),
    )
    def ask_council(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Record the ground of exemption"),
        source=JUDGED,
        target=None,
        by=[BPKAD, HEAD],
        at=DECIDES,
        not_by_actor_of=["submit"],
        asks=["exemption_ground", "exemption_note"],
        evidence=[EvidenceSlot("exemption_paper", _("Paper that shows the ground"), accepts="document", fresh=True)],
        guards=[guards.exemption_possible],
        duty=None,
        help=_("Land or a building may be granted without the DPRD on a ground that the law names."),
    )
    def note_exemption(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Record the DPRD’s approval"),
        source=State.AWAITING_COUNCIL,
        target=None,
        by=[BPKAD],
        at=DECIDES,
        not_by_actor_of=["submit"],
        asks=["council_number", "council_date"],
        evidence=[EvidenceSlot("council_scan", _("Scan of the DPRD’s decision"), accepts="document", fresh=True)],
        letter=_letter("council", Letter.Body.COUNCIL, _("Approval of a grant by the DPRD")),
        guards=[guards.dated("council_date", not_before="council_requested_on")],
        duty=None,
        help=_("Number, date and scan of the decision."),
    )
    def note_council(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Approve"),
        source=JUDGED,
        target=State.APPROVED,
        by=[HEAD],
        at=DECIDES,
        not_by_actor_of=["submit", "appraise"],
        asks=["approval_number", "approval_date"],
        evidence=[EvidenceSlot("approval_scan", _("Scan of the decision letter"), accepts="document", fresh=True)],
        letter=_letter("approval", Letter.Body.HEAD, _("Approval of a grant of an asset")),
        guards=[
            guards.council_settled,
            waivable(guards.recipient_may_receive, by=[HEAD]),
            guards.dated("approval_date"),
        ],
        warnings=[guards.not_advised_against, guards.asset_of_region],
        bulk=True,
        within=7,
        help=_("The decision letter: recipient, asset, value and purpose."),
        done=_("The approval is recorded."),
    )
    def approve(self) -> None:
        """Where it was decided from is where it goes back to when the approval is taken back."""
        self.approved_from = self.state

    @taking_back(
        approve,
        _("Take back the approval"),
        within=5,
        resumes="approved_from",
        basis=["uu-30-2014"],
        help=_("Before the agreement is signed. The letter’s number stays in the register as used."),
        done=_("The approval is taken back; the request waits for a decision again."),
    )
    def take_back_approval(self) -> None:
        """Nothing more."""

    @step(
        _("Record the grant agreement (NPHD)"),
        source=State.APPROVED,
        target=State.AGREEMENT_SIGNED,
        by=[BPKAD],
        at=DECIDES,
        asks=["nphd_number", "nphd_date"],
        evidence=[EvidenceSlot("nphd", _("Grant agreement (NPHD)"), accepts="document")],
        guards=[guards.dated("nphd_date", not_before="approval_date")],
        within=10,
        help=_("Signed by the head of region and the recipient."),
    )
    def sign(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Record the handover"),
        source=State.AGREEMENT_SIGNED,
        target=State.HANDED_OVER,
        by=[BPKAD],
        at=DECIDES,
        asks=["bast_number", "bast_date", "received_by"],
        evidence=[EvidenceSlot("bast", _("Handover certificate (BAST)"), accepts="document")],
        guards=[guards.dated("bast_date", not_before="nphd_date")],
        within=10,
        help=_("From now on the asset is the recipient’s."),
    )
    def hand_over(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Record the write-off"),
        source=State.HANDED_OVER,
        target=State.WRITTEN_OFF,
        by=[HEAD],
        at=DECIDES,
        not_by_actor_of=["submit"],
        asks=["write_off_number", "write_off_date"],
        evidence=[EvidenceSlot("write_off_scan", _("Scan of the write-off decision"), accepts="document")],
        letter=_letter("write_off", Letter.Body.HEAD, _("Write-off of a granted asset")),
        guards=[guards.dated("write_off_date", not_before="bast_date")],
        within=20,
        help=_("The asset leaves the owner’s books (penghapusan)."),
        done=_("The write-off is recorded."),
    )
    def write_off(self) -> None:
        """Nothing but the fields."""
