"""The database itself keeps the ledger append-only and its chains whole, whoever writes."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION sites_event_append() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_seq integer;
    last_hash text;
    last_simulated boolean;
BEGIN
    SELECT seq, hash, simulated INTO last_seq, last_hash, last_simulated
    FROM sites_event WHERE site_id = NEW.site_id ORDER BY seq DESC LIMIT 1;
    IF NEW.seq <> COALESCE(last_seq, 0) + 1 OR NEW.previous_hash <> COALESCE(last_hash, '') THEN
        RAISE EXCEPTION 'ledger: entry % of site % does not follow entry %', NEW.seq, NEW.site_id, COALESCE(last_seq, 0)
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF COALESCE(last_simulated, false) AND NOT NEW.simulated THEN
        RAISE EXCEPTION 'ledger: a real entry cannot follow a simulated one at site %', NEW.site_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION sites_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.simulated THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'ledger: % is refused, entries are never changed or deleted', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER sites_event_append BEFORE INSERT ON sites_event
    FOR EACH ROW EXECUTE FUNCTION sites_event_append();
CREATE TRIGGER sites_event_refuse BEFORE UPDATE OR DELETE ON sites_event
    FOR EACH ROW EXECUTE FUNCTION sites_event_refuse();
CREATE TRIGGER sites_event_refuse_truncate BEFORE TRUNCATE ON sites_event
    FOR EACH STATEMENT EXECUTE FUNCTION sites_event_refuse();

-- A site's code is part of every hash of its chain.
CREATE FUNCTION sites_site_keep_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.code <> OLD.code THEN
        RAISE EXCEPTION 'register: the code of a site never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sites_site_keep_code BEFORE UPDATE OF code ON sites_site
    FOR EACH ROW EXECUTE FUNCTION sites_site_keep_code();
"""

BACKWARD = """
DROP TRIGGER sites_site_keep_code ON sites_site;
DROP FUNCTION sites_site_keep_code();
DROP TRIGGER sites_event_refuse_truncate ON sites_event;
DROP TRIGGER sites_event_refuse ON sites_event;
DROP TRIGGER sites_event_append ON sites_event;
DROP FUNCTION sites_event_refuse();
DROP FUNCTION sites_event_append();
"""


class Migration(migrations.Migration):
    dependencies = [("sites", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
