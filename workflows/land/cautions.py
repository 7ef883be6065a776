"""What whoever decides about a plot should have noticed: each a sentence that is shown and never blocks."""

from collections import defaultdict

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from workflows.guards import guard
from workflows.land.slots import OF_ONE_PLOT, SURVEY_PHOTO, TITLE_SCAN
from workflows.land.surroundings import Surroundings
from workflows.land.vocabulary import Answer, LegalVerdict, TitleKind
from workflows.models import Evidence


@guard(gettext_lazy("No file stands for two things"))
def files_used_once(process) -> str:
    """The same bytes as plot photo and as survey photo: one of the two was not taken for what it is said to show."""
    slots: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for item in process.attached:
        slots[item.sha256].add(item.slot)
        names[item.sha256] = item.filename
    twice = [sha256 for sha256, found in slots.items() if len(found) > 1]
    if not twice:
        return ""
    labels = {slot.name: str(slot.label) for declared in process.steps.values() for slot in declared.evidence}
    return _("The same file is attached as %(slots)s: %(files)s.") % {
        "slots": ", ".join(f"“{labels.get(name, name)}”" for name in sorted({n for one in twice for n in slots[one]})),
        "files": ", ".join(names[one] for one in twice),
    }


@guard(gettext_lazy("Photos and title belong to this plot alone"))
def files_used_here_only(process) -> str:
    around = process.surroundings
    elsewhere = [
        ngettext(
            "%(slot)s: %(count)d file is also used at another site.",
            "%(slot)s: %(count)d files are also used at other sites.",
            count,
        )
        % {"slot": label, "count": count}
        for label, count in _by_slot(around.files_at_other_sites)
    ]
    here = [
        ngettext(
            "%(slot)s: %(count)d file is also used for another plot of this site.",
            "%(slot)s: %(count)d files are also used for other plots of this site.",
            count,
        )
        % {"slot": label, "count": count}
        for label, count in _by_slot(around.files_in_plots_here)
    ]
    return " ".join([*elsewhere, *here])


@guard(gettext_lazy("The plot overlaps no other plot"), fields=["plot"])
def plots_apart(process) -> str:
    around = process.surroundings
    sentences = []
    if around.overlaps_here:
        sentences.append(
            _("It overlaps another plot of this site: %(plots)s.") % {"plots": ", ".join(_captions(process, around))}
        )
    if count := around.overlaps_elsewhere:
        sentences.append(
            ngettext("It overlaps a plot of another site.", "It overlaps %(count)d plots of other sites.", count)
            % {"count": count}
        )
    return " ".join(sentences)


@guard(gettext_lazy("No rule was set aside when the plot was submitted"))
def nothing_set_aside(process) -> str:
    return " ".join(
        _("Set aside: “%(unmet)s” Reason: %(reason)s") % {"unmet": one.unmet, "reason": one.reason}
        for one in process.surroundings.set_aside
    )


@guard(gettext_lazy("The plot does not flood"), fields=["flood"])
def no_flood(process) -> str:
    return _("By the survey the plot floods.") if process.flood == Answer.YES else ""


@guard(gettext_lazy("The plot is neither swamp nor peat"), fields=["swamp_or_peat"])
def no_swamp_or_peat(process) -> str:
    return _("By the survey the plot is swamp or peat.") if process.swamp_or_peat == Answer.YES else ""


@guard(gettext_lazy("The survey photos carry a measured position"))
def positions_measured(process) -> str:
    typed = [item for item in process.counted(SURVEY_PHOTO) if item.position_source == Evidence.PositionSource.TYPED]
    if not typed:
        return ""
    return ngettext(
        "The position of %(count)d survey photo was typed in, not measured.",
        "The positions of %(count)d survey photos were typed in, not measured.",
        len(typed),
    ) % {"count": len(typed)}


@guard(gettext_lazy("The survey photos were taken on the day of the visit"), fields=["visited_on"])
def photographed_at_visit(process) -> str:
    """Judged where the camera wrote a time; a camera whose clock is wrong is told apart by whoever looks."""
    if process.visited_on is None:
        return ""
    days = {timezone.localdate(item.captured_at) for item in process.counted(SURVEY_PHOTO) if item.captured_at}
    others = sorted(days - {process.visited_on})
    if not others:
        return ""
    return _("By the camera’s clock, survey photos were taken on %(days)s; the visit was on %(visit)s.") % {
        "days": ", ".join(_day(day) for day in others),
        "visit": _day(process.visited_on),
    }


@guard(gettext_lazy("The plot was visited after it was submitted"), fields=["visited_on"])
def visited_after_submission(process) -> str:
    """It may be: a visit is reported late, or the village asked the Babinsa first. The outline may be another since."""
    submitted_at = process.surroundings.submitted_at
    if process.visited_on is None or submitted_at is None or process.visited_on >= timezone.localdate(submitted_at):
        return ""
    return _("The plot was visited on %(visit)s, before it was submitted on %(submitted)s.") % {
        "visit": _day(process.visited_on),
        "submitted": _day(timezone.localdate(submitted_at)),
    }


@guard(gettext_lazy("The title is there"), fields=["title_kind"])
def title_at_hand(process) -> str:
    if process.title_kind == TitleKind.IN_PROCESS:
        return _("The title is still in process.")
    if process.title_kind and not process.counted(TITLE_SCAN):
        return _("No copy of the title is attached.")
    return ""


@guard(gettext_lazy("The legal note speaks of the plot as it was last submitted"), fields=["legal_verdict"])
def noted_since_submission(process) -> str:
    around = process.surroundings
    if not (
        process.legal_verdict and around.noted_at and around.submitted_at and around.noted_at < around.submitted_at
    ):
        return ""
    return _("The legal note of %(noted)s was written before the plot was submitted again on %(submitted)s.") % {
        "noted": _day(timezone.localdate(around.noted_at)),
        "submitted": _day(timezone.localdate(around.submitted_at)),
    }


@guard(gettext_lazy("The legal note leaves the way open"), fields=["legal_verdict"])
def legal_note_not_blocking(process) -> str:
    """Known before the acceptance that it stops: nobody should verify on without having read it."""
    if process.legal_verdict != LegalVerdict.BLOCKED:
        return ""
    return _("The legal note blocks this plot: %(grounds)s") % {"grounds": process.legal_note}


@guard(gettext_lazy("The legal note sets no condition"), fields=["legal_verdict"])
def legal_note_unconditional(process) -> str:
    if process.legal_verdict != LegalVerdict.CONDITIONAL:
        return ""
    return _("The legal note sets conditions: %(grounds)s") % {"grounds": process.legal_note}


def _by_slot(names: tuple[str, ...]) -> list[tuple[str, int]]:
    """The slots in words with how many of their files, in the order in which they are asked for."""
    return [(str(slot.label), names.count(slot.name)) for slot in OF_ONE_PLOT if slot.name in names]


def _captions(process, around: Surroundings) -> list[str]:
    """The site's other plots that it overlaps, by name. One query, only when there are any."""
    others = type(process).objects.filter(pk__in=around.overlaps_here).defer("plot", "plot_point").order_by("pk")
    for other in others:
        other.site = process.site
    return [other.caption for other in others]


def _day(value) -> str:
    return date_format(value, "DATE_FORMAT")
