"""What each site's row said of its processes at any time, kept by the trigger that keeps the site's own moments."""

import django.db.models.deletion
from django.db import migrations, models

BEGIN_WITH_WHAT_IS = """
INSERT INTO sites_processmoment (site_id, process_id, at, row)
SELECT site.id, one.key::bigint, coalesce(entry.recorded_at, now()), one.value
FROM sites_site site CROSS JOIN jsonb_each(site.processes) one
LEFT JOIN sites_event entry ON entry.site_id = site.id AND entry.seq = site.ledger_seq;
"""

# A process that is not in the row any more was simulated, and is taken away with all that is kept of it.
KEEP = """
CREATE FUNCTION sites_keep_process_moments() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entered timestamptz;
BEGIN
    IF NEW.ledger_seq <> OLD.ledger_seq THEN
        SELECT recorded_at INTO entered FROM sites_event WHERE site_id = NEW.id AND seq = NEW.ledger_seq;
    END IF;
    INSERT INTO sites_processmoment (site_id, process_id, at, row)
    SELECT NEW.id, one.key::bigint, coalesce(entered, now()), one.value
    FROM jsonb_each(NEW.processes) one WHERE one.value IS DISTINCT FROM OLD.processes -> one.key;
    DELETE FROM sites_processmoment moment USING jsonb_object_keys(OLD.processes) gone
    WHERE NOT NEW.processes ? gone AND moment.site_id = NEW.id AND moment.process_id = gone::bigint;
    RETURN NULL;
END $$;
CREATE TRIGGER sites_site_keep_process_moments AFTER UPDATE ON sites_site FOR EACH ROW
WHEN (OLD.processes IS DISTINCT FROM NEW.processes)
EXECUTE FUNCTION sites_keep_process_moments();
"""
KEEP_NO_MORE = """
DROP TRIGGER sites_site_keep_process_moments ON sites_site;
DROP FUNCTION sites_keep_process_moments();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sites", "0012_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProcessMoment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("process_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("row", models.JSONField()),
                (
                    "site",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="process_moments",
                        to="sites.site",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["site", "process_id", "-at", "-id"], name="moment_of_process")],
            },
        ),
        migrations.RunSQL(BEGIN_WITH_WHAT_IS, migrations.RunSQL.noop),
        migrations.RunSQL(KEEP, KEEP_NO_MORE),
    ]
