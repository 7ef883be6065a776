"""Terms in working days pass over weekends, holidays and joint leave."""

import datetime

import pytest

from workflows.calendar import kept, working_days
from workflows.models import Holiday

pytestmark = pytest.mark.django_db
FRIDAY = datetime.date(2026, 8, 14)


@pytest.fixture(autouse=True)
def independence_day():
    kept.forget()
    Holiday.objects.create(day="2026-08-17", name="Hari Kemerdekaan", kind=Holiday.Kind.NATIONAL, source="test")
    yield
    kept.forget()


@pytest.mark.parametrize(
    ("term", "last"),
    [(1, datetime.date(2026, 8, 18)), (4, datetime.date(2026, 8, 21)), (5, datetime.date(2026, 8, 24))],
)
def test_a_term_passes_over_the_weekend_and_the_holiday(term, last):
    assert working_days.after(FRIDAY, term) == last
    assert working_days.between(FRIDAY, last) == term


def test_a_term_without_a_day_is_no_term():
    with pytest.raises(ValueError, match="at least one working day"):
        working_days.after(FRIDAY, 0)


def test_nothing_lies_between_a_day_and_an_earlier_one():
    assert working_days.between(FRIDAY, FRIDAY) == 0
    assert working_days.between(FRIDAY, FRIDAY - datetime.timedelta(days=7)) == 0


def test_a_weekend_and_a_holiday_are_no_working_days():
    days = [FRIDAY + datetime.timedelta(days=number) for number in range(5)]
    assert [working_days.is_working_day(day) for day in days] == [True, False, False, False, True]


def test_many_questions_ask_the_database_once(django_assert_num_queries):
    with django_assert_num_queries(2):  # the holidays and the terms
        for term in range(1, 30):
            working_days.after(FRIDAY, term)
