"""How money, numbers, areas and times are written for a person, in the reader's language.

Every filter gives "–" for what is missing, and leaves what it does not understand as it is, so that it is noticed.
A number and its unit are joined by a no-break space.
"""

import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django import template
from django.utils import formats, timezone
from django.utils.translation import ngettext

from sites.money import MINUS, NO_BREAK_SPACE, in_rupiah

register = template.Library()

MISSING = "–"


@register.filter
def number(value, places: int | None = None) -> str:
    """A number with the language's separators: 1571 → "1.571"; ``places`` fixes the decimals, rounding half up."""
    return _write(value, places)


@register.filter
def rupiah(value) -> str:
    """Money: 1658000000 → "Rp 1.658.000.000"; sen only when there are some."""
    amount = _decimal(value)
    return in_rupiah(amount) if isinstance(amount, Decimal) else amount


@register.filter
def area(value) -> str:
    """Square metres: 1250.4 → "1.250 m²"; whole metres, because no plot here is measured better."""
    return _with_unit(value, "m²", 0)


@register.filter
def distance(value) -> str:
    """Metres: 840 → "840 m", 12400 → "12,4 km"."""
    metres = _decimal(value)
    if isinstance(metres, Decimal) and abs(metres) >= 1000:
        return _with_unit(metres / 1000, "km", 1)
    return _with_unit(value, "m", 0)


@register.filter
def percent(value, places: int = 2) -> str:
    """A share given as 0–100: 12.5 → "12,50%"."""
    share = _decimal(value)
    return f"{_write(share, places)}%" if isinstance(share, Decimal) else share


@register.filter
def moment(value) -> str:
    """A moment in local time with its zone: "22 Nov 2026 14.05 WIB" (English: "22 Nov 2026, 14:05 WIB")."""
    if not isinstance(value, datetime.datetime):
        return day(value)
    local = timezone.localtime(value)
    return f"{formats.date_format(local, 'DATETIME_FORMAT')} {local.tzname()}"


@register.filter
def day(value) -> str:
    """A day, of a date or of a moment in local time: "22 Nov 2026"."""
    if value in (None, ""):
        return MISSING
    date = _local_date(value)
    return formats.date_format(date, "DATE_FORMAT") if date else value


@register.filter
def days_since(value) -> str:
    """Days on the calendar from a moment or a date until today: "12 hari", "12 days"; never below 0.

    What came yesterday at 17:00 has waited one day this morning, as the person who has to answer counts.
    """
    if value in (None, ""):
        return MISSING
    date = _local_date(value)
    return days(max((timezone.localdate() - date).days, 0)) if date else value


@register.filter
def from_now(delta: datetime.timedelta) -> datetime.datetime:
    """The moment that lies a timedelta ahead, rounded up to the minute: a promise is kept late rather than early."""
    ahead = timezone.now() + delta
    return ahead.replace(second=0, microsecond=0) + datetime.timedelta(minutes=1)


@register.filter
def days(count) -> str:
    """A number of days in words: 12 → "12 hari"."""
    amount = _decimal(count)
    if not isinstance(amount, Decimal):
        return amount
    return ngettext("%(num)d day", "%(num)d days", int(amount)) % {"num": int(amount)}


def _local_date(value) -> datetime.date | None:
    """The day here of a date or a moment; None for anything else."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date()
    return value if isinstance(value, datetime.date) else None


def _decimal(value) -> Decimal | str:
    """The number as an exact decimal, or the text that stands for a value that is none."""
    if value in (None, ""):
        return MISSING
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return value
    return exact if exact.is_finite() else MISSING


def _write(value, places: int | None) -> str:
    exact = _decimal(value)
    if not isinstance(exact, Decimal):
        return exact
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = formats.number_format(abs(exact), places, use_l10n=True, force_grouping=True)
    return f"{MINUS}{text}" if exact < 0 else text


def _with_unit(value, unit: str, places: int) -> str:
    exact = _decimal(value)
    return f"{_write(exact, places)}{NO_BREAK_SPACE}{unit}" if isinstance(exact, Decimal) else exact
