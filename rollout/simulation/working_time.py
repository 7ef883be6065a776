"""Office hours as one straight line: minutes at work, Monday to Friday, 08:00 to 16:00 western Indonesian time."""

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

ZONE = ZoneInfo(settings.TIME_ZONE)
OPENS = datetime.time(8)
DAY = 480.0  # minutes at work
_MONDAY = datetime.date(2025, 10, 13)

# The army began building in Central Kalimantan on 17 Oct 2025; the province counted its verified plots on 25 Nov.
PROGRAMME_BEGINS = datetime.datetime(2025, 10, 17, 8, tzinfo=ZONE)
COUNTED = datetime.datetime(2025, 11, 25, 16, tzinfo=ZONE)


def at_work(moment: datetime.datetime) -> float:
    """The place of a moment on the line: the last working minute not after it."""
    local = moment.astimezone(ZONE)
    weeks, weekday = divmod((local.date() - _MONDAY).days, 7)
    if weekday >= 5:
        return (weeks * 5 + 5) * DAY - 1
    opened = datetime.datetime.combine(local.date(), OPENS, ZONE)
    minutes = (local - opened).total_seconds() / 60
    # Before eight the last minute is the day before's.
    return (weeks * 5 + weekday) * DAY + (min(minutes, DAY - 1) if minutes >= 0 else -1)


def moment_of(minute: float) -> datetime.datetime:
    """The moment, to the second, of a place on the line."""
    day, minutes = divmod(minute, DAY)
    weeks, weekday = divmod(int(day), 5)
    date = _MONDAY + datetime.timedelta(days=weeks * 7 + weekday)
    moment = datetime.datetime.combine(date, OPENS, ZONE) + datetime.timedelta(seconds=int(minutes * 60))
    return moment.astimezone(datetime.UTC)


def schedule(gaps: list[float], *, anchor: int, at: float, begin: float, end: float) -> list[float]:
    """Places on the line for acts that follow each other, the ``anchor``-th of them at ``at``.

    ``gaps`` are working days before each act. What would fall before ``begin`` or after ``end`` is pressed together,
    never reordered.
    """
    places = [0.0]
    for gap in gaps[1:]:
        places.append(places[-1] + gap * DAY)
    shift = min(max(at, begin), end) - places[anchor]
    fixed = places[anchor] + shift
    before, after = places[anchor] - places[0], places[-1] - places[anchor]
    squeeze_before = min(1.0, (fixed - begin) / before) if before else 1.0
    squeeze_after = min(1.0, (end - fixed) / after) if after else 1.0
    return [
        fixed + (place - places[anchor]) * (squeeze_before if place < places[anchor] else squeeze_after)
        for place in places
    ]
