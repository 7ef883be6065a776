"""Sites that need a look: built on land that is not secured, and buildings of which nothing is heard any more."""

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


def _state(one: SiteFacts, kind: str) -> str:
    state = one.state(kind)
    return str(dict(registry.flow(kind).State.choices).get(state, state))


def _flagged(
    flag: Flag, more: Callable[[], list[Column]], told: Callable[[list[SiteFacts], Asked], dict[int, tuple]], **declared
) -> Table:
    """The table of the sites that carry the flag: how far their buildings are, and under the columns of ``more`` what
    is ``told`` of a portion of sites, by their ids."""

    def columns(_asked: Asked) -> list[Column]:
        buildings = (Column(flow.kind_name, str(flow.label)) for flow in BUILDINGS)
        return [*place_columns(), *buildings, Column("progress", _("Progress"), Kind.PERCENT), *more()]

    def rows(asked: Asked) -> SiteRows:
        def made(sites: list[SiteFacts]) -> list[Row]:
            found = told(sites, asked)
            return [
                Row(
                    (
                        *place_cells(one),
                        *(_state(one, flow.kind_name) for flow in BUILDINGS),
                        one.progress,
                        *found[one.pk],
                    ),
                    href=reverse("site_detail", args=[one.code]),
                    place=one.place,
                )
                for one in sites
            ]

        return SiteRows(asked.narrowed(flag=flag), made)

    return Table(columns=columns, rows=rows, places=True, sorts_itself=True, orders=("code", "progress"), **declared)


def _land_column() -> list[Column]:
    return [Column("land", str(registry.flow(LAND).label))]


def _land(sites: list[SiteFacts], _asked: Asked) -> dict[int, tuple]:
    return {one.pk: (_state(one, LAND) or _("Not begun"),) for one in sites}


def _report_columns() -> list[Column]:
    return [
        Column("reported", _("Last report"), Kind.DATE),
        Column("days", _("Days without a report"), Kind.DAYS),
    ]


def _last_reports(sites: list[SiteFacts], asked: Asked) -> dict[int, tuple]:
    """The day of the last report from each site that was known by then, and how long ago that is. One query."""
    ids = [one.pk for one in sites]
    known = ProgressReport.objects.filter(process__site__in=ids, recorded_at__lt=asked.when.moment)
    heard = dict(known.order_by().values_list("process__site").annotate(Max("reported_on")))
    return {pk: (heard.get(pk), waited(heard.get(pk), asked)) for pk in ids}


UNVERIFIED = _flagged(
    Flag.BUILT_UNVERIFIED,
    _land_column,
    _land,
    name="unverified",
    title=gettext_lazy("Built on unverified land"),
    answers=gettext_lazy("Where is built, or was, without an accepted plot or a right to use one?"),
    sources=gettext_lazy("The register's read-model: buildings that were begun, and the land they stand on."),
)
STALE = _flagged(
    Flag.STALE,
    _report_columns,
    _last_reports,
    name="stale",
    title=gettext_lazy("Buildings without a recent report"),
    answers=gettext_lazy("From which buildings at work has nothing been heard for days?"),
    sources=gettext_lazy("Progress reports, and the stages of the buildings."),
)
