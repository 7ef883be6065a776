"""Daily totals as people read them: which counts, and which was corrected by a later one."""

import pytest
from django.urls import reverse
from django.utils import translation

from tests.workflows.flows.readiness_play import day
from tests.workflows.flows.test_card_service import Counter
from tests.workflows.pages import browser, envelope, text_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def counter(site, cast):
    with translation.override("en"):
        counter = Counter(site, cast).active()
        counter.report(-1)
        counter.report(0)
    return counter


def step_of(counter, step: str) -> str:
    return reverse("take_step", args=[counter.site.code, "card_service", counter.process.pk, step])


def test_a_corrected_total_says_that_it_counts_no_more_and_which_does(counter, cast):
    person = browser(cast.village_officer)
    answers = {"corrects": "1", "day": day(-1), "transactions": "40", "total": "10000000"}
    why = {"reason_code": "mistyped", "reason_text": "Seharusnya 40."}
    answer = person.post(step_of(counter, "correct_day"), envelope(counter) | answers | why, follow=True)
    words = text_of(answer)
    assert "The correction is recorded; it counts now." in words
    assert words.count("counts no more: corrected by total 3") == 1
    first = words[words.index("Daily total 1") :]
    assert "counts no more" in first


def test_what_is_reported_every_day_stands_before_what_is_seldom_done(counter, cast):
    where = reverse("process_detail", args=[counter.site.code, "card_service", counter.process.pk])
    page = browser(cast.village_officer).get(where).content.decode()
    assert page.index(step_of(counter, "report_day")) < page.index(step_of(counter, "record_internet"))


def test_the_total_that_is_corrected_is_asked_for_first(counter, cast):
    page = browser(cast.village_officer).get(step_of(counter, "correct_day")).content.decode()
    assert page.index('name="corrects"') < page.index('name="day"')
