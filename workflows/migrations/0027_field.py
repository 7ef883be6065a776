"""What phones send: items, their files, and evidence whose bytes follow."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sites", "0010_event_site_index"),
        ("workflows", "0026_turns_of_many_sites"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DifferingItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("body", models.JSONField()),
                ("received_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, default="")),
            ],
            options={
                "verbose_name": "other content under the same name",
                "verbose_name_plural": "other content under the same name",
            },
        ),
        migrations.CreateModel(
            name="FieldFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("content_type", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=150)),
                ("accepts", models.CharField(max_length=10)),
                ("original", models.CharField(blank=True, default="", max_length=64)),
                ("received", models.PositiveIntegerField(default=0)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "Not here yet"), ("arrived", "Arrived"), ("quarantined", "Put aside")],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("sentence", models.TextField(blank=True, default="")),
                ("declared_at", models.DateTimeField()),
                ("arrived_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "file from a phone",
                "verbose_name_plural": "files from phones",
            },
        ),
        migrations.CreateModel(
            name="FieldItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.UUIDField(unique=True)),
                ("device", models.UUIDField(null=True)),
                ("digest", models.CharField(max_length=64)),
                ("body", models.JSONField()),
                ("kind", models.CharField(max_length=40)),
                ("step", models.CharField(max_length=40)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("backlog", "Waits for another report"),
                            ("taken", "Recorded"),
                            ("refused", "To be corrected"),
                            ("conflict", "Waits for a decision"),
                            ("settled", "Settled"),
                            ("set_aside", "Set aside"),
                        ],
                        max_length=12,
                    ),
                ),
                ("code", models.CharField(blank=True, default="", max_length=40)),
                ("sentence", models.TextField(blank=True, default="")),
                ("errors", models.JSONField(default=dict)),
                ("awaits", models.JSONField(default=list)),
                ("event_seq", models.PositiveIntegerField(null=True)),
                ("line", models.PositiveIntegerField(null=True)),
                ("captured_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("skew_s", models.IntegerField(default=0)),
                ("settled_at", models.DateTimeField(null=True)),
                ("simulated", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "report from the field",
                "verbose_name_plural": "reports from the field",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="evidence",
            name="arrived_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="evidence",
            name="quarantine",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("awaited", "Awaits you"),
                    ("decided", "Decided"),
                    ("raised", "Overdue, raised to you"),
                    ("field", "Report from the field"),
                ],
                max_length=10,
                verbose_name="Kind",
            ),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(
                condition=models.Q(("arrived_at", None)), fields=["process"], name="evidence_on_its_way"
            ),
        ),
        migrations.AddField(
            model_name="differingitem",
            name="sender",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="differingitem",
            name="settled_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="fieldfile",
            name="sender",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="fielditem",
            name="files",
            field=models.ManyToManyField(related_name="items", to="workflows.fieldfile"),
        ),
        migrations.AddField(
            model_name="fielditem",
            name="process",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="workflows.process"
            ),
        ),
        migrations.AddField(
            model_name="fielditem",
            name="sender",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="fielditem",
            name="settled_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="fielditem",
            name="site",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sites.site"),
        ),
        migrations.AddField(
            model_name="differingitem",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="differing", to="workflows.fielditem"
            ),
        ),
        migrations.AddConstraint(
            model_name="fieldfile",
            constraint=models.UniqueConstraint(fields=("sender", "sha256"), name="field_file_once"),
        ),
        migrations.AddConstraint(
            model_name="fieldfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="field_file_hash_is_sha256"
            ),
        ),
        migrations.AddConstraint(
            model_name="fieldfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("received__lte", models.F("size"))), name="field_file_not_longer"
            ),
        ),
        migrations.AddIndex(
            model_name="fielditem",
            index=models.Index(fields=["site", "-id"], name="field_item_of_site"),
        ),
        migrations.AddIndex(
            model_name="fielditem",
            index=models.Index(fields=["sender", "captured_at"], name="field_item_of_sender"),
        ),
        migrations.AddIndex(
            model_name="fielditem",
            index=models.Index(condition=models.Q(("status", "backlog")), fields=["id"], name="field_item_backlog"),
        ),
        migrations.AddIndex(
            model_name="fielditem",
            index=models.Index(condition=models.Q(("status", "conflict")), fields=["site"], name="field_item_conflict"),
        ),
        migrations.AddConstraint(
            model_name="differingitem",
            constraint=models.UniqueConstraint(fields=("item", "digest"), name="field_differing_once"),
        ),
        # What was handed in before came with its bytes.
        migrations.RunSQL("UPDATE workflows_evidence SET arrived_at = uploaded_at", migrations.RunSQL.noop),
    ]
