"""The S-curve as a table by week, and as the chart above it."""

from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rollout.reports.asked import Asked
from rollout.reports.charts.lines import Band, Line, line_chart
from rollout.reports.curve.curve import Curve, curve_of
from rollout.reports.table import Column, Kind, Row, Table
from rollout.templatetags import formatting


def _columns(_asked: Asked) -> list[Column]:
    return [
        Column("day", _("Day"), Kind.DATE),
        Column("plan", _("Plan"), Kind.PERCENT),
        Column("reported", _("Reported"), Kind.PERCENT),
        Column("confirmed", _("Confirmed"), Kind.PERCENT),
        Column("deviation", _("Ahead of the plan"), Kind.PERCENT),
        Column("critical", _("Critical below"), Kind.PERCENT),
    ]


def _rows(asked: Asked) -> list[Row]:
    return [
        Row(
            (
                point.day,
                _hundredths(point.plan),
                _hundredths(point.reported),
                _hundredths(point.confirmed),
                _hundredths(point.deviation),
                _hundredths(point.critical_below),
            )
        )
        for point in curve_of(asked).points
    ]


def _hundredths(value: float | None) -> Decimal | None:
    return None if value is None else round(Decimal(value), 2)


def _chart(asked: Asked) -> SafeString | str:
    curve = curve_of(asked)
    return drawn(curve) if len(curve.points) > 1 else ""


def drawn(curve: Curve) -> SafeString:
    """The picture of a curve of several points."""
    points, present = curve.points, curve.present
    words = in_words(curve)
    lines = [
        Line("plan", _("Plan"), [point.plan for point in points]),
        Line("reported", _label(_("Reported"), present and present.reported), [point.reported for point in points]),
        Line("confirmed", _label(_("Confirmed"), present and present.confirmed), [point.confirmed for point in points]),
    ]
    band = Band([point.critical_below for point in points], [point.plan for point in points])
    mark = (curve.day, formatting.day(curve.day)) if points[0].day <= curve.day else None
    return line_chart(
        _("S-curve"), words, [point.day for point in points], lines, unit="%", most=100, band=band, mark=mark
    )


def in_words(curve: Curve) -> str:
    """The day's figures in a sentence; "" where no building was begun by then."""
    if curve.present is None:
        return ""
    return _("%(day)s, %(count)s buildings begun: plan %(plan)s, reported %(reported)s, confirmed %(confirmed)s.") % {
        "day": formatting.day(curve.day),
        "count": formatting.number(curve.buildings),
        "plan": formatting.percent(curve.present.plan),
        "reported": formatting.percent(curve.present.reported),
        "confirmed": formatting.percent(curve.present.confirmed),
    }


def _label(label: str, value: float | None) -> str:
    return label if value is None else f"{label} {formatting.percent(value, 1)}"


CURVE = Table(
    name="curve",
    title=gettext_lazy("S-curve"),
    answers=gettext_lazy("Is building ahead of the plan or behind it?"),
    sources=gettext_lazy(
        "Progress reports as given, stages and completions from the ledger, the editable weights of works."
    ),
    columns=_columns,
    rows=_rows,
    chart=_chart,
    more=("site",),
    note=gettext_lazy(
        "The mean of outlets and warehouses that are begun and not cancelled. The shaded band is later than the plan; "
        "below it, more than 10 points behind up to 70 percent of the plan and 5 beyond, public works call a contract "
        "critical (Permen PUPR 14/2020; not compared with the published text)."
    ),
)
