"""Prints of photos by their bytes: of all photos, not of those from phones alone. They are derived; the night's
housekeeping makes those of photos that are here already."""

from django.db import migrations, models


def band() -> models.Field:
    return models.SmallIntegerField(db_index=True, null=True)


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0036_notification_of_a_phone"),
    ]

    operations = [
        migrations.DeleteModel(name="PhotoPrint"),
        migrations.CreateModel(
            name="PhotoPrint",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("bits", models.BigIntegerField(null=True)),
                ("band_a", band()),
                ("band_b", band()),
                ("band_c", band()),
                ("band_d", band()),
            ],
            options={
                "verbose_name": "print of a photo",
                "verbose_name_plural": "prints of photos",
            },
        ),
    ]
