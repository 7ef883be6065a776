"""Sites that need a look: built on land that is not secured, and buildings of which nothing is heard any more."""

import datetime
from collections.abc import Callable

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollout.reports.asked import Asked
from rollout.reports.curve.facts import BUILDINGS
from rollout.reports.site_rows import SiteFacts, SiteRows, waited
from rollout.reports.table import Column, Kind, Row, Table
from rollout.reports.tables.sites import place_cells, place_columns
from sites.stages import Flag
from workflows import registry
from workflows.construction.lines import ProgressReport

LAND = "land_verification"


def _unverified_columns(_asked: Asked) -> list[Column]:
    return [
        *place_columns(),
        *(Column(flow.kind_name, str(flow.label)) for flow in BUILDINGS),
        Column("progress", _("Progress"), Kind.PERCENT),
        Column("land", str(registry.flow(LAND).label)),
    ]


def _unverified_row(one: SiteFacts, _asked: Asked, _heard: dict) -> tuple:
    return (
        *place_cells(one),
        *(_state(one, flow.kind_name) for flow in BUILDINGS),
        one.progress,
        _state(one, LAND) or _("Not begun"),
    )


def _stale_columns(_asked: Asked) -> list[Column]:
    return [
        *place_columns(),
        *(Column(flow.kind_name, str(flow.label)) for flow in BUILDINGS),
        Column("progress", _("Progress"), Kind.PERCENT),
        Column("reported", _("Last report"), Kind.DATE),
        Column("days", _("Days without a report"), Kind.DAYS),
    ]


def _stale_row(one: SiteFacts, asked: Asked, heard: dict[int, datetime.date]) -> tuple:
    last = heard.get(one.pk)
    states = (_state(one, flow.kind_name) for flow in BUILDINGS)
    return *place_cells(one), *states, one.progress, last, waited(last, asked)


def _state(one: SiteFacts, kind: str) -> str:
    state = one.state(kind)
    return str(dict(registry.flow(kind).State.choices).get(state, state))


def _flagged(flag: Flag, cells: Callable, *, reports: bool) -> Callable[[Asked], SiteRows]:
    def rows(asked: Asked) -> SiteRows:
        def made(sites: list[SiteFacts]) -> list[Row]:
            heard = _last_reports(sites, asked) if reports else {}
            return [
                Row(cells(one, asked, heard), href=reverse("site_detail", args=[one.code]), place=one.place)
                for one in sites
            ]

        return SiteRows(asked.narrowed(flag=flag), made)

    return rows


def _last_reports(sites: list[SiteFacts], asked: Asked) -> dict[int, datetime.date]:
    """The day of the last report from each site that was known by then. One query."""
    ids = [one.pk for one in sites]
    known = ProgressReport.objects.filter(process__site__in=ids, recorded_at__lt=asked.when.moment)
    return dict(known.order_by().values_list("process__site").annotate(Max("reported_on")))


UNVERIFIED = Table(
    name="unverified",
    title=gettext_lazy("Built on unverified land"),
    answers=gettext_lazy("Where is built, or was, without an accepted plot or a right to use one?"),
    sources=gettext_lazy("The register's read-model: buildings that were begun, and the land they stand on."),
    columns=_unverified_columns,
    rows=_flagged(Flag.BUILT_UNVERIFIED, _unverified_row, reports=False),
    places=True,
    sorts_itself=True,
    orders=("code", "progress"),
)
STALE = Table(
    name="stale",
    title=gettext_lazy("Buildings without a recent report"),
    answers=gettext_lazy("From which buildings at work has nothing been heard for days?"),
    sources=gettext_lazy("Progress reports, and the stages of the buildings."),
    columns=_stale_columns,
    rows=_flagged(Flag.STALE, _stale_row, reports=True),
    places=True,
    sorts_itself=True,
    orders=("code", "progress"),
)
