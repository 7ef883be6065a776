"""Simulated entries leave a chain from its end only: the database refuses a deletion that leaves a later one behind."""

from django.db import migrations

# Deferred, because a simulation may be taken off in several statements.
FORWARD = """
CREATE FUNCTION sites_event_cut() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM sites_event WHERE site_id = OLD.site_id AND seq > OLD.seq) THEN
        RAISE EXCEPTION 'ledger: entry % of site % stands before others and is not deleted alone', OLD.seq, OLD.site_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sites_event_cut AFTER DELETE ON sites_event DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION sites_event_cut();
"""

BACKWARD = """
DROP TRIGGER sites_event_cut ON sites_event;
DROP FUNCTION sites_event_cut();
"""


class Migration(migrations.Migration):
    dependencies = [("sites", "0004_map_record")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
