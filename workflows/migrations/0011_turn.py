"""Turns: one row for each office that is waited for at a process."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0010_clock"),
    ]

    operations = [
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=16)),
                ("kind", models.CharField(max_length=40)),
                ("state", models.CharField(max_length=40)),
                ("step", models.CharField(max_length=40)),
                ("awaited", models.CharField(max_length=40)),
                ("cause", models.CharField(blank=True, default="", max_length=60)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("village_officer", "Village officer"),
                            ("field_officer", "Field officer (Babinsa)"),
                            ("district_command", "District command (Kodim)"),
                            ("engineering", "Engineering team (Kodam)"),
                            ("cooperative_office", "Cooperative office"),
                            ("asset_office", "Asset office (BPKAD)"),
                            ("region_head", "Head of region"),
                            ("ict_office", "ICT office"),
                            ("viewer", "Viewer"),
                            ("admin", "Administrator"),
                            ("clock", "Clock (steps that time takes)"),
                        ],
                        max_length=30,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("due_on", models.DateField(null=True)),
                ("raised_to", models.CharField(blank=True, default="", max_length=13)),
                (
                    "barred",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="turns", to="workflows.process"
                    ),
                ),
            ],
            options={
                "verbose_name": "turn",
                "verbose_name_plural": "turns",
                "indexes": [
                    models.Index(
                        fields=["role", "code", "since"],
                        name="turn_of_role_at_place",
                        opclasses=["varchar_ops", "varchar_pattern_ops", "timestamptz_ops"],
                    ),
                    models.Index(fields=["code"], name="turn_at_place", opclasses=["varchar_pattern_ops"]),
                ],
            },
        ),
    ]
