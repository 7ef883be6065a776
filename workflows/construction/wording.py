"""Days and percents as the sentences of construction say them."""

import datetime
from decimal import Decimal

from django.utils.formats import date_format, number_format


def day_in_words(value: datetime.date) -> str:
    return date_format(value, "DATE_FORMAT")


def percent_in_words(value: Decimal) -> str:
    return number_format(value.normalize() if value else value, use_l10n=True)
