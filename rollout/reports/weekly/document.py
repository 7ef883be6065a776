"""What the weekly report holds: the picture, the tables, the curve, the obstacles, the longest waits; set as a PDF."""

import datetime
import json
from dataclasses import replace
from functools import partial
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from gis_data.models import Region
from rollout.context import simulated
from rollout.reports.asked import Asked, NotAnswerable
from rollout.reports.cells import in_words
from rollout.reports.charts.site_map import site_map, symbol
from rollout.reports.counts import Count, counted, together
from rollout.reports.curve.curve import curve_of
from rollout.reports.exports.pdf import paper_words
from rollout.reports.table import NUMERIC, Table, draw
from rollout.reports.tables.curve import drawn as curve_drawn
from rollout.reports.tables.curve import in_words as curve_in_words
from rollout.reports.tables.obstacles import OBSTACLES
from rollout.reports.tables.regions import STAGES, STATES
from rollout.reports.tables.waits import WAITS, case_rows
from rollout.templatetags import formatting
from sites.history.as_of import AsOf, NotInHistory, as_of
from sites.stages import Flag, Stage
from workflows import registry
from workflows.papers.typeset import typeset

LONGEST = 20
LANGUAGE = "id"
_SOURCE = Path(__file__).with_name("weekly.typ")
_SECONDS = 120
_WAITS = replace(WAITS, rows=partial(case_rows, first=LONGEST))


def weekly_report(region: str, day: datetime.date) -> bytes:
    """The PDF of how the region's sites stood when the day ended, in Indonesian. Raises NotAnswerable for a day that is
    not over, or that the register cannot tell of, and for a region that is not there."""
    with translation.override(LANGUAGE):
        try:
            when = as_of(day.isoformat())
        except NotInHistory as sentence:
            raise NotAnswerable(str(sentence)) from None
        if when.is_now:
            raise NotAnswerable(
                _("A weekly report tells of days that are over, so that it can be made again as it was.")
            )
        found = Region.objects.filter(code=region).first()
        if found is None or found.code.count(".") > 2:
            raise NotAnswerable(_("There is no region %(code)s.") % {"code": region[:20]})
        asked = Asked(user=None, scope=(region,), region=region, when=when)
        return typeset(_SOURCE.read_text(encoding="utf-8"), _files(asked, found, when), as_of=day, seconds=_SECONDS)


def _files(asked: Asked, region: Region, when: AsOf) -> dict[str, bytes]:
    total = together(counted(asked))
    curve = curve_of(asked)
    given = {
        "title": _("Weekly report of the rollout"),
        "region": region.full_name,
        "day": str(when),
        "as_of": _("the end of %(day)s") % {"day": formatting.day(when.day)},
        "sources": _("the register and its ledger"),
        "simulated": simulated(),
        "words": paper_words(),
        "lede": _("%(sites)s sites; %(waiting)s wait for somebody, the oldest since %(oldest)s.")
        % {
            "sites": formatting.number(total.total),
            "waiting": formatting.number(total.waiting),
            "oldest": formatting.day(total.oldest),
        },
        "legend": [
            {"name": stage.slug, "label": str(stage.label), "count": formatting.number(total.stages.get(stage, 0))}
            for stage in Stage
        ],
        "headings": {
            "map": _("Where the sites are"),
            "stages": str(STAGES.title),
            "curve": _("S-curve"),
            "obstacles": str(OBSTACLES.title),
            "waits": _("The twenty longest waits"),
            "states": str(STATES.title),
        },
        "curve": curve_in_words(curve) or _("No building was begun by this day."),
        "has_curve": len(curve.points) > 1,
        "nothing": _("Nothing to list"),
        "form": _form(total),
        "stages": _table(STAGES, asked, skip=("code",)),
        "obstacles": _table(OBSTACLES, asked),
        "waits": _table(_WAITS, asked, skip=("code", "district", "state", "cause")),
        "states": [
            {"label": str(flow.label), **_table(STATES, asked.narrowed(kind=flow.kind_name), skip=("code",))}
            for flow in registry.flows()
        ],
    }
    files = {"weekly.json": json.dumps(given, ensure_ascii=False).encode(), "map.svg": site_map(asked.codes, when)}
    files |= {f"{stage.slug}.svg": symbol(stage) for stage in Stage}
    if given["has_curve"]:
        files["curve.svg"] = curve_drawn(curve).encode()
    return files


def _form(total: Count) -> str:
    """The line above the reasons in the form of Kotawaringin Timur: how many are built, begun, and not begun."""
    built = total.stages.get(Stage.BUILT, 0) + total.stages.get(Stage.OPERATIONAL, 0)
    begun = total.stages.get(Stage.BUILDING, 0)
    figures = {
        "sites": total.total,
        "built": built,
        "begun": begun,
        "unbuilt": total.total - built - begun,
        "unverified": total.flags.get(Flag.BUILT_UNVERIFIED, 0),
    }
    return _(
        "Of %(sites)s sites %(built)s are built, %(begun)s under construction, %(unbuilt)s not begun; %(unverified)s "
        "buildings stand on unverified land."
    ) % {name: formatting.number(figure) for name, figure in figures.items()}


def _table(table: Table, asked: Asked, skip: tuple[str, ...] = ()) -> dict:
    drawn = draw(table, asked)
    shown = [(place, column) for place, column in enumerate(drawn.columns) if column.name not in skip]
    rows = [[in_words(row.cells[place], column.kind) for place, column in shown] for row in drawn.each()]
    total = drawn.last_line()
    return {
        "columns": [{"title": column.title, "numeric": column.kind in NUMERIC} for _place, column in shown],
        "rows": rows,
        "total": [in_words(total[place], column.kind, nothing="") for place, column in shown] if total else [],
    }
