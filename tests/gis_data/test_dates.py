"""A day that nobody can mean is refused with a sentence that names it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gis_data.dates import EARLIEST, LATEST, past_day, possible_day, why_impossible

DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    "day", [datetime.date.min, datetime.date(202, 11, 3), EARLIEST - DAY, LATEST + DAY, datetime.date.max]
)
def test_a_slip_of_the_pen_is_refused_with_the_year_it_says(day):
    assert str(day.year) in why_impossible(day)
    with pytest.raises(ValidationError):
        possible_day(day)


@pytest.mark.parametrize("day", [EARLIEST, datetime.date(2025, 9, 10), LATEST])
def test_a_day_that_can_be_meant(day):
    possible_day(day)


def test_what_has_happened_is_not_in_the_future():
    today = timezone.localdate()
    past_day(today)
    for day in (today + DAY, datetime.date.max):
        with pytest.raises(ValidationError, match=r"masa depan|mendatang|future"):
            past_day(day)
