"""A decision for several knows the request that made it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0027_field"),
    ]

    operations = [
        migrations.AddField(
            model_name="bulkdecision",
            name="request_digest",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
    ]
