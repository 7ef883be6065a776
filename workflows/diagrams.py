"""State diagrams as SVG, drawn from the declarations: for the documentation, and for a site's page."""

from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from workflows.diagram_layout import BOX_H, BOX_W, Arrow, Box, Chart, Layout, Line, lay_out, wrapped
from workflows.lanes import main_way
from workflows.models import Process

_CORNER = 8
# Presentation attributes, which a page's style sheet may override (the classes are there for it) and a strict content
# policy allows. Tones differ by dash as well as by colour.
_TONES = {
    "forward": 'stroke="#0f4c75" stroke-width="2"',
    "back": 'stroke="#8a5a00" stroke-width="1.75" stroke-dasharray="7 4"',
    "stop": 'stroke="#69737e" stroke-width="1.75" stroke-dasharray="2 4"',
}
_FONT = 'font-family="system-ui, Segoe UI, Roboto, Noto Sans, Arial, sans-serif"'
_BOX_LETTERS = 17
# Stands for the process in a drawing that is kept for all that stand in one state.
_ANY = "drawing-of-any"


def draw(flow: type[Process], *, current: str = "", name: str = "") -> str:
    """The workflow's states and steps as one SVG element in the present language; ``current`` marks a state.

    It fits any width (viewBox) and is described in words for those who cannot see it. ``name``: what its ids begin
    with, so that several may stand on one page; the workflow's own without.
    """
    chart = chart_of(flow)
    return _svg(name or flow.kind_name, str(flow.label), chart, lay_out(chart), final=flow.final, current=current)


def drawing_of(process: Process) -> SafeString:
    """Its workflow with the state in which it stands, for a page; drawn once for each state and language."""
    drawn = _drawn(type(process), process.state, get_language())
    return SafeString(drawn.replace(_ANY, f"drawing-{process.pk}"))


@lru_cache(maxsize=160)
def _drawn(flow: type[Process], state: str, _language: str) -> str:
    return draw(flow, current=state, name=_ANY)


def chart_of(flow: type[Process]) -> Chart:
    """What the declaration says, as plain data; a note, which keeps the state, is no arrow."""
    arrows = [
        Arrow(str(step.label), _in_order(flow, step.sources), target, step.tone)
        for step in flow.steps.values()
        for target in _in_order(flow, step.targets)
    ]
    return Chart({value: str(label) for value, label in flow.State.choices}, tuple(main_way(flow)), tuple(arrows))


def _in_order(flow: type[Process], states: frozenset[str]) -> tuple[str, ...]:
    return tuple(state for state in flow.State.values if state in states)


def _svg(name: str, title: str, chart: Chart, plan: Layout, *, final: set[str], current: str) -> str:
    legend_y = plan.height + 8
    width, height = round(plan.width), round(plan.height + 32)
    body = [
        *(_line(line, name) for line in plan.lines),
        *(_box(box, is_final=box.state in final, is_current=box.state == current) for box in plan.boxes.values()),
        *(_label(line) for line in plan.lines if line.label),
        *_legend(legend_y),
    ]
    heads = "".join(
        f'<marker id="{name}-{tone}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path class="diagram-head diagram-head--{tone}" '
        f'd="M0 1 9 5 0 9z" fill={stroke.split()[0].partition("=")[2]}/></marker>'
        for tone, stroke in _TONES.items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="diagram" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-labelledby="{name}-title {name}-words" {_FONT}>\n'
        f'<title id="{name}-title">{escape(title)}</title>\n'
        f'<desc id="{name}-words">{escape(_in_words(chart, current))}</desc>\n'
        f'<defs>{heads}</defs>\n<rect class="diagram-ground" width="{width}" height="{height}" fill="#ffffff"/>\n'
        + "\n".join(body)
        + "\n</svg>\n"
    )


def _in_words(chart: Chart, current: str) -> str:
    sentences = [
        _("%(step)s: from %(sources)s to %(target)s.")
        % {
            "step": arrow.label,
            "sources": ", ".join(f"“{chart.states[source]}”" for source in arrow.sources),
            "target": f"“{chart.states[arrow.target]}”",
        }
        for arrow in chart.arrows
    ]
    if current:
        sentences.insert(0, _("Present state: “%(state)s”.") % {"state": chart.states[current]})
    return " ".join(sentences)


def _box(box: Box, *, is_final: bool, is_current: bool) -> str:
    classes = "diagram-state" + (" diagram-state--present" if is_current else "")
    # Told apart by colour and by shape: the present state is filled, and round where the others have corners.
    fill, ink = ("#0f4c75", "#ffffff") if is_current else ("#ffffff", "#14181c")
    corner = BOX_H // 2 if is_current else 6
    frame = (
        f'<rect x="{box.x:.0f}" y="{box.y:.0f}" width="{BOX_W}" height="{BOX_H}" rx="{corner}" fill="{fill}" '
        'stroke="#48525c"/>'
    )
    # An end has a second frame, as state diagrams have it.
    inner = (
        f'<rect x="{box.x + 4:.0f}" y="{box.y + 4:.0f}" width="{BOX_W - 8}" height="{BOX_H - 8}" rx="{corner - 2}" '
        f'fill="none" stroke="{ink if is_current else "#48525c"}"/>'
        if is_final
        else ""
    )
    rows = wrapped(box.label, _BOX_LETTERS)
    first = box.y + BOX_H / 2 + 5 - (len(rows) - 1) * 8
    words = "".join(
        f'<text x="{box.middle:.0f}" y="{first + place * 16:.0f}" text-anchor="middle" font-size="13" '
        f'font-weight="600" fill="{ink}">{escape(row)}</text>'
        for place, row in enumerate(rows)
    )
    return f'<g class="{classes}" data-state={quoteattr(box.state)}>{frame}{inner}{words}</g>'


def _line(line: Line, name: str) -> str:
    head = "" if line.joins else f' marker-end="url(#{name}-{line.tone})"'
    return (
        f'<path class="diagram-step diagram-step--{line.tone}" d="{_path(line.points)}" fill="none" '
        f"{_TONES[line.tone]}{head}/>"
    )


def _label(line: Line) -> str:
    x, y = line.label_at
    rows = line.label
    return "".join(
        f'<text class="diagram-label" x="{x:.0f}" y="{y - (len(rows) - 1 - place) * 14:.0f}" text-anchor="middle" '
        f'font-size="12" fill="#14181c" stroke="#ffffff" stroke-width="4" stroke-linejoin="round" '
        f'paint-order="stroke">{escape(row)}</text>'
        for place, row in enumerate(rows)
    )


def _legend(y: float) -> list[str]:
    parts, x = [], 40
    for tone, words in (("forward", _("forward")), ("back", _("back")), ("stop", _("given up or refused"))):
        parts.append(
            f'<path class="diagram-step diagram-step--{tone}" d="M{x} {y:.0f}h40" {_TONES[tone]}/>'
            f'<text class="diagram-legend" x="{x + 48}" y="{y + 4:.0f}" font-size="12" fill="#48525c">'
            f"{escape(words)}</text>"
        )
        x += 48 + len(words) * 7 + 32
    return parts


def _path(points: list[tuple[float, float]]) -> str:
    """The corners as a path with small rounded turns."""
    points = [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]
    parts = [f"M{points[0][0]:.0f} {points[0][1]:.0f}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        enter, leave = _towards(corner, before), _towards(corner, after)
        parts.append(f"L{enter[0]:.0f} {enter[1]:.0f}Q{corner[0]:.0f} {corner[1]:.0f} {leave[0]:.0f} {leave[1]:.0f}")
    parts.append(f"L{points[-1][0]:.0f} {points[-1][1]:.0f}")
    return "".join(parts)


def _towards(corner: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    length = max(abs(dx), abs(dy)) or 1
    step = min(_CORNER, length / 2)
    return corner[0] + dx / length * step, corner[1] + dy / length * step
