"""Rounds of fresh evidence, an index to find a file again, and a plot's area kept beside its outline."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0002_land_verification")]

    operations = [
        migrations.AddField(
            model_name="process",
            name="rounds",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="evidence",
            name="round",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(fields=["sha256"], name="evidence_sha256"),
        ),
        # PostGIS declares area and cast immutable, so the database itself keeps the two together, whoever writes.
        migrations.AddField(
            model_name="landverification",
            name="plot_area_m2",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("plot"), template="round(ST_Area(%(expressions)s::geography)::numeric, 2)"
                ),
                output_field=models.DecimalField(decimal_places=2, max_digits=18),
            ),
        ),
    ]
