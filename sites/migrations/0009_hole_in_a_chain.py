"""What is refused is a hole in a chain: an entry that was written anew in the same transaction leaves none."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION sites_event_cut() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM sites_event WHERE site_id = OLD.site_id AND seq > OLD.seq) {unless} THEN
        RAISE EXCEPTION 'ledger: entry % of site % stands before others and is not deleted alone', OLD.seq, OLD.site_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
"""
UNLESS_ANEW = "AND NOT EXISTS (SELECT FROM sites_event WHERE site_id = OLD.site_id AND seq = OLD.seq)"


class Migration(migrations.Migration):
    dependencies = [("sites", "0008_assets")]

    operations = [
        migrations.RunSQL(FUNCTION.replace("{unless}", UNLESS_ANEW), FUNCTION.replace("{unless}", "")),
    ]
