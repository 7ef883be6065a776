"""Tables with one line to a region: how many sites stand at each stage, and in each state of a workflow."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_data.codes import parse
from gis_data.models import Region
from rollout.reports.asked import NO_FILTER, Asked
from rollout.reports.counts import Count, counted
from rollout.reports.table import Column, Kind, Row, Table
from sites.stages import Flag, Stage
from workflows import registry


def _columns_of_stages(_asked: Asked) -> list[Column]:
    return [
        *_region_columns(),
        *(Column(stage.slug, str(stage.label), Kind.WHOLE, summed=True) for stage in Stage),
        Column("waiting", _("Waiting"), Kind.WHOLE, summed=True),
        Column("overdue", _("Overdue"), Kind.WHOLE, summed=True),
        Column("oldest", _("Waiting since"), Kind.DATE),
        Column("progress", _("Mean progress of buildings"), Kind.PERCENT),
    ]


def _row_of_stages(one: Count, asked: Asked) -> tuple[list, dict[str, str]]:
    links = {stage.slug: sites_address(asked, region=one.code, stage=stage) for stage in Stage if one.stages.get(stage)}
    if overdue := one.flags.get(Flag.OVERDUE, 0):
        links["overdue"] = sites_address(asked, region=one.code, flag=Flag.OVERDUE)
    mean = round(one.progress / one.measured, 2) if one.measured else None
    return [*(one.stages.get(stage, 0) for stage in Stage), one.waiting, overdue, one.oldest, mean], links


def _columns_of_states(asked: Asked) -> list[Column]:
    flow = registry.flow(asked.kind)
    return [
        *_region_columns(),
        *(Column(value, str(label), Kind.WHOLE, summed=True) for value, label in flow.State.choices),
        Column("not_begun", _("Not begun"), Kind.WHOLE, summed=True),
    ]


def _row_of_states(one: Count, asked: Asked) -> tuple[list, dict[str, str]]:
    kind = asked.kind
    states, names = one.states.get(kind, {}), registry.flow(kind).State.values
    links = {name: sites_address(asked, region=one.code, kind=kind, state=name) for name in names if states.get(name)}
    return [*(states.get(name, 0) for name in names), one.not_begun(kind)], links


def _region_columns() -> list[Column]:
    return [
        Column("region", _("Region")),
        Column("code", _("Code"), Kind.CODE),
        Column("sites", _("Sites"), Kind.WHOLE, summed=True),
    ]


def _rows(table: str, of: Callable[[Count, Asked], tuple[list, dict[str, str]]]) -> Callable[[Asked], list[Row]]:
    def rows(asked: Asked) -> list[Row]:
        counts = counted(asked)
        names = Region.objects.in_bulk([one.code for one in counts])
        made = []
        for one in counts:
            cells, links = of(one, asked)
            region = names.get(one.code)
            made.append(
                Row(
                    (region.short_name if region else one.code, one.code, one.total, *cells),
                    href=_below(table, asked, one.code),
                    links={"sites": sites_address(asked, region=one.code), **links},
                )
            )
        return made

    return rows


def _below(table: str, asked: Asked, code: str) -> str:
    """A region's own table, one level down; of a district the sites themselves."""
    if parse(code).district:
        return sites_address(asked, region=code)
    return asked.narrowed(region=code, sort="").address(reverse("report_table", args=[table]))


def sites_address(asked: Asked, **filters) -> str:
    """The table of the sites themselves that a figure counts, on the same day."""
    return asked.narrowed(**(NO_FILTER | {"sort": ""} | filters)).address(reverse("report_table", args=["sites"]))


SOURCES = gettext_lazy("The register's read-model: what the workflows' ledger entries add up to.")
STAGES = Table(
    name="stages",
    title=gettext_lazy("Regions by stage"),
    answers=gettext_lazy("How far have the sites of each region come, and how many wait?"),
    sources=SOURCES,
    columns=_columns_of_stages,
    rows=_rows("stages", _row_of_stages),
)
STATES = Table(
    name="states",
    title=gettext_lazy("Regions by state of a workflow"),
    answers=gettext_lazy("In which state is one workflow at the sites of each region?"),
    sources=SOURCES,
    columns=_columns_of_states,
    rows=_rows("states", _row_of_states),
    by_workflow=True,
    note=gettext_lazy("A site with several processes of a workflow counts once, with the state that speaks for it."),
)
