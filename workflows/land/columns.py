"""What is known about a plot, as columns in the order of the work."""

from django.contrib.gis.db import models
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from workflows.land import plots
from workflows.land.vocabulary import Answer, LegalVerdict, OwnerKind, Slope, TitleKind


class PlotColumns(models.Model):
    """The columns of land verification: proposed, surveyed, noted, accepted.

    ``measured`` is an outline with its area: the kept one, or the last that was computed (``plots.area_of``).
    """

    # What the survey answers, in the order of the form.
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

    measured = plots.Measured(None, None)

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
    # Kept by the database beside the outline; read through plots.area_of, which knows when it is that outline's.
    plot_area_m2 = models.GeneratedField(
        expression=plots.AREA,
        output_field=models.DecimalField(max_digits=18, decimal_places=2),
        db_persist=True,
        editable=False,
    )

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
        _("Under an extra-high-voltage line (SUTET)"),
        max_length=10,
        choices=Answer,
        blank=True,
        help_text=_(
            "Find this out: as long as it is not known, the Kodim cannot verify the plot and has to return it."
        ),
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
        abstract = True

    def must_be_filled(self, column: str) -> bool:
        """An outline that nobody draws is made of a position and two sides; one of the two ways is asked for."""
        return column == "plot"

    @classmethod
    def from_db(cls, db, field_names, values) -> "PlotColumns":
        """As kept: the outline together with its area."""
        process = super().from_db(db, field_names, values)
        process.measured = plots.Measured(process.__dict__.get("plot"), process.__dict__.get("plot_area_m2"))
        return process
