"""Prints of photos, and signs at reports that whoever confirms should look at."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0033_field_holdings"),
    ]

    operations = [
        migrations.CreateModel(
            name="PhotoPrint",
            fields=[
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="print",
                        serialize=False,
                        to="workflows.fieldfile",
                    ),
                ),
                ("bits", models.BigIntegerField()),
                ("band_a", models.SmallIntegerField(db_index=True)),
                ("band_b", models.SmallIntegerField(db_index=True)),
                ("band_c", models.SmallIntegerField(db_index=True)),
                ("band_d", models.SmallIntegerField(db_index=True)),
            ],
            options={
                "verbose_name": "print of a photo",
                "verbose_name_plural": "prints of photos",
            },
        ),
        migrations.CreateModel(
            name="Suspicion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reused", "Photo used elsewhere"),
                            ("far", "Far from the site"),
                            ("speed", "Faster than one can travel"),
                            ("accuracy", "Accuracy of 0 m"),
                        ],
                        max_length=10,
                    ),
                ),
                ("sha256", models.CharField(blank=True, default="", max_length=64)),
                ("data", models.JSONField(default=dict)),
                ("found_at", models.DateTimeField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="suspicions", to="workflows.fielditem"
                    ),
                ),
            ],
            options={
                "verbose_name": "sign at a report",
                "verbose_name_plural": "signs at reports",
                "constraints": [
                    models.UniqueConstraint(fields=("item", "kind", "sha256"), name="field_suspicion_once")
                ],
            },
        ),
    ]
