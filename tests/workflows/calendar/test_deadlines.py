"""The last day of a step's term: from the declaration or the table of terms, counted in working days here."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from workflows.calendar import kept
from workflows.calendar.deadlines import days_late, due_on
from workflows.flows.land_verification import LandVerification
from workflows.flows.outlet_construction import OutletConstruction
from workflows.models import Holiday, StepTerm

pytestmark = pytest.mark.django_db
MONDAY = datetime.date(2026, 11, 23)


def at(day: datetime.date, hour: int = 9) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def surveyed(since: datetime.datetime) -> LandVerification:
    return LandVerification(kind="land_verification", state="surveyed", state_since=since)


VERIFY, SURVEY = LandVerification.steps["verify"], LandVerification.steps["survey"]


def test_a_term_of_five_working_days_ends_a_week_later():
    assert due_on(surveyed(at(MONDAY)), VERIFY) == datetime.date(2026, 11, 30)


def test_the_day_is_the_local_one():
    """One in the morning of Tuesday here is still Monday in UTC."""
    early = at(MONDAY + datetime.timedelta(days=1), hour=1)
    assert early.astimezone(datetime.UTC).date() == MONDAY
    assert due_on(surveyed(early.astimezone(datetime.UTC)), VERIFY) == datetime.date(2026, 12, 1)


def test_holidays_move_it():
    Holiday.objects.create(day="2026-11-25", name="Libur", kind=Holiday.Kind.NATIONAL, source="test")
    kept.forget()
    assert due_on(surveyed(at(MONDAY)), VERIFY) == datetime.date(2026, 12, 1)


def test_the_table_of_terms_stands_before_the_declaration():
    StepTerm.objects.create(kind="land_verification", step="verify", days=1)
    StepTerm.objects.create(kind="land_verification", step="survey", days=None)
    kept.forget()
    assert due_on(surveyed(at(MONDAY)), VERIFY) == datetime.date(2026, 11, 24)
    assert due_on(surveyed(at(MONDAY)), SURVEY) is None


def test_what_is_awaited_once_a_date_is_known_has_its_term_from_that_date():
    step = OutletConstruction.steps["confirm_completion"]
    building = OutletConstruction(kind="outlet_construction", state="finishing", state_since=at(MONDAY))
    building.completed_on = datetime.date(2026, 12, 7)
    assert due_on(building, step) == datetime.date(2026, 12, 10)
    building.completed_on = datetime.date(2026, 11, 2)  # reported late, dated before
    assert due_on(building, step) == datetime.date(2026, 11, 26)


def test_lateness_is_counted_in_working_days():
    friday = datetime.date(2026, 11, 27)
    late = [days_late(friday, friday + datetime.timedelta(days=days)) for days in (-1, 0, 1, 2, 3, 4)]
    assert late == [0, 0, 0, 0, 1, 2]


def test_many_deadlines_ask_the_database_once(django_assert_num_queries):
    with django_assert_num_queries(2):  # the holidays and the terms
        for days in range(30):
            due_on(surveyed(at(MONDAY - datetime.timedelta(days=days))), VERIFY)


def test_another_process_hears_of_a_change_through_the_cache(django_assert_num_queries):
    due_on(surveyed(at(MONDAY)), VERIFY)
    kept.forget()
    with django_assert_num_queries(2):
        due_on(surveyed(at(MONDAY)), VERIFY)


@pytest.mark.parametrize(
    ("kind", "step", "days", "field"),
    [
        ("land", "verify", 5, "kind"),
        ("land_verification", "build", 5, "step"),
        ("land_verification", "withdraw", 5, "step"),  # awaits nobody
        ("land_verification", "verify", 0, "days"),
        ("land_verification", "verify", 501, "days"),
    ],
)
def test_a_term_that_makes_no_sense_is_refused(kind, step, days, field):
    with pytest.raises(ValidationError) as refused:
        StepTerm(kind=kind, step=step, days=days).full_clean()
    assert field in refused.value.message_dict


def test_the_database_refuses_it_too():
    with pytest.raises(IntegrityError):
        StepTerm.objects.create(kind="land_verification", step="verify", days=0)
