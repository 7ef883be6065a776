"""A chart of bars that are made of parts: one bar to a region, its parts the stages, the figures written on them."""

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from rollout.reports.charts.palette import STAGE_COLOURS
from rollout.reports.counts import Count
from rollout.templatetags import formatting
from sites.stages import Stage

_WIDTH, _NAME, _ROW, _TOP = 720, 170, 26, 52
_PER_ROW, _LEGEND_ROW = 4, 20
# A figure narrower than its part is left to the table.
_LETTER = 8
_LIGHT_TEXT = "#ffffff"


def stage_bars(title: str, described: str, counts: Sequence[Count], names: dict[str, str]) -> SafeString:
    """How the sites of each region divide among the stages: each bar is as long as all of the region's sites together,
    so that shares are compared; figures are numbers of sites."""
    height = _TOP + len(counts) * _ROW + 6
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title><desc>{escape(described)}</desc>'
    ]
    for place, stage in enumerate(Stage):
        x, y = (place % _PER_ROW) * (_WIDTH // _PER_ROW), (place // _PER_ROW) * _LEGEND_ROW
        parts.append(
            f'<rect class="bar bar--{stage.slug}" x="{x}" y="{y + 3}" width="11" height="11" '
            f'fill="{STAGE_COLOURS[stage]}"/><text class="chart__text" x="{x + 16}" y="{y + 13}" fill="#48525c">'
            f"{escape(str(stage.label))}</text>"
        )
    for row, one in enumerate(counts):
        y = _TOP + row * _ROW
        name = names.get(one.code, one.code)
        parts.append(f'<text class="chart__text" x="0" y="{y + 14}" fill="#14181c">{escape(name)}</text>')
        x = float(_NAME)
        for stage in Stage:
            count = one.stages.get(stage, 0)
            width = count / one.total * (_WIDTH - _NAME - 50) if one.total else 0
            if not count:
                continue
            parts.append(
                f'<rect class="bar bar--{stage.slug}" x="{x:.1f}" y="{y}" width="{width:.1f}" height="20" '
                f'fill="{STAGE_COLOURS[stage]}"/>'
            )
            words = formatting.number(count)
            if width > _LETTER * len(words) + 4:
                parts.append(
                    f'<text class="bar__figure" x="{x + width / 2:.1f}" y="{y + 14}" text-anchor="middle" '
                    f'fill="{_LIGHT_TEXT}">{words}</text>'
                )
            x += width
        parts.append(
            f'<text class="chart__text" x="{_WIDTH}" y="{y + 14}" text-anchor="end" fill="#14181c">'
            f"{formatting.number(one.total)}</text>"
        )
    parts.append("</svg>")
    return mark_safe("".join(parts))  # noqa: S308 - every text in it is escaped above
