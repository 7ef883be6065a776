"""Do the staged outlines lie where their regions are? Told by the points of the villages; the caller's transaction."""

from django.db import connection
from django.utils.translation import gettext as _

from gis_data.importers.report import Report
from gis_data.models import Region

# An outline that holds the points of several villages from outside the region above it is not this region's.
_TOO_LARGE = """
SELECT s.code, p.name, count(*)
FROM staged_boundary s
JOIN gis_data_region r ON r.code = s.code
JOIN gis_data_region p ON p.code = r.parent_id
JOIN gis_data_region v ON v.kind IN ('desa', 'kelurahan') AND ST_Contains(s.geometry, v.point)
WHERE v.code NOT LIKE (CASE p.kind WHEN 'country' THEN '' ELSE p.code END) || '%%'
GROUP BY s.code, p.name HAVING count(*) > %(allowed)s ORDER BY s.code
"""
_STRANGERS_ALLOWED = 10

# An outline that holds none of its own villages but others is drawn somewhere else: exchanged geometries, a shifted
# column of codes. The operators are those that the index for prefixes knows.
_ELSEWHERE = """
WITH lost AS MATERIALIZED (
    SELECT s.code, s.geometry FROM staged_boundary s CROSS JOIN LATERAL (
        SELECT bool_or(
            ST_DWithin(s.geometry, v.point, CASE WHEN v.code = s.code THEN %(slack)s ELSE 0 END)
        ) AS near FROM gis_data_region v
        WHERE v.kind IN ('desa', 'kelurahan') AND v.point IS NOT NULL
          AND v.code ~>=~ s.code AND v.code ~<~ (s.code || '/')
    ) own
    WHERE NOT own.near
)
SELECT lost.code, other.code FROM lost CROSS JOIN LATERAL (
    SELECT left(v.code, length(lost.code)) AS code FROM gis_data_region v
    WHERE v.kind IN ('desa', 'kelurahan') AND ST_Contains(lost.geometry, v.point)
    GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
) other
ORDER BY lost.code
"""
# In degrees, because a village's only point may lie outside it. Of 83,402 real outlines, none that holds the point of
# another village is farther than 0.035 from its own. Larger regions need no slack: each of the 7,832 real ones holds
# more points of its own villages than of any other region's, and a neighbour's outline comes within any slack.
_SLACK = 0.05


def refuse_too_large(report: Report) -> None:
    """Note the staged outlines that are plainly those of a larger region, as in files dissolved from villages."""
    with connection.cursor() as cursor:
        cursor.execute(_TOO_LARGE, {"allowed": _STRANGERS_ALLOWED})
        for code, parent, strangers in cursor.fetchall():
            report.refuse(
                code,
                _(
                    "Its outline holds %(n)d villages outside %(parent)s, so it is the outline of a larger region. "
                    "Say which level the file holds."
                )
                % {"n": strangers, "parent": parent},
            )


def refuse_elsewhere(report: Report) -> None:
    """Note the staged outlines that lie around the villages of other regions instead of their own."""
    with connection.cursor() as cursor:
        cursor.execute(_ELSEWHERE, {"slack": _SLACK})
        misplaced = cursor.fetchall()
    regions = Region.objects.in_bulk({code for pair in misplaced for code in pair})
    for code, other in misplaced:
        report.refuse(
            code,
            _("Its outline does not lie at %(region)s but around %(other)s.")
            % {"region": regions[code].full_name, "other": regions[other].full_name},
        )
