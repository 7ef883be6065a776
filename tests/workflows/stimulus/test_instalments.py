"""Instalments as people read them: which are overdue, and since when."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from tests import factories
from tests.workflows.flows.stimulus_play import Stimulus, governor
from tests.workflows.pages import browser, text_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def late(site, cast):
    """The first instalment was due twelve days ago."""
    with translation.override("en"):
        return Stimulus(site, cast, governor()).revolving().overdue(12)


def since() -> str:
    with translation.override("en"):
        return date_format(timezone.localdate() - datetime.timedelta(days=12), "DATE_FORMAT")


def page(stimulus, person) -> str:
    where = reverse("process_detail", args=[stimulus.site.code, "revolving_stimulus", stimulus.process.pk])
    return text_of(browser(person).get(where))


def test_what_is_overdue_says_since_when(late, cast):
    seen = page(late, cast.dinkop)
    assert seen.count("Overdue since") == 1
    assert f"Instalment 1 Overdue since {since()}" in seen.replace("Blocked ", "")
    assert "Instalment 2 To be paid" in seen


def test_a_part_that_came_in_does_not_hide_that_the_rest_is_overdue(late, cast):
    late.pay(1, 1_000_000)
    assert f"Paid in part, overdue since {since()}" in page(late, cast.dinkop)
    late.pay(1, 9_000_000)
    assert "overdue" not in page(late, cast.dinkop).lower()


def test_what_is_due_today_is_not_overdue_yet(late):
    late.overdue(0)
    assert late.line(1).standing == str(late.line(1).state_label)


def test_the_funds_page_says_how_late_the_next_instalment_is(late):
    seen = text_of(browser(factories.user("provinsi", "cooperative_office", "62")).get(reverse("funds")))
    assert f"{since()} 12 days late" in seen
