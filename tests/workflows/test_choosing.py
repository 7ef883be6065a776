"""What a step's page offers to choose from, what it says where there is nothing, and what it calls optional."""

import datetime
import re

import pytest
from django.urls import reverse

from tests import factories
from tests.workflows.assets.stories import Loan, asset
from tests.workflows.connection import Connection, kit
from tests.workflows.flows.readiness_play import Papers
from tests.workflows.flows.test_card_service import Counter
from tests.workflows.pages import browser, envelope, text_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english_pages")]


def step_of(work, step: str, *item: int) -> str:
    name = "take_step_on" if item else "take_step"
    return reverse(name, args=[work.site.code, work.process.kind, work.process.pk, step, *item])


def options(answer, field: str) -> list[tuple[str, str]]:
    """Value and words of what can be chosen in the field."""
    chosen = re.search(rf'(?s)<select name="{field}".*?</select>', answer.content.decode())[0]
    found = re.findall(r'<option value="([^"]*)"[^>]*>(.*?)</option>', chosen)
    return [(value, words.replace("\u00a0", " ")) for value, words in found]


def test_when_no_kit_is_free_the_page_says_so_and_who_registers_kits(site, cast):
    here = Connection(site, cast).surveyed()
    page = browser(cast.kominfo).get(step_of(here, "allocate"))
    assert "No kit is free for this site. The ICT office of the regency or of the province registers" in text_of(page)
    assert f'<a href="{reverse("kit_list")}">Register of kits</a>' in page.content.decode()
    kit()
    assert "No kit is free" not in text_of(browser(cast.kominfo).get(step_of(here, "allocate")))


def test_when_no_asset_is_registered_the_page_says_who_registers_one(site, cast):
    loan = Loan(site, cast, None)
    person = browser(cast.village_officer)
    page = person.get(step_of(loan, "submit"))
    assert "No asset is registered at this site yet." in text_of(page)
    assert f'href="{reverse("asset_list", args=[site.code])}"' in page.content.decode()
    asset(site, cast.bpkad)
    assert "No asset is registered" not in text_of(person.get(step_of(loan, "submit")))


def test_a_correction_chooses_among_the_reports_that_count(site, cast):
    building = factories.begun_outlet(site, cast)
    person, where = browser(cast.field_officer), step_of(building, "correct_report")
    assert "No report has been recorded yet, so there is nothing to correct." in text_of(person.get(where))
    first = datetime.date.today() - datetime.timedelta(days=3)
    for number, percent in enumerate(["3.00", "4.25"]):
        building.photos("progress_photo", cast.field_officer, 1, site.position)
        told = {"reported_on": str(first + datetime.timedelta(days=number)), "percent": percent, "work": "preparation"}
        building.take("report_progress", cast.field_officer, {**told, "slot": "morning", "workers": "9"})
    offered = options(person.get(where), "corrects")
    assert [value for value, _words in offered] == ["", "2", "1"]
    assert offered[1][1].startswith("Progress report 2: ") and offered[1][1].endswith(", Morning, 4.25 %")
    own_page = reverse("process_detail", args=[site.code, "outlet_construction", building.process.pk])
    page = person.get(own_page)
    links = re.findall(r'href="([^"]*correct_report/\?corrects=\d)"', page.content.decode())
    assert links == [f"{where}?corrects=2", f"{where}?corrects=1"]
    begun = person.get(links[1]).content.decode()
    assert '<option value="1" selected>' in begun and f'value="{first}"' in begun and 'value="3"' in begun
    assert '<option value="7" selected>' not in person.get(f"{where}?corrects=7").content.decode()
    answers = {"corrects": "2", "reported_on": str(first), "slot": "evening", "percent": "3.5", "work": "preparation"}
    why = {"reason_code": "mistyped", "reason_text": "Angka tertukar."}
    answer = person.post(where, envelope(building) | answers | why | {"workers": "9"})
    assert answer.status_code == 303, text_of(answer)
    assert [value for value, _words in options(person.get(where), "corrects")] == ["", "3", "1"]
    again = person.get(own_page).content.decode()
    assert re.findall(r"\?corrects=(\d)", again) == ["3", "1"]


def test_what_was_chosen_stays_when_the_rest_is_refused(site, cast):
    counter = Counter(site, cast).active()
    counter.report(-1)
    counter.report(0, transactions="9", total="2250000")
    person, where = browser(cast.village_officer), step_of(counter, "correct_day")
    assert [value for value, _words in options(person.get(where), "corrects")] == ["", "2", "1"]
    assert options(person.get(where), "corrects")[1][1].endswith(", Rp 2,250,000")
    answer = person.post(where, envelope(counter) | {"corrects": "1", "transactions": "x"})
    assert answer.status_code == 422
    assert '<option value="1" selected>' in answer.content.decode()


def label_of(answer, field: str) -> str:
    found = re.search(rf'(?s)<label class="field__label" for="id_{field}">(.*?)</label>', answer.content.decode())
    return re.sub(r"<[^>]+>", "", found[1])


def test_a_date_that_may_stay_empty_is_called_optional(site, cast):
    building = factories.Work("outlet_construction", site, cast, opener=cast.field_officer)
    page = browser(cast.field_officer).get(step_of(building, "begin"))
    assert label_of(page, "planned_on") == "Planned completion (optional)"
    assert label_of(page, "started_on") == "Begun on"


@pytest.mark.parametrize(("kind", "label"), [("deed", "Valid until (optional)"), ("rat", "Valid until")])
def test_until_when_is_asked_of_documents_that_expire_and_optional_for_the_others(site, cast, kind, label):
    papers = Papers(site, cast)
    page = browser(cast.village_officer).get(step_of(papers, "upload_document", papers.line(kind).number))
    assert label_of(page, "expires_on") == label


def test_the_outline_a_rule_asks_for_is_not_called_optional(plot):
    page = browser(plot.cast.village_officer).get(step_of(plot, "submit"))
    assert "(optional)" not in label_of(page, "plot")
