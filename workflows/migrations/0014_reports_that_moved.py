"""A half day is free again when its report was moved to another: that is judged under the lock, of what counts."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0013_notifications"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="progressreport",
            name="progress_report_once_per_slot",
        ),
    ]
