"""Land verification: is the plot legal, large enough and inside its village?"""

from django.conf import settings
from django.contrib.gis.db import models
from django.core.validators import MinValueValidator
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from sites.stages import Flag, Stage
from workflows.facts import Fact
from workflows.guards import waivable
from workflows.land import guards, plots
from workflows.land.computed import area_facts
from workflows.land.vocabulary import Answer, LandReason, LegalVerdict, OwnerKind, Slope, TitleKind
from workflows.models import Process
from workflows.step import Duty, EvidenceSlot, step


class LandVerification(Process):
    """One proposed plot. A site may have several; at most one is accepted."""

    label = _("Land verification")

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

    # --- proposed ---
    plot = models.PolygonField(_("Outline of the plot"), srid=4326, null=True, blank=True)
    plot_point = models.PointField(
        _("Position of the plot"), srid=4326, null=True, blank=True, help_text=_("Only when no outline is drawn.")
    )
    length_m = models.DecimalField(
        _("Length in metres"), max_digits=7, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(1)]
    )
    width_m = models.DecimalField(
        _("Width in metres"), max_digits=7, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(1)]
    )
    stated_area_m2 = models.DecimalField(
        _("Area stated in the papers, m²"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
    )
    owner_kind = models.CharField(_("Owner"), max_length=20, choices=OwnerKind, blank=True)
    title_kind = models.CharField(_("Kind of title"), max_length=20, choices=TitleKind, blank=True)
    title_number = models.CharField(_("Number of the title"), max_length=60, blank=True)

    # --- surveyed ---
    visited_on = models.DateField(_("Date of the visit"), null=True, blank=True)
    road_access = models.CharField(_("Reached by road"), max_length=10, choices=Answer, blank=True)
    electricity = models.CharField(_("Electricity nearby"), max_length=10, choices=Answer, blank=True)
    water = models.CharField(_("Water nearby"), max_length=10, choices=Answer, blank=True)
    internet = models.CharField(_("Internet signal"), max_length=10, choices=Answer, blank=True)
    slope = models.CharField(_("Slope"), max_length=10, choices=Slope, blank=True)
    flood = models.CharField(_("Floods"), max_length=10, choices=Answer, blank=True)
    swamp_or_peat = models.CharField(_("Swamp or peat"), max_length=10, choices=Answer, blank=True)
    under_power_line = models.CharField(
        _("Under an extra-high-voltage line (SUTET)"), max_length=10, choices=Answer, blank=True
    )
    settlement_distance_m = models.PositiveIntegerField(_("Distance to the settlement, metres"), null=True, blank=True)

    # --- legal note ---
    legal_verdict = models.CharField(_("Legal note"), max_length=15, choices=LegalVerdict, blank=True)
    legal_note = models.TextField(_("Grounds of the legal note"), blank=True, max_length=2000)
    in_forest_area = models.CharField(_("In the forest area"), max_length=10, choices=Answer, blank=True)
    in_lp2b = models.CharField(_("In protected farmland (LP2B)"), max_length=10, choices=Answer, blank=True)
    in_lsd = models.CharField(_("In protected rice field (LSD)"), max_length=10, choices=Answer, blank=True)
    in_rth = models.CharField(_("In green open space (RTH)"), max_length=10, choices=Answer, blank=True)

    # --- accepted ---
    agrinas_reference = models.CharField(_("Agrinas reference"), max_length=60, blank=True)
    agrinas_date = models.DateField(_("Date of the Agrinas acceptance"), null=True, blank=True)

    class Meta:
        verbose_name = _("land verification")
        verbose_name_plural = _("land verifications")

    stated_areas = {"plot": "stated_area_m2"}
    made_of = {"plot": ("plot_point", "length_m", "width_m")}

    PROPOSAL = ("stated_area_m2", "owner_kind", "title_kind", "title_number")
    OUTLINE = ("plot", "plot_point", "length_m", "width_m")
    CHECKLIST = (
        "road_access",
        "electricity",
        "water",
        "internet",
        "slope",
        "flood",
        "swamp_or_peat",
        "under_power_line",
        "settlement_distance_m",
    )

    @step(
        _("Save the draft"),
        source=[State.DRAFT, State.RETURNED],
        target=None,
        by=[Role.VILLAGE_OFFICER, Role.COOPERATIVE_OFFICE],
        optional=[*OUTLINE, *PROPOSAL],
        duty=None,
        help=_("Keeps what you have filled in, without sending it."),
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
        evidence=[
            EvidenceSlot("plot_photo", _("Photos of the plot"), minimum=4),
            EvidenceSlot("musdes_minutes", _("Minutes of the village deliberation"), accepts="document"),
        ],
        guards=[
            guards.plot_given,
            guards.plot_near_village,
            guards.plot_area_plausible,
            waivable(guards.plot_in_village, by=[Role.VILLAGE_OFFICER, Role.COOPERATIVE_OFFICE]),
            waivable(guards.areas_agree, by=[Role.VILLAGE_OFFICER, Role.COOPERATIVE_OFFICE]),
        ],
        help=_("Propose this plot. The Babinsa will visit it."),
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
        evidence=[EvidenceSlot("survey_photo", _("Survey photos"), minimum=2, located=True)],
        guards=[guards.visit_not_in_future, guards.visited_since_resubmission, guards.survey_photos_near_plot],
        help=_("What you saw on the spot, with photos that carry their position."),
        locates=True,
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
            waivable(guards.plot_at_least(settings.MIN_PLOT_M2), by=[Role.DISTRICT_COMMAND]),
            waivable(guards.building_fits, by=[Role.DISTRICT_COMMAND]),
            guards.not_under_power_line,
        ],
        help=_("The plot meets the technical conditions."),
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
        guards=[guards.verdict_agrees_with_overlays],
        duty=Duty(until_filled="legal_verdict"),
        help=_("Whether title and spatial plan allow the use. A blocked note stops the acceptance."),
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
        guards=[guards.legal_note_not_blocked, guards.acceptance_not_in_future],
        help=_("Agrinas has accepted the plot; the outlet may be planned on it."),
    )
    def accept(self) -> None:
        """Nothing but the fields."""

    @step(
        _("Return for correction"),
        source=[State.SUBMITTED, State.SURVEYED],
        target=State.RETURNED,
        by=[Role.FIELD_OFFICER, Role.DISTRICT_COMMAND, Role.COOPERATIVE_OFFICE],
        reasons=LandReason,
        duty=None,
        tone="back",
        help=_("The proposer corrects it and submits it again."),
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
    )
    def reopen(self) -> None:
        """Nothing but the state; what was surveyed and noted stays readable and may be judged again."""

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
