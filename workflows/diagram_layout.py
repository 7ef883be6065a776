"""Where the boxes and lines of a state diagram go: the way forward from left to right, what leaves it below.

Rows of boxes lie between channels; a line that does not simply lead to the next box leaves its box upwards or
downwards, runs through a lane of a channel that it shares with no other line there, and so never crosses a box.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

BOX_W, BOX_H = 150, 52
GAP = 116
LANE_H = 30
MARGIN = 26
GUTTER_W = 16
MOST_COLUMNS = 6
LETTER_W = 6.6  # of the labels, on average, at 12 px
LABEL_LETTERS = 15  # between two boxes


@dataclass(frozen=True)
class Arrow:
    """One step: from each of its sources to its target. ``tone`` is "forward", "back" or "stop"."""

    label: str
    sources: tuple[str, ...]
    target: str
    tone: str


@dataclass(frozen=True)
class Chart:
    """What is drawn: states with their labels in order, the way through them, and the steps that change the state."""

    states: dict[str, str]
    way: tuple[str, ...]
    arrows: tuple[Arrow, ...]


@dataclass
class Box:
    """A state at its place; ``x`` and ``y`` are its upper left corner."""

    state: str
    label: str
    row: int
    column: int
    x: float = 0
    y: float = 0

    @property
    def middle(self) -> float:
        return self.x + BOX_W / 2


@dataclass
class Line:
    """A step's line from one source: corners to pass, and where its label stands (once per channel).

    ``joins``: it ends where it meets the same step's line from another source.
    """

    tone: str
    points: list[tuple[float, float]]
    label: list[str] = field(default_factory=list)
    label_at: tuple[float, float] = (0, 0)
    joins: bool = False


@dataclass(frozen=True)
class Layout:
    """The finished drawing plan, in pixels."""

    width: float
    height: float
    boxes: dict[str, Box]
    lines: list[Line]


@dataclass
class _Bus:
    """One step's run through one channel; its ports are the box sides it joins, ``gutter`` an outer column instead."""

    arrow: Arrow
    channel: int
    ports: list[tuple[str, str]]
    gutter: bool = False
    label: str = ""
    lane: int = 0
    xs: dict[tuple[str, str], float] = field(default_factory=dict)


# A step, the buses it runs through, and the box sides where it starts and ends.
_Leg = tuple[Arrow, list[_Bus], list[tuple[str, str]]]


def lay_out(chart: Chart) -> Layout:
    """Place the boxes and lead every arrow."""
    boxes = _boxes(chart)
    columns = 1 + max(box.column for box in boxes.values())
    rows = 1 + max(box.row for box in boxes.values())
    for box in boxes.values():
        box.x = MARGIN + GAP / 2 + box.column * (BOX_W + GAP)
    straight, buses, legs = _split(chart, boxes)
    right = MARGIN + columns * (BOX_W + GAP)
    outer = list(dict.fromkeys(bus.arrow for bus in buses if bus.gutter))
    gutters = {arrow: right + place * GUTTER_W for place, arrow in enumerate(outer)}
    _place_ports(buses, boxes, gutters)
    lanes = _assign_lanes(buses, rows)
    tops = _tops(lanes)
    for box in boxes.values():
        box.y = tops[box.row] + lanes[box.row] * LANE_H + 18
    height = tops[rows] + lanes[rows] * LANE_H + MARGIN
    lines = [_straight(arrow, boxes[source], boxes[target]) for arrow, source, target in straight]
    lines += [_led(leg, boxes, tops, is_outermost=_is_outermost(leg, legs)) for leg in legs]
    return Layout(right + len(outer) * GUTTER_W + MARGIN, height, boxes, lines)


def _boxes(chart: Chart) -> dict[str, Box]:
    """The way in rows of equal length; every other state below it, near the states it is joined to."""
    count = -(-len(chart.way) // MOST_COLUMNS)
    per_row = -(-len(chart.way) // count)
    boxes = {
        state: Box(state, chart.states[state], place // per_row, place % per_row)
        for place, state in enumerate(chart.way)
    }
    beside = [state for state in chart.states if state not in boxes]
    wanted = sorted(beside, key=lambda state: _wanted_column(state, chart, boxes))
    taken: set[tuple[int, int]] = set()
    for state in wanted:
        column, row = min(round(_wanted_column(state, chart, boxes)), per_row - 1), count
        while (row, column) in taken:
            row, column = (row, column + 1) if column + 1 < per_row else (row + 1, 0)
        taken.add((row, column))
        boxes[state] = Box(state, chart.states[state], row, column)
    return boxes


def _wanted_column(state: str, chart: Chart, boxes: dict[str, Box]) -> float:
    """Below what leads back or forth; an end stands one column after the last state that leads to it."""
    sources = [
        boxes[name].column for arrow in chart.arrows if arrow.target == state for name in arrow.sources if name in boxes
    ]
    targets = [boxes[arrow.target].column for arrow in chart.arrows if state in arrow.sources and arrow.target in boxes]
    if not targets or (sources and max(targets) < min(sources)):
        return max(sources, default=0) + 1
    joined = sources + targets
    return sum(joined) / len(joined)


def _split(chart: Chart, boxes: dict[str, Box]) -> tuple[list, list[_Bus], list[_Leg]]:
    """Arrows to the next box are straight; the others become buses, one per step and channel, and legs through them."""
    straight, buses, legs = [], {}, []
    taken = set()
    last_row_of_way = max(boxes[state].row for state in chart.way)

    def bus(arrow: Arrow, channel: int, ports: list[tuple[str, str]], *, gutter: bool = False) -> _Bus:
        found = buses.setdefault((arrow, channel, gutter), _Bus(arrow, channel, [], gutter))
        found.ports += [port for port in ports if port not in found.ports]
        return found

    for arrow in chart.arrows:
        for source in arrow.sources:
            a, b = boxes[source], boxes[arrow.target]
            if (
                a.row == b.row
                and b.column == a.column + 1
                and arrow.tone == "forward"
                and (source, arrow.target) not in taken
            ):
                taken.add((source, arrow.target))
                straight.append((arrow, source, arrow.target))
                continue
            if a.row == b.row:
                channel, side = (a.row + 1, "bottom") if a.row > last_row_of_way else (a.row, "top")
                through = [bus(arrow, channel, [(source, side), (arrow.target, side)])]
                ends = [(source, side), (arrow.target, side)]
            else:
                down = b.row > a.row
                ends = [(source, "bottom" if down else "top"), (arrow.target, "top" if down else "bottom")]
                first, last = (a.row + 1, b.row) if down else (a.row, b.row + 1)
                through = (
                    [bus(arrow, first, ends)]
                    if first == last
                    else [bus(arrow, first, ends[:1], gutter=True), bus(arrow, last, ends[1:], gutter=True)]
                )
            through[0].label = arrow.label
            legs.append((arrow, through, ends))
    return straight, list(buses.values()), legs


def _place_ports(buses: list[_Bus], boxes: dict[str, Box], gutters: dict[Arrow, float]) -> None:
    """Spread the lines over the sides of the boxes, those that lead left on the left.

    A box and the one above it share the places between them: a line down never runs into a line up.
    """
    between: dict[tuple[int, int], list[tuple[float, _Bus, tuple[str, str]]]] = defaultdict(list)
    for bus in buses:
        for port in bus.ports:
            others = [boxes[state].middle for state, side in bus.ports if (state, side) != port]
            others += [gutters[bus.arrow]] if bus.gutter else []
            leads_to = sum(others) / len(others) if others else 0
            between[bus.channel, boxes[port[0]].column].append((leads_to, bus, port))
    for joined in between.values():
        joined.sort(key=lambda end: end[0])
        for place, (_leads_to, bus, port) in enumerate(joined, start=1):
            bus.xs[port] = boxes[port[0]].x + BOX_W * place / (len(joined) + 1)
    for bus in buses:
        if bus.gutter:
            bus.xs["gutter", ""] = gutters[bus.arrow]


def _assign_lanes(buses: list[_Bus], rows: int) -> list[int]:
    """Give each bus the first lane of its channel that is free along its whole run; returns the lanes per channel."""
    lanes = [0] * (rows + 1)
    taken: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for bus in sorted(buses, key=lambda bus: (bus.channel, _span(bus)[1] - _span(bus)[0])):
        start, end = _span(bus)
        lane = 0
        while any(start < other_end and other_start < end for other_start, other_end in taken[bus.channel, lane]):
            lane += 1
        taken[bus.channel, lane].append((start, end))
        bus.lane = lane
        lanes[bus.channel] = max(lanes[bus.channel], lane + 1)
    return lanes


def _span(bus: _Bus) -> tuple[float, float]:
    """The stretch of a lane that a bus fills, its label included."""
    start, end = min(bus.xs.values()), max(bus.xs.values())
    beyond = max(0.0, len(bus.label) * LETTER_W + 12 - (end - start)) / 2
    return start - beyond - 8, end + beyond + 8


def _tops(lanes: list[int]) -> list[float]:
    """The upper edge of every channel."""
    tops = [float(MARGIN - 14)]
    for count in lanes[:-1]:
        tops.append(tops[-1] + count * LANE_H + 18 + BOX_H + 14)
    return tops


def _straight(arrow: Arrow, a: Box, b: Box) -> Line:
    y = a.y + BOX_H / 2
    label = wrapped(arrow.label, LABEL_LETTERS)
    return Line(arrow.tone, [(a.x + BOX_W, y), (b.x, y)], label, ((a.x + BOX_W + b.x) / 2, y - 8))


def _is_outermost(leg: _Leg, legs: list[_Leg]) -> bool:
    """Is this the farthest source on its side of where the step's line leaves the lane? The nearer ones only join."""
    _arrow, through, (start, end) = leg
    bus = through[0]
    leaves = bus.xs["gutter", ""] if bus.gutter else bus.xs[end]
    here = bus.xs[start]
    starts = [bus.xs[other_start] for _, others, (other_start, _end) in legs if others[0] is bus]
    return not any((x < here <= leaves) or (x > here >= leaves) for x in starts)


def _led(leg: _Leg, boxes: dict[str, Box], tops: list[float], *, is_outermost: bool) -> Line:
    arrow, through, (start, end) = leg
    ys = [tops[bus.channel] + bus.lane * LANE_H + 24 for bus in through]
    first, last = through[0], through[-1]
    points = [(first.xs[start], _edge(boxes, start)), (first.xs[start], ys[0])]
    if not is_outermost:
        return Line(arrow.tone, points, joins=True)
    for (before, y1), (_after, y2) in pairwise(zip(through, ys, strict=True)):
        x = before.xs["gutter", ""]
        points += [(x, y1), (x, y2)]
    points += [(last.xs[end], ys[-1]), (last.xs[end], _edge(boxes, end))]
    line = Line(arrow.tone, points)
    if first.label:
        middle = (min(first.xs.values()) + max(first.xs.values())) / 2
        line.label, line.label_at = [first.label], (middle, ys[0] - 6)
        first.label = ""
    return line


def _edge(boxes: dict[str, Box], port: tuple[str, str]) -> float:
    state, side = port
    return boxes[state].y + (BOX_H if side == "bottom" else 0)


def wrapped(text: str, letters: int) -> list[str]:
    """The text in rows of at most so many letters, broken between words."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
