"""A chart of lines over time, each labelled at its end; the band between two lines; a mark at the day asked for."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT = 720, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 150, 14, 34
_LABEL_HEIGHT = 16
# As the style sheet draws them; written into the picture too, for paper and programs that read no style sheet.
COLOURS = {"plan": "#69737e", "reported": "#0f4c75", "confirmed": "#0b5e41", "band": "#f3c262"}
_DASHES = {"plan": "6 4", "confirmed": "2 3"}


@dataclass(frozen=True)
class Line:
    """``name`` gives colour and dashes; values of None are not drawn."""

    name: str
    label: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Band:
    """What lies between two lines, labelled in the legend under the chart."""

    low: Sequence[float]
    high: Sequence[float]


def line_chart(
    title: str,
    described: str,
    days: Sequence[datetime.date],
    lines: Sequence[Line],
    *,
    unit: str,
    most: float,
    band: Band | None = None,
    mark: tuple[datetime.date, str] | None = None,
) -> SafeString:
    """The picture, readable without colour (dashes, labels) and without eyes (title and description)."""
    span = max((days[-1] - days[0]).days, 1)

    def across(day: datetime.date) -> float:
        return round(_LEFT + (day - days[0]).days / span * (WIDTH - _LEFT - _RIGHT), 1)

    def up(value: float) -> float:
        return round(HEIGHT - _BOTTOM - value / most * (HEIGHT - _TOP - _BOTTOM), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="13"><title>{escape(title)}</title><desc>{escape(described)}</desc>'
    ]
    for value in range(0, int(most) + 1, max(int(most) // 5, 1)):
        parts.append(
            f'<line class="chart__grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{up(value)}" y2="{up(value)}" '
            f'stroke="#d6dbe0"/><text class="chart__text" x="{_LEFT - 6}" y="{up(value) + 4}" text-anchor="end" '
            f'fill="#48525c">{value}{escape(unit)}</text>'
        )
    for day in _ticks(days[0], days[-1]):
        parts.append(
            f'<text class="chart__text" x="{across(day)}" y="{HEIGHT - _BOTTOM + 18}" text-anchor="middle" '
            f'fill="#48525c">{escape(formats.date_format(day, "M y"))}</text>'
        )
    if band:
        there = [f"{across(day)},{up(value)}" for day, value in zip(days, band.high, strict=True)]
        back = [f"{across(day)},{up(value)}" for day, value in zip(days, band.low, strict=True)]
        parts.append(
            f'<polygon class="chart__band" points="{" ".join(there + back[::-1])}" fill="{COLOURS["band"]}" '
            'fill-opacity="0.3"/>'
        )
    if mark:
        day, words = mark
        parts.append(
            f'<line class="chart__mark" x1="{across(day)}" x2="{across(day)}" y1="{_TOP}" y2="{HEIGHT - _BOTTOM}" '
            f'stroke="#69737e" stroke-dasharray="1 3"/><text class="chart__text" x="{across(day) - 4}" '
            f'y="{_TOP + 10}" text-anchor="end" fill="#48525c">{escape(words)}</text>'
        )
    ends = []
    for line in lines:
        drawn = [(across(day), up(value)) for day, value in zip(days, line.values, strict=True) if value is not None]
        if not drawn:
            continue
        points = " ".join(f"{x},{y}" for x, y in drawn)
        dashes = f' stroke-dasharray="{_DASHES[line.name]}"' if line.name in _DASHES else ""
        parts.append(
            f'<polyline class="chart__line chart__line--{line.name}" points="{points}" fill="none" '
            f'stroke="{COLOURS[line.name]}" stroke-width="2.5"{dashes}/>'
        )
        ends.append((drawn[-1][1], drawn[-1][0], line))
    for (y, x, line), at in zip(sorted(ends, key=lambda end: end[0]), _apart(ends), strict=True):
        parts.append(
            f'<line class="chart__line chart__line--{line.name}" x1="{x}" y1="{y}" x2="{WIDTH - _RIGHT + 4}" y2="{at}" '
            f'stroke="{COLOURS[line.name]}" stroke-width="0.7"/>'
            f'<text class="chart__label chart__label--{line.name}" x="{WIDTH - _RIGHT + 7}" y="{at + 4}" '
            f'fill="{COLOURS[line.name]}">{escape(line.label)}</text>'
        )
    parts.append("</svg>")
    return mark_safe("".join(parts))  # noqa: S308 - every text in it is escaped above


def _apart(ends: list[tuple]) -> list[float]:
    """Heights for the labels, from above, so that none covers another."""
    heights: list[float] = []
    for y, _x, _line in sorted(ends, key=lambda end: end[0]):
        heights.append(max(y, heights[-1] + _LABEL_HEIGHT) if heights else y)
    beyond = max(heights[-1] - (HEIGHT - _BOTTOM), 0) if heights else 0
    return [height - beyond for height in heights]


def _ticks(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """The first days of months, at most eight of them."""
    months = [
        datetime.date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= datetime.date(year, month, 1) <= last
    ]
    every = -(-len(months) // 8) or 1
    return months[::every]
