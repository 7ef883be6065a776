"""Reading the past: the records of a scope's open sites as they stood at the end of a day."""

import datetime
from collections.abc import Sequence

from django.db import connection

from gis_data.codes import like_patterns, outermost, prefix
from sites.history.as_of import end_of
from sites.layers.columns import Records
from sites.layers.states import RECORD_SIZE
from sites.models import DaySheet, DistrictVersion, SettledHistory, Site, SiteMoment

_SITE, _MOMENT, _SHEET, _SETTLED, _VERSION = (
    model._meta.db_table for model in (Site, SiteMoment, DaySheet, SettledHistory, DistrictVersion)
)
# The length of a regency's code: sheets are kept for those and read for whatever is as wide or wider.
_REGENCY = 5

# The records of the sites ``site`` just before a moment; what was closed then, or not registered yet, is left out.
LAST = f"""
CROSS JOIN LATERAL (
    SELECT open, record FROM {_MOMENT} WHERE site_id = site.id AND at < %s ORDER BY at DESC, id DESC LIMIT 1
) last
"""  # noqa: S608

_FROM_SHEETS = f"""
SELECT settled.regency_code, sheet.records FROM {_SETTLED} settled CROSS JOIN LATERAL (
    SELECT records FROM {_SHEET} WHERE regency_code = settled.regency_code AND day <= %s ORDER BY day DESC LIMIT 1
) sheet
WHERE settled.regency_code LIKE ANY (%s) AND settled.until >= %s
"""  # noqa: S608

# The sites ``site`` inside each ``part.prefix``, found by the index on codes, which LIKE ANY is not; OFFSET keeps the
# planner from asking for the moments of every site there is first.
INSIDE = f"""
CROSS JOIN LATERAL (
    SELECT id, code FROM {_SITE} WHERE code ~>=~ part.prefix AND code ~<~ (part.prefix || ':') OFFSET 0
) site
"""  # noqa: S608

_FROM_MOMENTS = f"""
SELECT left(site.code, {_REGENCY}), string_agg(last.record, ''::bytea ORDER BY site.code)
FROM (
    SELECT unnest(%s::text[]) AS prefix
    UNION SELECT left(district_code, {_REGENCY}) FROM {_VERSION} WHERE district_code LIKE ANY (%s) AND NOT EXISTS (
        SELECT FROM {_SETTLED} settled WHERE settled.regency_code = left(district_code, {_REGENCY})
        AND settled.until >= %s
    )
) part {INSIDE} {LAST}
WHERE last.open
GROUP BY 1
"""  # noqa: S608


def records_at(region_codes: Sequence[str], day: datetime.date) -> Records:
    """The records (``sites.layers.points``) of the sites that were open inside the regions when the day ended, in
    order of their codes. One query."""
    codes = outermost(region_codes)
    wide = like_patterns([code for code in codes if len(code) <= _REGENCY])
    narrow = [prefix(code) for code in codes if len(code) > _REGENCY]
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_FROM_SHEETS} UNION ALL {_FROM_MOMENTS} ORDER BY 1",
            [day, wide, day, narrow, wide, day, end_of(day)],
        )
        return Records(b"".join(bytes(records) for _code, records in cursor), RECORD_SIZE)


def past_version() -> str:
    """Moves when sheets are added or made anew; the past itself does not change."""
    return str(DaySheet.objects.order_by("-pk").values_list("pk", flat=True).first() or 0)
