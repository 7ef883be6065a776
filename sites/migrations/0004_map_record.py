"""Every site carries its line of the map's points layer, written by the database itself whenever the row is.

Thirty-two bytes, big-endian; ``sites.layers.points`` reads them and says what they mean. A change of the format is a
new migration. All functions are immutable, the hash one included (it serves PostgreSQL's own hash indexes).
"""

from django.db import migrations

# 2**26 pixels of the web-mercator world at zoom 18; days are counted in local time from 2000-01-01.
FORWARD = """
ALTER TABLE sites_site ADD COLUMN map_record bytea GENERATED ALWAYS AS (
    int4send(id::int4)
    || int4send(((ST_X(position) + 180) * (67108864 / 360.0::float8))::int4)
    || int4send((33554432 - ln(tan(pi() / 4 + ST_Y(position) * (pi() / 360))) * (33554432 / pi()))::int4)
    || int4send((coalesce((waiting_since AT TIME ZONE 'Asia/Pontianak')::date - date '2000-01-01', 0) << 16) | (flags & 65535))
    || int4send(
        (stage::int4 << 24)
        | (coalesce(floor(progress)::int4, 255) << 16)
        | (CASE position_source WHEN 'estimated' THEN 0 WHEN 'document' THEN 1 WHEN 'surveyed' THEN 2 END << 8)
    )
    || int4send(translate(left(code, 8), '.', '')::int4)
    || int8send(jsonb_hash_extended(states, 0))
) STORED;
"""
BACKWARD = "ALTER TABLE sites_site DROP COLUMN map_record;"


class Migration(migrations.Migration):
    dependencies = [("sites", "0003_simulated_entries")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
