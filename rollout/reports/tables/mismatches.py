"""Where two sources disagree: the percent reported and the work at hand, the area stated and the area measured."""

from collections.abc import Iterator
from decimal import Decimal

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_data.querysets import prefix_q
from rollout.reports.asked import Asked
from rollout.reports.curve.facts import BUILDINGS
from rollout.reports.site_rows import places_of
from rollout.reports.table import Column, Kind, Row, Table
from rollout.reports.tables.sites import place_columns
from rollout.templatetags import formatting
from workflows.construction.lines import ProgressReport
from workflows.construction.reports import tolerated_band, weights_of
from workflows.construction.vocabulary import Work
from workflows.flows.land_verification import LandVerification


def _columns(_asked: Asked) -> list[Column]:
    return [
        *place_columns(),
        Column("what", _("What disagrees")),
        Column("stated", _("Stated or reported")),
        Column("other", _("Measured or expected")),
        Column("apart", _("Apart"), Kind.PERCENT),
        Column("day", _("Date"), Kind.DATE),
    ]


def _rows(asked: Asked) -> list[Row]:
    found = [*_reports(asked), *_areas(asked)]
    places = places_of(code for code, _kind, _pk, _cells in found)
    rows = []
    for code, kind, pk, cells in found:
        named, place = places[code]
        rows.append(Row((*named, *cells), href=reverse("process_detail", args=[code, kind, pk]), place=place))
    return sorted(rows, key=lambda row: (-row.cells[7], row.cells[1]))


def _reports(asked: Asked) -> Iterator[tuple]:
    """The last report of each building that does not fit the work it speaks of, by the editable weights."""
    for flow in BUILDINGS:
        weights = weights_of(flow.kind_name)
        last = (
            ProgressReport.objects.filter(prefix_q("process__site__code", asked.codes), process__kind=flow.kind_name)
            .filter(process__site__closed_at=None)
            .order_by("process_id", "-reported_on", "slot", "-number")
            .distinct("process_id")
            .values_list("process__site__code", "process_id", "percent", "work", "reported_on")
        )
        for code, pk, percent, work, day in last:
            band = tolerated_band(weights, work)
            if band is None or percent is None or band[0] <= percent <= band[1]:
                continue
            apart = band[0] - percent if percent < band[0] else percent - band[1]
            reported = f"{formatting.percent(percent)}, {Work(work).label}"
            expected = _("%(low)s to %(high)s") % {
                "low": formatting.percent(band[0]),
                "high": formatting.percent(band[1]),
            }
            yield code, flow.kind_name, pk, (_("Progress and work"), reported, expected, apart, day)


def _areas(asked: Asked) -> Iterator[tuple]:
    """Plots whose papers state another area than their outline has."""
    plots = LandVerification.objects.filter(
        prefix_q("site__code", asked.codes), site__closed_at=None, stated_area_m2__gt=0, plot_area_m2__isnull=False
    ).exclude(state__in=(LandVerification.State.DRAFT, LandVerification.State.WITHDRAWN))
    differ = Decimal(settings.AREA_TOLERANCE_PERCENT) / 100
    apart = plots.exclude(
        plot_area_m2__range=(F("stated_area_m2") * (1 - differ), F("stated_area_m2") * (1 + differ))
    ).values_list("site__code", "pk", "stated_area_m2", "plot_area_m2", "state_since")
    for code, pk, stated, measured, since in apart:
        share = round(abs(Decimal(measured) - stated) / stated * 100, 2)
        cells = (
            _("Area of the plot"),
            formatting.area(stated),
            formatting.area(measured),
            share,
            timezone.localdate(since),
        )
        yield code, LandVerification.kind_name, pk, cells


MISMATCHES = Table(
    name="mismatches",
    title=gettext_lazy("Mismatches between sources"),
    answers=gettext_lazy("Where does what was reported disagree with what is measured or expected?"),
    sources=gettext_lazy("Progress reports and the weights of works; papers and outlines of plots."),
    columns=_columns,
    rows=_rows,
    dated=False,
    places=True,
)
