"""The rules about how large a plot is: believable, large enough, and as its papers say."""

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.formats import number_format
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.guards import Guard, guard
from workflows.land import plots

SMALLEST_M2, LARGEST_M2 = 25, 1_000_000


def _limit(sentence, limit) -> str:
    """The rule with its number in it, in the language of whoever reads it."""
    return lazy(lambda: str(sentence) % {"limit": number_format(limit)}, str)()


@guard(gettext_lazy("The size of the plot is believable"), fields=["plot"])
def plot_area_plausible(process) -> str:
    if process.plot is None:
        return ""
    area = plots.area_of(process)
    if area < SMALLEST_M2:
        return _("%(by)s the plot measures only %(area)s m². Check the corners.") % {
            "by": _measured_by(process),
            "area": _number(area, 2),
        }
    if area > LARGEST_M2:
        return _("%(by)s the plot measures %(area)s m², more than 100 hectares. Check the corners.") % {
            "by": _measured_by(process),
            "area": _number(area),
        }
    return ""


@guard(
    _limit(gettext_lazy("Computed and stated area differ by at most %(limit)s %%"), settings.AREA_TOLERANCE_PERCENT),
    fields=["plot", "stated_area_m2"],
)
def areas_agree(process) -> str:
    if process.plot is None or not process.stated_area_m2:
        return ""
    computed, stated = plots.area_of(process), process.stated_area_m2
    apart = abs(computed - stated) / stated * 100
    if apart <= settings.AREA_TOLERANCE_PERCENT:
        return ""
    return _(
        "%(by)s the plot measures %(computed)s m², the papers say %(stated)s m²: "
        "%(apart)s %% apart, %(allowed)s %% is allowed."
    ) % {
        "by": _measured_by(process),
        "computed": _number(computed),
        "stated": _number(stated),
        "apart": _number(apart),
        "allowed": settings.AREA_TOLERANCE_PERCENT,
    }


@guard(
    _limit(gettext_lazy("Neither area is more than %(limit)s times the other"), settings.AREA_LIMIT_FACTOR),
    fields=["plot", "stated_area_m2"],
)
def areas_comparable(process) -> str:
    """Beyond this the two speak of different plots, or one of a wrong unit: no proposer waves that through."""
    if process.plot is None or not process.stated_area_m2:
        return ""
    computed, stated = plots.area_of(process), process.stated_area_m2
    if max(computed, stated) <= min(computed, stated) * settings.AREA_LIMIT_FACTOR:
        return ""
    return _(
        "%(by)s the plot measures %(computed)s m², the papers say %(stated)s m²: "
        "one is more than %(factor)s times the other."
    ) % {
        "by": _measured_by(process),
        "computed": _number(computed),
        "stated": _number(stated),
        "factor": settings.AREA_LIMIT_FACTOR,
    }


def plot_at_least(minimum_m2: int) -> Guard:
    """The plot measures at least that many m² by its outline (1,000 by the programme's criteria; Kapuas uses 600)."""

    def check(process) -> str:
        if process.plot is None:
            return ""
        area = plots.area_of(process)
        if area >= minimum_m2:
            return ""
        return _("The plot measures %(area)s m²; at least %(minimum)s m² is asked for.") % {
            "area": _number(area),
            "minimum": intcomma(minimum_m2),
        }

    return Guard(code="plot_at_least", label=gettext_lazy("The plot is large enough"), check=check, fields=("plot",))


def _measured_by(process) -> str:
    """What the area was computed from, as a sentence begins."""
    if plots.made_from_sides(process):
        return _("By its length and width (%(length)s × %(width)s m)") % {
            "length": _side(process.length_m),
            "width": _side(process.width_m),
        }
    return _("By its outline")


def _side(value) -> str:
    return number_format(value.normalize() if value != value.to_integral() else int(value))


def _number(value, decimals: int = 0) -> str:
    return number_format(round(value, decimals), decimals, use_l10n=True, force_grouping=True)
