"""Terms of steps, escalations and runs of the clock."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0009_satellite_internet"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClockRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="Day")),
                ("started_at", models.DateTimeField(verbose_name="Begun")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="Finished")),
                ("calendar_digest", models.CharField(max_length=64)),
                ("steps", models.PositiveIntegerField(default=0, verbose_name="Steps taken")),
                ("raised", models.PositiveIntegerField(default=0, verbose_name="Tasks escalated")),
                ("renewed", models.PositiveIntegerField(default=0, verbose_name="Sites brought up to date")),
                ("failures", models.JSONField(default=list, verbose_name="Failures")),
            ],
            options={
                "verbose_name": "run of the clock",
                "verbose_name_plural": "runs of the clock",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="process",
            name="escalations",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.CreateModel(
            name="StepTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="Workflow")),
                ("step", models.CharField(max_length=40, verbose_name="Step")),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Leave it empty for a step without a term.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(500),
                        ],
                        verbose_name="Working days",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="Source")),
            ],
            options={
                "verbose_name": "term of a step",
                "verbose_name_plural": "terms of the steps",
                "ordering": ["kind", "step"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "step"),
                        name="step_term_once",
                        violation_error_message="This step has a term of its own already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days", None), ("days__range", (1, 500)), _connector="OR"),
                        name="step_term_in_range",
                    ),
                ],
            },
        ),
    ]
