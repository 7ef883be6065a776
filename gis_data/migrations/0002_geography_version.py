"""The row that tells when geography last changed, and the triggers that keep it."""

from django.db import migrations, models

# For each statement, not each row: a load of 83,000 outlines writes it once or twice.
KEEP_VERSION = """
CREATE FUNCTION gis_data_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO gis_data_geographyversion AS v (id, changed_at) VALUES (1, clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET changed_at = excluded.changed_at;
    RETURN NULL;
END $$;
CREATE TRIGGER gis_data_note_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON gis_data_region
    FOR EACH STATEMENT EXECUTE FUNCTION gis_data_note_change();
CREATE TRIGGER gis_data_note_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON gis_data_boundary
    FOR EACH STATEMENT EXECUTE FUNCTION gis_data_note_change();
"""
DROP_KEEP_VERSION = """
DROP TRIGGER gis_data_note_change ON gis_data_region;
DROP TRIGGER gis_data_note_change ON gis_data_boundary;
DROP FUNCTION gis_data_note_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("gis_data", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="GeographyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(KEEP_VERSION, DROP_KEEP_VERSION),
    ]
