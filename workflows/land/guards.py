"""The rules of land verification, each answering with a sentence."""

import datetime

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.roles import Role
from gis_data.distance import distance_to_m
from gis_data.models import Boundary
from sites.placement import km_too_far
from workflows.comparisons import Clock, Comparison
from workflows.guards import guard
from workflows.land import plots
from workflows.land.slots import LEGAL_PAPER, SURVEY_PHOTO

BUILDING_M = (30, 20)  # the standard unit, DOMAIN: 20 × 30 m
PHOTO_WITHIN_M = 500


@guard(gettext_lazy("The site has no other accepted plot"))
def no_other_accepted(process) -> str:
    if process.rival is None:
        return ""
    return _(
        "This site already has an accepted plot: “%(plot)s”. "
        "Withdraw this proposal, or ask the province’s administrator to reopen that plot."
    ) % {"plot": f"{process.label} {process.number_at(process.site, process.rival)}"}


@guard(gettext_lazy("The plot is drawn, or given by a position and two sides"), fields=["plot"])
def plot_given(process) -> str:
    if process.plot is None:
        return _("Draw the outline of the plot, or give its position, length and width.")
    return ""


@guard(gettext_lazy("The plot lies near its village"), fields=["plot"])
def plot_near_village(process) -> str:
    village = process.site.village
    if process.plot is None or (km := km_too_far(process.plot.centroid, village)) is None:
        return ""
    return _("The plot lies %(km)s km from %(village)s. Check the coordinates.") % {
        "km": intcomma(km),
        "village": village.full_name,
    }


@guard(gettext_lazy("The plot lies inside its village"), fields=["plot"])
def plot_in_village(process) -> str:
    """Judged against official boundaries only: an approximate line never refuses anything."""
    if process.plot is None:
        return ""
    code = process.site.village_id
    # The narrowest official boundary there is: village, district, regency, province.
    levels = [code, code[:8], code[:5], code[:2]]
    rows = Boundary.objects.filter(region__in=levels, official=True).select_related("region")
    boundary = max(
        rows.only("region__code", "region__kind", "region__name"), key=lambda row: len(row.region_id), default=None
    )
    if boundary is None or Boundary.objects.filter(pk=boundary.pk, geometry__covers=process.plot).exists():
        return ""
    return _("The plot lies outside the official boundary of %(region)s, or crosses it.") % {
        "region": boundary.region.full_name
    }


_VISITED = Comparison(
    "visited_on",
    "<=",
    Clock.TODAY,
    lambda day, _today: _("The date of the visit, %(date)s, is in the future.") % {"date": day},
)
_IN_PROGRAMME = Comparison(
    "visited_on",
    ">=",
    settings.PROGRAMME_START,
    lambda day, start: (
        _("The date of the visit, %(date)s, lies before the programme began (%(start)s).")
        % {"date": day, "start": start}
    ),
)


@guard(gettext_lazy("The visit is not in the future"), fields=["visited_on"], judged=[_VISITED])
def visit_not_in_future(process) -> str:
    return _VISITED.unmet(process)


@guard(gettext_lazy("The visit belongs to this programme"), fields=["visited_on"], judged=[_IN_PROGRAMME])
def visit_not_before_programme(process) -> str:
    """A visit may be reported long after it was made, but nobody looked at a plot for a programme there was not."""
    return _IN_PROGRAMME.unmet(process)


@guard(gettext_lazy("A plot that was submitted again was visited again"), fields=["visited_on"])
def visited_since_resubmission(process) -> str:
    """The earlier survey's answers stand in the form; they must not pass for a visit that was not made."""
    submitted_on = timezone.localdate(process.state_since)
    if process.actors.get("survey") and process.visited_on and process.visited_on < submitted_on:
        return _("The plot was submitted again on %(date)s. Report a visit since then.") % {"date": _day(submitted_on)}
    return ""


@guard(gettext_lazy("The survey photos were taken near the plot"))
def survey_photos_near_plot(process) -> str:
    if process.plot is None:
        return ""
    rings = process.plot.coords
    distances = [distance_to_m(item.position, rings) for item in process.counted(SURVEY_PHOTO) if item.position]
    far = [metres for metres in distances if metres > PHOTO_WITHIN_M]
    if not far:
        return ""
    return ngettext(
        "%(count)d photo was taken %(distance)s from the plot; %(within)d m is allowed.",
        "%(count)d photos were taken up to %(distance)s from the plot; %(within)d m is allowed.",
        len(far),
    ) % {"count": len(far), "distance": _far(max(far)), "within": PHOTO_WITHIN_M}


# Once a survey is reported, only a new one mends it: whoever judges it has to send the plot back, so it stays his.
@guard(gettext_lazy("Every point of the survey is answered"))
def checklist_complete(process) -> str:
    open_points = [
        str(process._meta.get_field(name).verbose_name)
        for name in process.CHECKLIST
        if getattr(process, name) in ("", None)
    ]
    if open_points:
        return _("Not answered in the survey: %(points)s.") % {"points": ", ".join(open_points)}
    return ""


@guard(gettext_lazy("The standard building of 20 × 30 m fits on the plot"), fields=["plot"])
def building_fits(process) -> str:
    if process.plot is None or plots.fits(process.plot, *BUILDING_M):
        return ""
    return _("A building of 20 × 30 m does not fit on the plot.")


@guard(gettext_lazy("The plot is not under an extra-high-voltage line"), fields=["under_power_line"])
def not_under_power_line(process) -> str:
    if process.under_power_line == "yes":
        return _("The plot lies under an extra-high-voltage line (SUTET); no building may stand there.")
    if process.under_power_line == "unknown":
        return _("Whether the plot lies under an extra-high-voltage line (SUTET) must be known.")
    return ""


OVERLAYS = ("in_forest_area", "in_lp2b", "in_lsd", "in_rth")


@guard(gettext_lazy("The verdict agrees with the spatial plan"), fields=["legal_verdict", *OVERLAYS])
def verdict_agrees_with_overlays(process) -> str:
    """A plot inside a protected area may be conditional or blocked, but not clear (UU 41/2009 on LP2B; UU 41/1999)."""
    inside = [str(process._meta.get_field(name).verbose_name) for name in OVERLAYS if getattr(process, name) == "yes"]
    if process.legal_verdict == "clear" and inside:
        return _("The note cannot be “clear” while these are answered with yes: %(areas)s.") % {
            "areas": ", ".join(inside)
        }
    return ""


@guard(gettext_lazy("A legal note that was written before is changed with a letter only"))
def changed_note_has_letter(process) -> str:
    """Others have read the first note and acted on it: what overturns it must be there to be checked."""
    if not process.actors.get("note_legal") or process.counted(LEGAL_PAPER):
        return ""
    return _("There is a legal note already. Attach the letter that the new one rests on.")


@guard(
    gettext_lazy("The legal note does not block the plot"),
    fields=["legal_verdict", "legal_note"],
    owners=[Role.ASSET_OFFICE],
)
def legal_note_not_blocked(process) -> str:
    if process.legal_verdict == "":
        return _("The legal note is missing.")
    if process.legal_verdict == "blocked":
        return _("The legal note blocks this plot: %(grounds)s") % {"grounds": process.legal_note}
    return ""


@guard(gettext_lazy("The acceptance is not in the future"), fields=["agrinas_date"])
def acceptance_not_in_future(process) -> str:
    if process.agrinas_date and process.agrinas_date > timezone.localdate():
        return _("The date of the acceptance, %(date)s, is in the future.") % {"date": _day(process.agrinas_date)}
    return ""


@guard(gettext_lazy("The plot was accepted after it was submitted"), fields=["agrinas_date"])
def accepted_after_submission(process) -> str:
    """What Agrinas accepted before is another plot, or was entered here late: whoever records it says which."""
    if process.agrinas_date is None or (submitted_at := process.surroundings.submitted_at) is None:
        return ""
    submitted_on = timezone.localdate(submitted_at)
    if process.agrinas_date >= submitted_on:
        return ""
    return _("The date of the acceptance, %(date)s, lies before the day the plot was submitted (%(submitted)s).") % {
        "date": _day(process.agrinas_date),
        "submitted": _day(submitted_on),
    }


def _day(value: datetime.date) -> str:
    return date_format(value, "DATE_FORMAT")


def _far(metres: float) -> str:
    """A distance as the pages write it beside the photo: metres, from a kilometre on kilometres."""
    if metres < 1000:
        return _("%(metres)s m") % {"metres": number_format(round(metres))}
    return _("%(km)s km") % {"km": number_format(metres / 1000, 1, force_grouping=True)}
