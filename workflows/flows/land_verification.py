"""Land verification: is the plot legal, large enough and inside its village?"""

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from sites.stages import Flag, Stage
from workflows import gates
from workflows.duty import Duty
from workflows.facts import Fact
from workflows.guards import waivable
from workflows.land import areas, cautions, guards, overlay_rules, plots, slots
from workflows.land.columns import PlotColumns
from workflows.land.computed import area_facts, title_in_words
from workflows.land.surroundings import Surrounded
from workflows.land.vocabulary import LandReason, LandReturnReason, LegalVerdict
from workflows.models import Process
from workflows.step import step
from workflows.undoing import taking_back


class LandVerification(Surrounded, PlotColumns, Process):
    """One proposed plot. A site may have several; at most one is accepted."""

    label = _("Land verification")
    order = 10
    another_label = _("Propose another plot")

    class State(TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Waiting for survey")
        RETURNED = "returned", _("Returned for correction")
        SURVEYED = "surveyed", _("Waiting for verification")
        VERIFIED = "verified", _("Verified, waiting for acceptance")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    initial, final = State.DRAFT, {State.ACCEPTED, State.REJECTED, State.WITHDRAWN}
    single_in = {State.ACCEPTED}
    started_by = [Role.VILLAGE_OFFICER, Role.COOPERATIVE_OFFICE]
    stage_of = {
        State.SUBMITTED: Stage.LAND_PROPOSED,
        State.RETURNED: Stage.LAND_PROPOSED,
        State.SURVEYED: Stage.LAND_PROPOSED,
        State.VERIFIED: Stage.LAND_VERIFIED,
        State.ACCEPTED: Stage.LAND_ACCEPTED,
    }
    stated_areas = {"plot": "stated_area_m2"}
    made_of = {"plot": ("plot_point", "length_m", "width_m")}

    class Meta:
        verbose_name = _("land verification")
        verbose_name_plural = _("land verifications")

    # The terms below (within=…) are configuration of the programme: none of its regulations sets one.
    PROPOSAL = ("stated_area_m2", "owner_kind", "title_kind", "title_number")
    OUTLINE = ("plot", "plot_point", "length_m", "width_m")
    CHECKLIST = PlotColumns.CHECKLIST
    CLAIMLESS = (State.DRAFT, State.REJECTED, State.WITHDRAWN)

    @step(
        _("Save the draft"),
        source=[State.DRAFT, State.RETURNED],
        target=None,
        by=[Role.VILLAGE_OFFICER, Role.COOPERATIVE_OFFICE],
        optional=[*OUTLINE, *PROPOSAL],
        duty=None,
        help=_("Keeps what you have filled in, without sending it."),
        done=_("The draft is saved; nothing was sent."),
    )
    def save_draft(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Submit the plot"),
        source=[State.DRAFT, State.RETURNED],
        target=State.SUBMITTED,
        by=[Role.VILLAGE_OFFICER, Role.COOPERATIVE_OFFICE],
        asks=PROPOSAL,
        optional=OUTLINE,
        evidence=[slots.PLOT_PHOTO, slots.MUSDES_MINUTES, slots.TITLE_SCAN],
        guards=[
            guards.plot_given,
            guards.plot_near_village,
            areas.plot_area_plausible,
            waivable(guards.plot_in_village, by=[Role.VILLAGE_OFFICER, Role.COOPERATIVE_OFFICE]),
            waivable(areas.areas_agree, by=[Role.VILLAGE_OFFICER, Role.COOPERATIVE_OFFICE]),
            waivable(areas.areas_comparable, by=[Role.COOPERATIVE_OFFICE]),
            guards.no_other_accepted,
        ],
        help=_("Propose this plot. The Babinsa will visit it."),
        done=_("The plot was submitted."),
        # What the village proposed and got back is the village's to correct, not that of the office that may help.
        duty=Duty(of_opener=True),
        within=10,
    )
    def submit(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Report the survey"),
        source=State.SUBMITTED,
        target=State.SURVEYED,
        by=[Role.FIELD_OFFICER],
        not_by_actor_of=["submit"],
        asks=["visited_on", *CHECKLIST],
        evidence=[slots.SURVEY_PHOTO],
        guards=[
            guards.visit_not_in_future,
            guards.visit_not_before_programme,
            guards.visited_since_resubmission,
            guards.survey_photos_near_plot,
        ],
        warnings=[
            guards.no_other_accepted,
            cautions.plots_apart,
            cautions.files_used_once,
            cautions.files_used_here_only,
        ],
        help=_("What you saw on the spot, with photos that carry their position."),
        done=_("The survey was reported."),
        locates=True,
        within=5,
        offline=True,
    )
    def survey(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Verify"),
        source=State.SURVEYED,
        target=State.VERIFIED,
        by=[Role.DISTRICT_COMMAND],
        not_by_actor_of=["submit", "survey"],
        guards=[
            guards.checklist_complete,
            waivable(areas.plot_at_least(settings.MIN_PLOT_M2), by=[Role.DISTRICT_COMMAND]),
            waivable(guards.building_fits, by=[Role.DISTRICT_COMMAND]),
            *overlay_rules.STOPPING,
        ],
        warnings=[
            guards.no_other_accepted,
            cautions.legal_note_not_blocking,
            cautions.legal_note_unconditional,
            cautions.files_used_once,
            cautions.files_used_here_only,
            cautions.positions_measured,
            cautions.photographed_at_visit,
            cautions.visited_after_submission,
            cautions.no_flood,
            cautions.no_swamp_or_peat,
            cautions.nothing_set_aside,
            *overlay_rules.TOLD,
        ],
        help=_("The plot meets the technical conditions."),
        done=_("The plot is verified."),
        within=5,
    )
    def verify(self) -> None:
        """Nothing but the state."""

    @step(
        _("Write the legal note"),
        source=[State.SUBMITTED, State.SURVEYED, State.VERIFIED],
        target=None,
        by=[Role.ASSET_OFFICE],
        not_by_actor_of=["submit"],
        asks=["legal_verdict", "legal_note", "in_forest_area", "in_lp2b", "in_lsd", "in_rth"],
        evidence=[slots.LEGAL_PAPER],
        guards=[guards.verdict_agrees_with_overlays, guards.changed_note_has_letter],
        warnings=[guards.no_other_accepted, cautions.title_at_hand, *overlay_rules.TOLD],
        duty=Duty(until_filled="legal_verdict"),
        help=_("Whether title and spatial plan allow the use. A blocked note stops the acceptance."),
        done=_("The legal note is recorded."),
        within=10,
    )
    def note_legal(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Record the acceptance"),
        source=State.VERIFIED,
        target=State.ACCEPTED,
        by=[Role.COOPERATIVE_OFFICE],
        not_by_actor_of=["submit", "survey"],
        asks=["agrinas_reference", "agrinas_date"],
        evidence=[slots.AGRINAS_LETTER],
        guards=[
            guards.legal_note_not_blocked,
            guards.no_other_accepted,
            guards.acceptance_not_in_future,
            waivable(guards.accepted_after_submission, by=[Role.COOPERATIVE_OFFICE]),
        ],
        warnings=[cautions.legal_note_unconditional, cautions.noted_since_submission, cautions.plots_apart],
        # Agrinas answers with one list for many plots.
        bulk=True,
        help=_("Agrinas has accepted the plot; the outlet may be planned on it."),
        done=_("The acceptance is recorded."),
        within=10,
    )
    def accept(self) -> None:
        """Nothing but the fields."""

    @taking_back(
        accept,
        _("Take back the acceptance"),
        within=5,
        guards=[gates.nothing_built],
        help=_("Before anything is built on the plot; later, the province's administrator reopens it."),
        done=_("The acceptance is taken back; the plot is verified and waits for it again."),
    )
    def take_back_acceptance(self) -> None:
        """Nothing more."""

    @step(
        _("Return for correction"),
        source=[State.SUBMITTED, State.SURVEYED],
        target=State.RETURNED,
        by=[Role.FIELD_OFFICER, Role.DISTRICT_COMMAND, Role.COOPERATIVE_OFFICE],
        reasons=LandReturnReason,
        duty=None,
        tone="back",
        help=_("The proposer corrects it and submits it again."),
        done=_("The plot was returned for correction."),
    )
    def send_back(self) -> None:
        """Nothing but the state."""

    @step(
        _("Reject"),
        source=State.SURVEYED,
        target=State.REJECTED,
        by=[Role.DISTRICT_COMMAND],
        not_by_actor_of=["submit", "survey"],
        reasons=LandReason,
        duty=None,
        tone="stop",
        help=_("The plot cannot be used. Another plot can be proposed."),
        done=_("The plot is rejected."),
    )
    def reject(self) -> None:
        """Nothing but the state."""

    @step(
        _("Withdraw"),
        source=[State.DRAFT, State.SUBMITTED, State.RETURNED, State.SURVEYED, State.VERIFIED],
        target=State.WITHDRAWN,
        by=[Role.VILLAGE_OFFICER, Role.COOPERATIVE_OFFICE],
        reasons=LandReason,
        duty=None,
        tone="stop",
        help=_("The proposal is taken back. Its history stays."),
        done=_("The proposal is withdrawn."),
    )
    def withdraw(self) -> None:
        """Nothing but the state."""

    @step(
        _("Reopen"),
        source=[State.REJECTED, State.ACCEPTED],
        target=State.SUBMITTED,
        by=[Role.ADMIN],
        reasons=LandReason,
        duty=None,
        tone="back",
        help=_("For the province's administrator, when a decision proves wrong. The plot is surveyed again."),
        done=_("The plot is open again."),
    )
    def reopen(self) -> None:
        """Nothing but the state; what was surveyed and noted stays readable and may be judged again."""

    @property
    def caption(self) -> str:
        """Which of a site's plots: by its title, or by the day it was opened as long as none is stated."""
        return f"{super().caption} · {title_in_words(self)}"

    def clean(self) -> None:
        """Make the outline of a plot that was given by a corner point and its sides."""
        super().clean()
        plots.outline_from_sides(self)

    def computed_facts(self) -> list[Fact]:
        return area_facts(self)

    def flags(self) -> Flag:
        flags = super().flags()
        if self.state == self.State.RETURNED:
            flags |= Flag.RETURNED
        if self.state == self.State.REJECTED:
            flags |= Flag.LAND_REJECTED
        if self.is_open or self.state == self.State.ACCEPTED:
            verdicts = {LegalVerdict.BLOCKED: Flag.LEGAL_BLOCKED, LegalVerdict.CONDITIONAL: Flag.LEGAL_CONDITIONAL}
            flags |= verdicts.get(self.legal_verdict, Flag.NONE)
        return flags

    def located(self):
        """A surveyed plot gives the site its position: the plot's centre, as accurate as the plot is wide."""
        return plots.centre(self)
