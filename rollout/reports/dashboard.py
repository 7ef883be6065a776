"""What the page of a region shows besides its counts: the curve, the stages drawn, what to look into, targets."""

from zlib import crc32

from django.urls import reverse
from django.utils.translation import get_language

from gis_data.codes import parse
from rollout.reports import registry
from rollout.reports.asked import Asked
from rollout.reports.charts.bars import stage_bars
from rollout.reports.counts import Count
from rollout.reports.curve.curve import curve_of
from rollout.reports.kept import kept
from rollout.reports.table import draw
from rollout.reports.tables.curve import drawn as curve_drawn
from rollout.reports.tables.curve import in_words as curve_in_words
from rollout.reports.tables.expiring import how_many
from sites.stages import Flag, Stage
from workflows.readiness.catalogue import Target
from workflows.readiness.targets import targets_for

_OBSTACLES = 6
# More bars than this are read in the table.
_MOST_BARS = 40


def dashboard(asked: Asked, total: Count, parts: list[Count], names: dict[str, str]) -> dict:
    """For the template ``reports/dashboard.html``. ``total`` and ``parts``: the region's counts, and its parts'."""
    wide = not parse(asked.region).prefix
    # Over the whole country a curve would be read from millions of entries; its provinces have theirs.
    curve = None if wide else curve_of(asked)
    return {
        "curve": curve_drawn(curve) if curve and len(curve.points) > 1 else "",
        "curve_words": curve_in_words(curve) if curve else "",
        "curve_href": _address("curve", asked),
        "bars": _bars(parts, names),
        "stages_href": _address("stages", asked),
        "look_into": [
            {"title": table.title, "count": count, "href": _address(table.name, asked)}
            for table, count in _look_into(asked, total)
        ],
        "obstacles": _obstacles(asked),
        "obstacles_href": _address("obstacles", asked),
        "targets": _targets(asked),
        "targets_href": reverse("report_table", args=["targets"]),
        "forecast_href": _address("forecast", asked),
    }


def _address(table: str, asked: Asked) -> str:
    return asked.address(reverse("report_table", args=[table]))


def _bars(parts: list[Count], names: dict[str, str]) -> str:
    if not 1 < len(parts) <= _MOST_BARS:
        return ""
    title = registry.table("stages").title
    described = "; ".join(
        f"{names.get(one.code, one.code)}: "
        + ", ".join(f"{stage.label} {one.stages[stage]}" for stage in Stage if one.stages.get(stage))
        for one in parts
    )
    return stage_bars(str(title), described, parts, names)


def _look_into(asked: Asked, total: Count) -> list[tuple]:
    """The tables of what needs a look, with how many lines each has."""
    counts = {
        "unverified": total.flags.get(Flag.BUILT_UNVERIFIED, 0),
        "stale": total.flags.get(Flag.STALE, 0),
        "expiring": how_many(asked),
    }
    return [(registry.table(name), count) for name, count in counts.items()]


def _obstacles(asked: Asked) -> list[dict]:
    rows = draw(registry.table("obstacles"), asked).rows
    return [
        {"reason": row.cells[0], "what": row.cells[1], "sites": row.cells[2], "href": row.href}
        for row in sorted(rows, key=lambda row: -row.cells[2])[:_OBSTACLES]
    ]


def _targets(asked: Asked) -> list[dict]:
    """Those of this very region; what is reached is known of the present only."""
    if not asked.when.is_now:
        return []
    # What is reached is kept; a target that is entered or corrected shows at once.
    entered = list(Target.objects.filter(region_code=asked.region).order_by("pk").values_list())
    if not entered:
        return []
    return kept(f"targets:{get_language()}:{crc32(repr(entered).encode())}", asked, lambda: _of_region(asked))


def _of_region(asked: Asked) -> list[dict]:
    return [
        {
            "label": str(one.target.get_what_display()),
            "year": one.target.year,
            "count": one.target.count,
            "reached": one.reached,
            "source": one.target.source,
            "as_of": one.target.as_of,
        }
        for one in targets_for(asked.user, region=asked.region)
    ]
