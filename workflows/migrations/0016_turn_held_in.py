"""Turns of the offices of one very region."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0015_asset_instruments"),
    ]

    operations = [
        migrations.AddField(
            model_name="turn",
            name="held_in",
            field=models.CharField(blank=True, default="", max_length=13),
        ),
    ]
