"""The steps of a grant from the request to the appraisal, and those that end it before the decision."""

from django.utils.translation import gettext_lazy as _

from workflows.assets import guards
from workflows.assets.grant_states import BPKAD, DECIDES, DINAS, HEAD, JUDGED, UNDECIDED, VILLAGE, State
from workflows.assets.vocabulary import GrantRefusal, ReturnReason, WithdrawalReason
from workflows.step import EvidenceSlot, step


class Requesting:
    """Who asks does not review, and who reviewed does not decide."""

    REQUEST = ("asset", "recipient_kind", "recipient_name", "purpose")

    @step(
        _("Save the draft"),
        source=[State.DRAFT, State.SENT_BACK],
        target=None,
        by=[VILLAGE, DINAS],
        optional=REQUEST,
        duty=None,
        help=_("Keeps what you have filled in, without sending it."),
        done=_("The draft is saved; nothing was sent."),
    )
    def save_draft(self) -> None:
        """What the register says of the asset is taken along."""
        self.adopt_asset()

    @step(
        _("Send the request"),
        source=[State.DRAFT, State.SENT_BACK],
        target=State.SUBMITTED,
        by=[VILLAGE, DINAS],
        asks=REQUEST,
        evidence=[
            EvidenceSlot("request_letter", _("Letter of request"), accepts="document"),
            EvidenceSlot("willingness", _("Recipient’s statement of willingness"), accepts="document"),
        ],
        warnings=[guards.asset_registered, guards.asset_of_region, guards.recipient_may_receive],
        within=20,
        help=_("Ask the government that owns the asset to grant it."),
        done=_("The request was sent."),
    )
    def submit(self) -> None:
        """From here on the asset is under this instrument, and its owner's offices decide."""
        self.adopt_asset()

    @step(
        _("Begin the review"),
        source=State.SUBMITTED,
        target=State.UNDER_REVIEW,
        by=[BPKAD],
        at=DECIDES,
        not_by_actor_of=["submit"],
        within=3,
        help=_("The owner’s asset office takes the request up."),
    )
    def take_up(self) -> None:
        """Nothing but the state."""

    @step(
        _("Record review and appraisal"),
        source=State.UNDER_REVIEW,
        target=State.APPRAISED,
        by=[BPKAD],
        at=DECIDES,
        not_by_actor_of=["submit"],
        asks=["finding", "findings", "appraised_value", "appraised_on", "appraised_by"],
        evidence=[
            EvidenceSlot("review_minutes", _("Minutes of the review"), accepts="document", fresh=True),
            EvidenceSlot("appraisal", _("Report of the appraisal"), accepts="document", fresh=True),
        ],
        guards=[guards.dated("appraised_on")],
        warnings=[guards.recipient_may_receive, guards.asset_of_region],
        within=15,
        help=_("Due diligence (penelitian) and valuation (penilaian) of the asset."),
        done=_("Review and appraisal are recorded."),
    )
    def appraise(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Send back"),
        source=[State.SUBMITTED, State.UNDER_REVIEW, *JUDGED],
        target=State.SENT_BACK,
        by=[BPKAD, HEAD],
        at=DECIDES,
        not_by_actor_of=["submit"],
        reasons=ReturnReason,
        duty=None,
        tone="back",
        help=_("Who asked corrects the request and sends it again."),
    )
    def send_back(self) -> None:
        """What the DPRD or the law said of the request before does not carry the next one."""
        self.exemption_ground, self.exemption_note = "", ""
        self.council_requested_on = self.council_date = self.council = None
        self.council_number = ""

    @step(
        _("Refuse"),
        source=[State.SUBMITTED, State.UNDER_REVIEW, *JUDGED],
        target=State.REJECTED,
        by=[HEAD],
        at=DECIDES,
        not_by_actor_of=["submit", "appraise"],
        reasons=GrantRefusal,
        evidence=[EvidenceSlot("refusal_scan", _("Letter of refusal"), minimum=0, accepts="document")],
        duty=None,
        tone="stop",
        help=_("A refusal gives its reasons. The asset is free for other requests."),
    )
    def reject(self) -> None:
        """Nothing but the state."""

    @step(
        _("Withdraw"),
        source=[*UNDECIDED, State.APPROVED, State.AGREEMENT_SIGNED],
        target=State.WITHDRAWN,
        by=[VILLAGE, DINAS],
        reasons=WithdrawalReason,
        duty=None,
        tone="stop",
        help=_("The request is taken back before the handover. Its history stays."),
    )
    def withdraw(self) -> None:
        """Nothing but the state."""
