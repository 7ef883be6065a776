"""A decision for several may take an earlier one back, with its reason."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0023_taking_back"),
    ]

    operations = [
        migrations.AddField(
            model_name="bulkdecision",
            name="reason_code",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(
            model_name="bulkdecision",
            name="reason_text",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="bulkdecision",
            name="takes_back",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="taken_back_by",
                to="workflows.bulkdecision",
            ),
        ),
    ]
