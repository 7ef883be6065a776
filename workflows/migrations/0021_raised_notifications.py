"""Notifications may tell that something was raised to an office."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0020_coordination"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[("awaited", "Awaits you"), ("decided", "Decided"), ("raised", "Overdue, raised to you")],
                max_length=10,
                verbose_name="Kind",
            ),
        ),
    ]
