"""What the outline of a plot says beside the papers: its area, and how far the two are apart."""

from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from workflows.facts import Fact
from workflows.land import plots


def area_facts(process) -> list[Fact]:
    """The area computed from the outline, standing beside the stated one, with the difference in percent."""
    if process.plot is None:
        return []
    computed, stated = plots.area_of(process), process.stated_area_m2
    apart = round((computed - stated) / stated * 100, 1) if stated else None
    return [
        Fact("stated_area_m2", _("Area computed from the outline"), _beside(_number(computed), apart), computed=True)
    ]


def _beside(area: str, apart: Decimal | None) -> str:
    """The area in words, with how many percent it is above or below the stated one (None: nothing is stated)."""
    if apart is None:
        return _("%(area)s m²") % {"area": area}
    if apart == 0:
        return _("%(area)s m², as stated") % {"area": area}
    sentence = (
        _("%(area)s m², %(apart)s %% more than stated")
        if apart > 0
        else _("%(area)s m², %(apart)s %% less than stated")
    )
    return sentence % {"area": area, "apart": number_format(abs(apart), 1)}


def _number(value: Decimal) -> str:
    return number_format(round(value), use_l10n=True, force_grouping=True)


def title_in_words(process) -> str:
    """The plot's title, or the day its process was opened as long as none is stated."""
    if process.title_number:
        return f"{process.get_title_kind_display()} {process.title_number}".strip()
    opened = timezone.localdate(process.opened_at)
    return _("opened on %(date)s") % {"date": date_format(opened, "DATE_FORMAT")}
