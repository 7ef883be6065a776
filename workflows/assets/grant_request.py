"""The steps of a grant from the request to the appraisal, and those that end it before the decision."""

from django.utils.translation import gettext_lazy as _

from workflows.assets import guards, requesting
from workflows.assets.grant_states import UNDECIDED, UNDER_JUDGEMENT, State
from workflows.assets.parties import BPKAD, DECIDES, DINAS, VILLAGE
from workflows.assets.vocabulary import GrantRefusal
from workflows.step import EvidenceSlot, step


class Requesting:
    """Who asks does not review, and who reviewed does not decide."""

    REQUEST = ("asset", "recipient_kind", "recipient_name", "purpose")

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

    @requesting.taking_up()
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

    @requesting.sending_back(UNDER_JUDGEMENT)
    def send_back(self) -> None:
        """What the DPRD or the law said of the request before does not carry the next one."""
        self.exemption_ground, self.exemption_note = "", ""
        self.council_requested_on = self.council_date = self.council = None
        self.council_number = ""

    @requesting.refusing(UNDER_JUDGEMENT, judged_by="appraise", reasons=GrantRefusal)
    def reject(self) -> None:
        """Nothing but the state."""

    @requesting.withdrawing([*UNDECIDED, State.APPROVED, State.AGREEMENT_SIGNED])
    def withdraw(self) -> None:
        """Nothing but the state."""
