"""Minutes of land verification (berita acara verifikasi lahan)."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from workflows.facts import pair
from workflows.flows.land_verification import LandVerification
from workflows.land import plots
from workflows.land.columns import PlotColumns
from workflows.land.computed import title_in_words
from workflows.papers.declaration import PaperKind, Source, Told
from workflows.papers.parties import village_government

State = LandVerification.State


def _measured(process) -> list[Told]:
    outline = _("outline of the plot, as drawn")
    area = number_format(plots.area_of(process), 0, use_l10n=True, force_grouping=True) if process.plot else ""
    place = process.plot.centroid if process.plot else process.plot_point
    return [
        Told("area_computed", _("Area computed from the outline, m²"), area, outline if area else ""),
        Told("position", _("Position (latitude, longitude)"), pair(place) if place else "", outline),
        Told("title", _("Basis of title"), title_in_words(process) if process.title_number else ""),
    ]


KIND = PaperKind(
    name="land_minutes",
    label=gettext_lazy("Minutes of land verification"),
    mark="BAVL",
    order=10,
    sources=(
        Source(
            workflow=LandVerification.kind_name,
            states=frozenset({State.VERIFIED, State.ACCEPTED}),
            by=frozenset({Role.DISTRICT_COMMAND}),
            columns=(
                *("stated_area_m2", "owner_kind", "title_kind", "title_number", "length_m", "width_m", "visited_on"),
                *PlotColumns.CHECKLIST,
                *("legal_verdict", "in_forest_area", "in_lp2b", "in_lsd", "in_rth"),
                *("agrinas_reference", "agrinas_date"),
            ),
            more=_measured,
            more_names=("area_computed", "position", "title"),
            parties=lambda process: [village_government(process)],
        ),
    ),
)
