"""The date a reader asks for: how things stood when that day ended, or how they stand now."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from sites.models import SiteMoment


class NotInHistory(ValueError):
    """No date, or none the register can tell about; ``str()`` is a sentence for the reader."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """``day``: the day whose end is meant, in the programme's time zone; None: now."""

    day: datetime.date | None = None

    @property
    def is_now(self) -> bool:
        return self.day is None

    @property
    def moment(self) -> datetime.datetime:
        """What has happened before this moment counts. Aware."""
        return timezone.now() if self.day is None else end_of(self.day)

    @property
    def date(self) -> datetime.date:
        """The day it is of; the present is of today."""
        return self.day or timezone.localdate()

    def __str__(self) -> str:
        """As it stands in an address; "" is the present."""
        return "" if self.day is None else self.day.isoformat()


NOW = AsOf()


def as_of(text: str) -> AsOf:
    """What ``?on=`` asks for: "" and the present day mean now. Raises NotInHistory."""
    if not text.strip():
        return NOW
    try:
        day = datetime.date.fromisoformat(text.strip())
    except ValueError:
        raise NotInHistory(_("“%(text)s” is no date: write it as 2026-11-30.") % {"text": text[:20]}) from None
    today = timezone.localdate()
    if day > today:
        raise NotInHistory(_("This date lies in the future: what is not yet known cannot be shown."))
    if day == today:
        return NOW
    first = first_day()
    if first is None or day < first:
        raise NotInHistory(
            _("The register begins on %(first)s; before that, nothing is known.")
            % {"first": (first or today).isoformat()}
        )
    return AsOf(day)


def first_day() -> datetime.date | None:
    """The day on which the register's history begins; None while there is no site."""
    moment = SiteMoment.objects.order_by("at").values_list("at", flat=True).first()
    return timezone.localdate(moment) if moment else None


def end_of(day: datetime.date) -> datetime.datetime:
    """The moment at which the day is over here."""
    return timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time()))
