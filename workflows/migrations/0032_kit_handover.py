"""Kits are handed over from the province to a regency, by certificate."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gis_data", "0002_geography_version"),
        ("workflows", "0031_turns_in_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KitHandover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=80, verbose_name="Number of the handover certificate (BAST)")),
                ("dated", models.DateField(verbose_name="Date of the handover certificate (BAST)")),
                ("received_by", models.CharField(max_length=150, verbose_name="Received by (office and name)")),
                ("recorded_at", models.DateTimeField()),
                ("client_id", models.UUIDField(null=True, unique=True)),
                (
                    "from_region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="gis_data.region"
                    ),
                ),
                (
                    "kit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="handovers", to="workflows.kit"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gis_data.region",
                        verbose_name="To the stock of",
                    ),
                ),
            ],
            options={
                "verbose_name": "handover of a kit",
                "verbose_name_plural": "handovers of kits",
                "ordering": ["pk"],
            },
        ),
    ]
