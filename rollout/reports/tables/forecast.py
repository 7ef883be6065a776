"""When the buildings will stand, and the targets be met: ranges of dates from a simulation."""

import datetime
import math

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_data.codes import COUNTRY, parse
from rollout.reports.asked import Asked, NotAnswerable
from rollout.reports.curve.facts import BUILDINGS
from rollout.reports.forecast.simulate import Forecast
from rollout.reports.forecast.spells import Goal, forecast
from rollout.reports.table import Column, Kind, Row, Table
from rollout.templatetags import formatting
from workflows.construction.states import AT_WORK, COMPLETE, State
from workflows.readiness.states import at_least
from workflows.readiness.targets import TargetProgress, targets_for

_STANDING = frozenset(map(str, [*COMPLETE, State.HANDED_OVER, State.OPERATIONAL]))
_BEGUN = frozenset(map(str, [*AT_WORK, State.SUSPENDED]))
_SHARES = (50, 90)
SOURCES = gettext_lazy("How long each step took so far, by the ledger; the method stands in docs/forecast.md.")
NOTE = gettext_lazy(
    "Four in five simulated courses lie between early and late. Work that is not begun yet is not counted. A dash: "
    "reached already, or not within two years as things go."
)


def _date_columns() -> list[Column]:
    return [
        Column("early", _("Early"), Kind.DATE),
        Column("middle", _("Middle"), Kind.DATE),
        Column("late", _("Late"), Kind.DATE),
    ]


def _columns(_asked: Asked) -> list[Column]:
    return [
        Column("work", _("Work")),
        Column("milestone", _("Milestone")),
        Column("done", _("Done"), Kind.WHOLE),
        Column("of", _("Begun"), Kind.WHOLE),
        *_date_columns(),
        Column("by_new_year", _("Done by the end of the year")),
    ]


def _rows(asked: Asked) -> list[Row]:
    rows = []
    day = asked.when.date
    for flow in BUILDINGS:
        found = forecast(asked, Goal(flow.kind_name, _STANDING, _BEGUN))
        begun = found.done + found.going
        for share in _SHARES:
            milestone = _("%(share)d %% of the buildings begun stand") % {"share": share}
            dates = _dates(found, math.ceil(begun * share / 100), day)
            rows.append(Row((str(flow.label), milestone, found.done, begun, *dates, _by_new_year(found, day))))
    return rows


def _dates(found: Forecast, count: int, day: datetime.date) -> list[datetime.date | None]:
    return [None if days is None else day + datetime.timedelta(days=math.ceil(days)) for days in found.reached(count)]


def _by_new_year(found: Forecast, day: datetime.date) -> str:
    few, middle, many = found.within((datetime.date(day.year, 12, 31) - day).days)
    return _("%(middle)s (%(few)s to %(many)s)") % {
        "few": formatting.number(few),
        "middle": formatting.number(middle),
        "many": formatting.number(many),
    }


def _target_columns(_asked: Asked) -> list[Column]:
    return [
        Column("target", _("Target")),
        Column("region", _("Region")),
        Column("year", _("Year"), Kind.CODE),
        Column("count", _("To be reached"), Kind.WHOLE),
        Column("reached", _("Reached"), Kind.WHOLE),
        Column("missing", _("Missing"), Kind.WHOLE),
        *_date_columns(),
        Column("by_then", _("Expected by the end of that year")),
        Column("source", _("Source")),
    ]


def _target_rows(asked: Asked) -> list[Row]:
    """The targets of the regions inside the one asked for; without it all that the person may be told."""
    narrowed = parse(asked.region or COUNTRY)
    return [_target(one, asked) for one in targets_for(asked.user) if narrowed.contains(one.target.region_code)]


def _target(one: TargetProgress, asked: Asked) -> Row:
    target, day = one.target, timezone.localdate()
    states = frozenset(map(str, at_least(one.level)))
    try:
        found = forecast(asked.narrowed(region=target.region_code), Goal("readiness", states))
    except NotAnswerable:
        dates, expected = [None] * 3, ""
    else:
        dates = _dates(found, target.count, day) if one.missing else [None] * 3
        few, middle, many = found.within(max((datetime.date(target.year, 12, 31) - day).days, 0))
        expected = _("%(middle)s (%(few)s to %(many)s)") % {"few": few, "middle": middle, "many": many}
    level = f"{target.get_what_display()}: {one.level.label}" if target.what == target.ACTIVE else str(one.level.label)
    return Row(
        (level, one.region, str(target.year), target.count, one.reached, one.missing, *dates, expected, target.source)
    )


FORECAST = Table(
    name="forecast",
    title=gettext_lazy("Forecast of the buildings"),
    answers=gettext_lazy("When will the buildings that are begun stand, as things go?"),
    sources=SOURCES,
    columns=_columns,
    rows=_rows,
    note=NOTE,
)
TARGETS = Table(
    name="targets",
    title=gettext_lazy("Targets"),
    answers=gettext_lazy("What was to be reached, what is reached, and when will the rest be?"),
    sources=SOURCES,
    columns=_target_columns,
    rows=_target_rows,
    dated=False,
    note=NOTE,
)
