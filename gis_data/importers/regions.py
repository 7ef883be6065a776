"""Loading a list of regions: COPY into a staging table, check, upsert; one transaction, safe to repeat."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from gis_data.codes import COUNTRY, Code, Kind
from gis_data.importers.region_rows import RegionRow, read_rows
from gis_data.importers.report import ImportRefused, Progress, Report
from gis_data.names import fold

# Two loads at once would wait for each other row by row; this makes the second wait as a whole. Held until commit.
LOCK = 620_001

_STAGE = """
CREATE TEMPORARY TABLE staged_region (
    code varchar(13) PRIMARY KEY, kind varchar(9), name varchar(80), search_name varchar(80),
    parent_id varchar(13), lon float8, lat float8
) ON COMMIT DROP
"""

_ORPHANS = """
SELECT s.code, s.parent_id FROM staged_region s
WHERE s.parent_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM staged_region p WHERE p.code = s.parent_id)
  AND NOT EXISTS (SELECT FROM gis_data_region r WHERE r.code = s.parent_id)
ORDER BY s.code
"""

# A list without a point takes none away, and an estimate does not replace an official point.
_UPSERT = """
WITH written AS (
    INSERT INTO gis_data_region AS r
        (code, kind, name, search_name, parent_id, point, point_source, point_as_of, point_official)
    SELECT code, kind, name, search_name, parent_id, ST_SetSRID(ST_MakePoint(lon, lat), 4326),
           CASE WHEN lon IS NULL THEN '' ELSE %(source)s END,
           CASE WHEN lon IS NULL THEN NULL ELSE %(as_of)s::date END,
           lon IS NOT NULL AND %(official)s
    FROM staged_region ORDER BY code
    ON CONFLICT (code) DO UPDATE SET
        name = excluded.name, search_name = excluded.search_name, parent_id = excluded.parent_id,
        (point, point_source, point_as_of, point_official) = (
            SELECT CASE WHEN new THEN excluded.point ELSE r.point END,
                   CASE WHEN new THEN excluded.point_source ELSE r.point_source END,
                   CASE WHEN new THEN excluded.point_as_of ELSE r.point_as_of END,
                   CASE WHEN new THEN excluded.point_official ELSE r.point_official END
            FROM (SELECT excluded.point IS NOT NULL AND (excluded.point_official OR NOT r.point_official)) AS t (new)
        )
    WHERE (r.name, r.search_name) IS DISTINCT FROM (excluded.name, excluded.search_name)
       OR (excluded.point IS NOT NULL AND (excluded.point_official OR NOT r.point_official)
           AND (r.point::bytea, r.point_source, r.point_as_of, r.point_official) IS DISTINCT FROM
               (excluded.point::bytea, excluded.point_source, excluded.point_as_of, excluded.point_official))
    RETURNING xmax = 0 AS added
)
SELECT count(*) FILTER (WHERE added), count(*) FILTER (WHERE NOT added) FROM written
"""


def load_regions(
    path: Path,
    *,
    within: Iterable[Code] = (),
    source: str,
    as_of: date | None,
    official: bool = False,
    progress: Progress = lambda line: None,
) -> Report:
    """Add and correct the regions listed in ``path``; delete none. All or nothing.

    ``source``, ``as_of`` and ``official`` describe the list's points. Raises ImportRefused whose report names the row.
    """
    report = Report()
    jurisdictions = list(within)
    progress(_("Reading %(file)s") % {"file": path.name})
    rows = read_rows(path, jurisdictions, report)
    if report.refused:
        raise ImportRefused.because_of(report)
    for code in jurisdictions:
        if not any(row.code.text.startswith(code.prefix) for row in rows):
            raise ImportRefused(_("The list holds no region %(code)s.") % {"code": code}, report)
    if not rows:
        raise ImportRefused(_("The list holds no region."), report)
    progress(_("Storing %(n)d regions") % {"n": len(rows)})
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("DROP TABLE IF EXISTS staged_region")
        cursor.execute(_STAGE)
        cursor.copy_expert("COPY staged_region FROM STDIN (FORMAT csv)", _as_csv(rows))
        cursor.execute(_ORPHANS)
        for code, parent in cursor.fetchall():
            report.refuse(code, _("Its parent %(code)s is not in the list.") % {"code": parent})
        if report.refused:
            raise ImportRefused.because_of(report)
        cursor.execute(_UPSERT, {"source": source, "as_of": as_of, "official": official})
        report.added, report.changed = cursor.fetchone()
        cursor.execute("ANALYZE gis_data_region")
    report.unchanged = len(rows) + 1 - report.added - report.changed
    report.read += 1
    return report


def _as_csv(rows: list[RegionRow]) -> io.StringIO:
    """The rows for COPY, led by the country, which every list hangs from."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow([COUNTRY, Kind.COUNTRY.value, "Indonesia", fold("Indonesia"), "", "", ""])
    for row in rows:
        lon, lat = row.point or ("", "")
        writer.writerow([row.code.text, row.code.kind.value, row.name, row.search_name, row.code.parent, lon, lat])
    table.seek(0)
    return table
