"""The register of assets."""

import django.contrib.gis.db.models.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import sites.money


class Migration(migrations.Migration):
    dependencies = [
        ("gis_data", "0002_geography_version"),
        ("sites", "0007_deadlines"),
    ]

    operations = [
        migrations.CreateModel(
            name="Asset",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "owner_kind",
                    models.CharField(
                        choices=[
                            ("desa", "Village government (desa)"),
                            ("regency", "Regency or city government"),
                            ("province", "Provincial government"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="Kind of owner",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("a", "KIB A – land"),
                            ("b", "KIB B – equipment and machines"),
                            ("c", "KIB C – building"),
                            ("d", "KIB D – roads, irrigation and networks"),
                            ("e", "KIB E – other fixed assets"),
                            ("f", "KIB F – construction in progress"),
                        ],
                        max_length=1,
                        verbose_name="Inventory card",
                    ),
                ),
                ("kib_number", models.CharField(max_length=60, verbose_name="KIB number")),
                ("description", models.CharField(max_length=200, verbose_name="Description")),
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.GeometryField(
                        blank=True, null=True, srid=4326, verbose_name="Place or outline"
                    ),
                ),
                (
                    "area_m2",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10000000),
                        ],
                        verbose_name="Area (m²)",
                    ),
                ),
                ("value", sites.money.RupiahField(decimal_places=2, max_digits=18, verbose_name="Acquisition value")),
                (
                    "acquired_year",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1900)], verbose_name="Year of acquisition"
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="Source")),
                ("as_of", models.DateField(verbose_name="As of")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("simulated", models.BooleanField(default=False, editable=False)),
                (
                    "authority",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gis_data.region",
                        verbose_name="Decided by the head of",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gis_data.region",
                        verbose_name="Owner government",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assets",
                        to="sites.site",
                        verbose_name="Site",
                    ),
                ),
            ],
            options={
                "verbose_name": "asset",
                "verbose_name_plural": "assets",
                "ordering": ["site_id", "kind", "kib_number"],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "kib_number"), name="asset_kib_number_once_per_owner"),
                    models.CheckConstraint(condition=models.Q(("value__gte", 0)), name="asset_value_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(("owner_kind", "desa"), ("authority", models.F("owner")), _connector="OR"),
                        name="asset_decided_by_its_owner",
                    ),
                ],
            },
        ),
    ]
