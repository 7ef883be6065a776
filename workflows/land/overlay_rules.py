"""What the installation's own layers say about a plot: inside what is protected, far from a road or a settlement."""

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_data.models import OverlayLayer
from workflows.guards import guard
from workflows.land import cautions, guards


@guard(gettext_lazy("The plot lies outside what the loaded layers protect"), fields=["plot"])
def outside_protected(process) -> str:
    """A layer is as good as its source, so the sentence names it; the legal note decides."""
    return " ".join(
        _("%(m2)s m² (%(percent)s %%) of the plot lie inside “%(layer)s” (source: %(source)s).")
        % {
            "m2": number_format(round(inside.m2), force_grouping=True),
            "percent": number_format(round(inside.percent, 1), 1),
            "layer": inside.layer,
            "source": ", ".join(filter(None, [inside.source, inside.as_of])),
        }
        for inside in process.surroundings.protected
    )


@guard(gettext_lazy("A road and a settlement are near"), fields=["plot"])
def near_road_and_settlement(process) -> str:
    """Judged where such layers are loaded."""
    sentences = {
        OverlayLayer.Kind.ROAD: _("The nearest road of “%(layer)s” is %(metres)s m away."),
        OverlayLayer.Kind.SETTLEMENT: _("The nearest settlement of “%(layer)s” is %(metres)s m away."),
    }
    return " ".join(
        sentences[kind] % {"layer": layer, "metres": number_format(round(metres), force_grouping=True)}
        for kind, layer, metres in process.surroundings.nearest
        if metres > settings.PLOT_FAR_M
    )


# What stands in the way of a verification, and what whoever looks at the plot is told of its surroundings.
STOPPING = [guards.not_under_power_line, *([outside_protected] if settings.PROTECTED_PLOTS_STOP else [])]
TOLD = [cautions.plots_apart, *([] if settings.PROTECTED_PLOTS_STOP else [outside_protected]), near_road_and_settlement]
