"""Land verification: its table, its legal edges, and at most one accepted plot per site."""

import django.contrib.gis.db.models.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from workflows.edges import legal_edges, single_in


class Migration(migrations.Migration):
    dependencies = [("workflows", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="LandVerification",
            fields=[
                (
                    "process_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="workflows.process",
                    ),
                ),
                (
                    "plot",
                    django.contrib.gis.db.models.fields.PolygonField(
                        blank=True, null=True, srid=4326, verbose_name="Outline of the plot"
                    ),
                ),
                (
                    "plot_point",
                    django.contrib.gis.db.models.fields.PointField(
                        blank=True,
                        help_text="Only when no outline is drawn.",
                        null=True,
                        srid=4326,
                        verbose_name="Position of the plot",
                    ),
                ),
                (
                    "length_m",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=7,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="Length in metres",
                    ),
                ),
                (
                    "width_m",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=7,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="Width in metres",
                    ),
                ),
                (
                    "stated_area_m2",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="Area stated in the papers, m²",
                    ),
                ),
                (
                    "owner_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("desa", "Village (desa)"),
                            ("regency", "Regency or city, kelurahan included"),
                            ("province", "Province"),
                            ("ministry", "Ministry or state institution"),
                            ("soe", "State-owned enterprise"),
                            ("resident", "Resident's grant"),
                        ],
                        max_length=20,
                        verbose_name="Owner",
                    ),
                ),
                (
                    "title_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("certificate", "Land certificate"),
                            ("use_right", "Certificate of right to use"),
                            ("land_letter", "Land statement letter (SKT)"),
                            ("village_letter", "Village statement letter"),
                            ("inventory_card", "Asset inventory card (KIB)"),
                            ("grant_deed", "Deed of grant"),
                            ("in_process", "In process"),
                        ],
                        max_length=20,
                        verbose_name="Kind of title",
                    ),
                ),
                ("title_number", models.CharField(blank=True, max_length=60, verbose_name="Number of the title")),
                ("visited_on", models.DateField(blank=True, null=True, verbose_name="Date of the visit")),
                (
                    "road_access",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Could not be seen")],
                        max_length=10,
                        verbose_name="Reached by road",
                    ),
                ),
                (
                    "electricity",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Could not be seen")],
                        max_length=10,
                        verbose_name="Electricity nearby",
                    ),
                ),
                (
                    "water",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Could not be seen")],
                        max_length=10,
                        verbose_name="Water nearby",
                    ),
                ),
                (
                    "internet",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Could not be seen")],
                        max_length=10,
                        verbose_name="Internet signal",
                    ),
                ),
                (
                    "slope",
                    models.CharField(
                        blank=True,
                        choices=[("flat", "Flat"), ("gentle", "Gentle slope"), ("steep", "Steep slope")],
                        max_length=10,
                        verbose_name="Slope",
                    ),
                ),
                (
                    "flood",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Could not be seen")],
                        max_length=10,
                        verbose_name="Floods",
                    ),
                ),
                (
                    "swamp_or_peat",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Could not be seen")],
                        max_length=10,
                        verbose_name="Swamp or peat",
                    ),
                ),
                (
                    "under_power_line",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Could not be seen")],
                        max_length=10,
                        verbose_name="Under an extra-high-voltage line (SUTET)",
                    ),
                ),
                (
                    "settlement_distance_m",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="Distance to the settlement, metres"
                    ),
                ),
                (
                    "legal_verdict",
                    models.CharField(
                        blank=True,
                        choices=[("clear", "Clear"), ("conditional", "Conditional"), ("blocked", "Blocked")],
                        max_length=15,
                        verbose_name="Legal note",
                    ),
                ),
                ("legal_note", models.TextField(blank=True, max_length=2000, verbose_name="Grounds of the legal note")),
                (
                    "in_forest_area",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Could not be seen")],
                        max_length=10,
                        verbose_name="In the forest area",
                    ),
                ),
                (
                    "in_lp2b",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Could not be seen")],
                        max_length=10,
                        verbose_name="In protected farmland (LP2B)",
                    ),
                ),
                (
                    "in_lsd",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Could not be seen")],
                        max_length=10,
                        verbose_name="In protected rice field (LSD)",
                    ),
                ),
                (
                    "in_rth",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Could not be seen")],
                        max_length=10,
                        verbose_name="In green open space (RTH)",
                    ),
                ),
                ("agrinas_reference", models.CharField(blank=True, max_length=60, verbose_name="Agrinas reference")),
                (
                    "agrinas_date",
                    models.DateField(blank=True, null=True, verbose_name="Date of the Agrinas acceptance"),
                ),
            ],
            options={
                "verbose_name": "land verification",
                "verbose_name_plural": "land verifications",
            },
            bases=("workflows.process",),
        ),
        legal_edges(
            "land_verification",
            [
                ("", "draft"),
                ("accepted", "submitted"),
                ("draft", "submitted"),
                ("draft", "withdrawn"),
                ("rejected", "submitted"),
                ("returned", "submitted"),
                ("returned", "withdrawn"),
                ("submitted", "returned"),
                ("submitted", "surveyed"),
                ("submitted", "withdrawn"),
                ("surveyed", "rejected"),
                ("surveyed", "returned"),
                ("surveyed", "verified"),
                ("surveyed", "withdrawn"),
                ("verified", "accepted"),
                ("verified", "withdrawn"),
            ],
        ),
        single_in("land_verification", ["accepted"]),
    ]
