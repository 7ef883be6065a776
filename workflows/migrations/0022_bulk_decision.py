"""Decisions for several processes, and what became of each."""

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0021_raised_notifications"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("step", models.CharField(max_length=40)),
                ("fields", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("files", models.JSONField(default=dict)),
                ("client_id", models.UUIDField(unique=True)),
                ("created_at", models.DateTimeField()),
                ("simulated", models.BooleanField(default=False)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workflows.letter"
                    ),
                ),
            ],
            options={
                "verbose_name": "decision for several",
                "verbose_name_plural": "decisions for several",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="BulkItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("done", "Decided"), ("refused", "Not decided")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("sentence", models.TextField(blank=True, default="")),
                ("event_seq", models.PositiveIntegerField(null=True)),
                ("event_hash", models.CharField(blank=True, default="", max_length=64)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="workflows.bulkdecision"
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="workflows.process"
                    ),
                ),
            ],
            options={
                "verbose_name": "case of a decision for several",
                "verbose_name_plural": "cases of decisions for several",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "process"), name="bulk_item_process_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "refused"), _negated=True),
                            models.Q(("sentence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="bulk_item_refused_with_a_sentence",
                    ),
                ],
            },
        ),
    ]
