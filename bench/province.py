"""A province in the middle of its rollout: read-models as varied as a year of work leaves them."""

from django.db import connection

# Three numbers of every site that look like chance and are the same in every run. The shares follow the public land
# figures (45 of 100 plots verified); who has land is building, each workflow at its own pace.
_IN_THE_MIDDLE = """
WITH chance AS (
    SELECT id, hashint8extended(id, 1) & 1023 AS a, hashint8extended(id, 2) & 1023 AS b,
        hashint8extended(id, 3) & 1023 AS c
    FROM sites_site
)
UPDATE sites_site SET
    stage = CASE WHEN a < 150 THEN 0 WHEN a < 560 THEN 1 WHEN b < 300 THEN 2 WHEN b < 900 THEN 4 ELSE 5 END,
    flags = CASE WHEN c < 200 THEN 1 << (c % 7)::int ELSE 0 END,
    progress = CASE WHEN a >= 560 AND b >= 300 THEN c % 101 END,
    waiting_since = CASE WHEN a >= 150 AND c % 3 = 0 THEN now() - make_interval(days => (c % 150)::int) END,
    states = CASE
        WHEN a < 150 THEN '{}'::jsonb
        WHEN a < 560 THEN jsonb_build_object('land_verification',
            ('{draft,submitted,surveyed,verified,returned,rejected,withdrawn}'::text[])[1 + b % 7])
        ELSE jsonb_build_object('land_verification', 'accepted',
            'asset_loan', ('{draft,submitted,under_review,reviewed,approved,agreed,active}'::text[])[1 + b / 147],
            'outlet_construction', ('{planned,foundation,walls,roofing,finishing,handed_over}'::text[])[1 + c / 171],
            'warehouse_construction', ('{planned,foundation,walls,roofing}'::text[])[1 + (b + c) % 4])
        END
FROM chance WHERE chance.id = sites_site.id AND processes = '{}'
"""


def in_the_middle() -> None:
    """Write the read-models of the sites where no workflow runs, by SQL alone; the others keep what is true of them.

    Then tidy the table as autovacuum does in a running database, so that both sides of a figure read the same pages.
    """
    with connection.cursor() as cursor:
        cursor.execute(_IN_THE_MIDDLE)
        cursor.execute("VACUUM ANALYZE sites_site")
