"""A map picture for paper: the outlines of the regencies and every site with its stage's shape and colour."""

import json
from collections.abc import Sequence

from gis_data.codes import Level
from gis_data.layers import boundary_layer
from rollout.reports.charts.palette import STAGE_COLOURS, STAGE_SHAPES
from rollout.reports.counts import numbers
from sites.history.as_of import AsOf
from sites.layers.points import known_records
from sites.layers.world import pixel_of
from sites.stages import Stage

WIDTH = 1000
_MARGIN = 0.03
_RADIUS = 4.2


def site_map(codes: Sequence[str], when: AsOf) -> bytes:
    """An SVG picture of the open sites inside the regions; the later stages are drawn over the earlier."""
    records, _combinations, _different = known_records(codes, when)
    xs, ys, stages = (numbers(records, name) for name in ("x", "y", "stage"))
    outlines = [
        [[pixel_of(*point[:2]) for point in ring] for ring in rings]
        for feature in json.loads(boundary_layer(Level.REGENCY, list(codes)))["features"]
        for rings in _polygons(feature["geometry"])
    ]
    every = [point for rings in outlines for point in rings[0]] or list(zip(xs, ys, strict=True)) or [(0, 0)]
    west, east = min(x for x, _y in every), max(x for x, _y in every)
    north, south = min(y for _x, y in every), max(y for _x, y in every)
    scale = WIDTH * (1 - 2 * _MARGIN) / max(east - west, south - north, 1)
    height = round((south - north) * scale + 2 * _MARGIN * WIDTH)

    def there(x: float, y: float) -> tuple[float, float]:
        return round((x - west) * scale + _MARGIN * WIDTH, 1), round((y - north) * scale + _MARGIN * WIDTH, 1)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {max(height, 1)}">']
    for rings in outlines:
        drawn = "".join(_path([there(*point) for point in ring]) for ring in rings)
        parts.append(f'<path d="{drawn}" fill="#faf9f6" stroke="#767f88" stroke-width="1" fill-rule="evenodd"/>')
    for stage in Stage:
        shape = (
            f'<path d="{STAGE_SHAPES[stage]}" fill="{STAGE_COLOURS[stage]}" fill-rule="evenodd" '
            'transform="translate({0} {1}) scale(' + str(_RADIUS) + ')"/>'
        )
        parts += [
            shape.format(*there(x, y)) for x, y, number in zip(xs, ys, stages, strict=True) if number == stage.value
        ]
    parts.append("</svg>")
    return "".join(parts).encode()


def symbol(stage: Stage) -> bytes:
    """The stage's shape alone, for the legend."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1.3 -1.3 2.6 2.6"><path d="{STAGE_SHAPES[stage]}" '
        f'fill="{STAGE_COLOURS[stage]}" fill-rule="evenodd"/></svg>'
    ).encode()


def _polygons(geometry: dict) -> list:
    return geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]


def _path(points: list[tuple[float, float]]) -> str:
    """Points nearer than half a pixel to the one before are left out."""
    kept = points[:1]
    for point in points[1:]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > 0.5:
            kept.append(point)
    return "M" + "L".join(f"{x} {y}" for x, y in kept) + "Z"
