"""What the map showed at any time. Of sites that are there already it is known from their last entry on."""

import django.db.models.deletion
from django.db import migrations, models

BEGIN_WITH_WHAT_IS = """
INSERT INTO sites_sitemoment (site_id, at, seq, open, record)
SELECT site.id, coalesce(entry.recorded_at, now()), site.ledger_seq, site.closed_at IS NULL, site.map_record
FROM sites_site site LEFT JOIN sites_event entry ON entry.site_id = site.id AND entry.seq = site.ledger_seq;
INSERT INTO sites_statecombination (hash, states)
SELECT DISTINCT substr(map_record, 25, 8), states FROM sites_site;
"""

# After the statement: the entry that it wrote beside the site is there then.
KEEP = """
CREATE FUNCTION sites_keep_moment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entered timestamptz;
BEGIN
    IF NEW.ledger_seq <> OLD.ledger_seq THEN
        SELECT recorded_at INTO entered FROM sites_event WHERE site_id = NEW.id AND seq = NEW.ledger_seq;
    END IF;
    INSERT INTO sites_sitemoment (site_id, at, seq, open, record)
    VALUES (NEW.id, coalesce(entered, now()), NEW.ledger_seq, NEW.closed_at IS NULL, NEW.map_record);
    IF NEW.states <> OLD.states
    AND NOT EXISTS (SELECT FROM sites_statecombination WHERE hash = substr(NEW.map_record, 25, 8)) THEN
        INSERT INTO sites_statecombination (hash, states) VALUES (substr(NEW.map_record, 25, 8), NEW.states);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER sites_site_keep_moment AFTER UPDATE ON sites_site FOR EACH ROW
WHEN (OLD.map_record IS DISTINCT FROM NEW.map_record OR (OLD.closed_at IS NULL) <> (NEW.closed_at IS NULL))
EXECUTE FUNCTION sites_keep_moment();
"""
KEEP_NO_MORE = "DROP TRIGGER sites_site_keep_moment ON sites_site; DROP FUNCTION sites_keep_moment();"


class Migration(migrations.Migration):
    dependencies = [
        ("sites", "0011_closed_sites"),
    ]

    operations = [
        migrations.CreateModel(
            name="SettledHistory",
            fields=[
                ("regency_code", models.CharField(max_length=5, primary_key=True, serialize=False)),
                ("until", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="DaySheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("regency_code", models.CharField(max_length=5)),
                ("day", models.DateField()),
                ("records", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("regency_code", "day"), name="day_sheet_once")],
            },
        ),
        migrations.CreateModel(
            name="StateCombination",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hash", models.BinaryField()),
                ("states", models.JSONField()),
            ],
            options={
                "indexes": [models.Index(fields=["hash"], name="combination_hash")],
            },
        ),
        migrations.CreateModel(
            name="SiteMoment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("seq", models.PositiveIntegerField()),
                ("open", models.BooleanField()),
                ("record", models.BinaryField()),
                (
                    "site",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moments",
                        to="sites.site",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["site", "-at", "-id"], include=("open", "record"), name="moment_of_site"),
                    models.Index(fields=["at"], name="moment_at"),
                ],
            },
        ),
        migrations.RunSQL(BEGIN_WITH_WHAT_IS, migrations.RunSQL.noop),
        migrations.RunSQL(KEEP, KEEP_NO_MORE),
    ]
