"""Day sheets: made of the moments when a day is over, and read for any past day, exact with and without them."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from sites.history.as_of import end_of
from sites.history.past import LAST
from sites.models import DaySheet, SettledHistory, Site, SiteMoment

_REGENCY = 5
# Before the programme.
_NEVER = datetime.date(2000, 1, 1)
_SITE, _MOMENT, _SHEET = (model._meta.db_table for model in (Site, SiteMoment, DaySheet))

_CHANGED_DAYS = f"""
SELECT DISTINCT (moment.at AT TIME ZONE %s)::date FROM {_MOMENT} moment JOIN {_SITE} site ON site.id = moment.site_id
WHERE site.code LIKE %s AND moment.at >= %s AND moment.at < %s ORDER BY 1
"""  # noqa: S608


def settle(until: datetime.date | None = None, *, regencies: Iterable[str] | None = None) -> int:
    """Make the sheets that are missing up to that day (yesterday without it); returns how many were made.

    Safe to run twice, late, and by two at once: a regency's row is locked meanwhile.
    """
    until = until or timezone.localdate() - datetime.timedelta(days=1)
    made = 0
    for regency in sorted(regencies if regencies is not None else _regencies()):
        with transaction.atomic():
            made += _settle(regency, until)
    return made


def forget(regencies: Iterable[str]) -> None:
    """A simulation wrote into these regencies' past, or was taken out of it: their sheets are made anew."""
    codes = list(regencies)
    with transaction.atomic():
        list(SettledHistory.objects.select_for_update().filter(regency_code__in=codes).order_by("pk"))
        DaySheet.objects.filter(regency_code__in=codes).delete()
        SettledHistory.objects.filter(regency_code__in=codes).delete()


def _settle(regency: str, until: datetime.date) -> int:
    SettledHistory.objects.get_or_create(regency_code=regency, defaults={"until": _NEVER})
    settled = SettledHistory.objects.select_for_update().get(regency_code=regency)
    if settled.until >= until:
        return 0
    begin = end_of(settled.until)
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED_DAYS, [settings.TIME_ZONE, f"{regency}.%", begin, end_of(until)])
        days = [day for (day,) in cursor.fetchall()]
        for day in days:
            cursor.execute(
                f"INSERT INTO {_SHEET} (regency_code, day, records) "  # noqa: S608
                "SELECT %s, %s, coalesce(string_agg(last.record, ''::bytea ORDER BY site.code), ''::bytea) "
                f"FROM {_SITE} site {LAST} WHERE site.code LIKE %s AND last.open",
                [regency, day, end_of(day), f"{regency}.%"],
            )
    settled.until = until
    settled.save(update_fields=["until"])
    return len(days)


def _regencies() -> list[str]:
    codes = Site.objects.order_by().values_list("code", flat=True)
    return list({code[:_REGENCY] for code in codes.iterator(chunk_size=10_000)})
