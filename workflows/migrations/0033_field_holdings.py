"""What phones say they hold of each day, beside what was received of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0032_kit_handover"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FieldHolding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("device", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("captured", models.PositiveIntegerField()),
                ("sent", models.PositiveIntegerField()),
                ("files_waiting", models.PositiveIntegerField()),
                ("storage", models.JSONField(default=dict)),
                ("told_at", models.DateTimeField()),
                (
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "holding of a phone",
                "verbose_name_plural": "holdings of phones",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sender", "device", "day"), name="field_holding_of_day", nulls_distinct=False
                    )
                ],
            },
        ),
    ]
