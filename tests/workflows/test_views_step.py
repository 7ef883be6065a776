"""The step page and taking a step on it: refusals, and nothing typed is ever lost."""

import datetime
import re
import uuid
from pathlib import Path

import pytest
from django.urls import reverse

from sites.models import Event
from tests import factories
from tests.workflows.pages import address, browser, envelope, hidden, page_of, text_of
from workflows import registry
from workflows.models import Waiver

TEMPLATES = Path(__file__).parents[2] / "workflows" / "templates"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


def test_the_page_asks_what_the_declaration_asks(plot):
    page = browser(plot.cast.village_officer).get(address(plot, "submit"))
    assert page.status_code == 200
    for name in ["plot", "length_m", "stated_area_m2", "owner_kind", "title_number"]:
        assert f'name="{name}"' in page.content.decode()
    words = text_of(page)
    assert "Photos of the plot: 0 of at least 4 attached." in words
    assert "The state becomes “Waiting for survey”." in words
    assert "Next: Report the survey – Field officer (Babinsa) · Koramil 1015-01." in words
    assert page.content.decode().count('name="take"') == 3  # submit, for the Enter key too, and save the draft


def test_a_double_click_is_answered_twice_and_recorded_once(plot):
    plot.papers()
    client, form = browser(plot.cast.village_officer), {**envelope(plot), **plot.proposal()}
    answers = [client.post(address(plot, "submit"), form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert Event.objects.filter(step="submit").count() == 1


def test_numbers_are_read_in_the_readers_way(plot, settings):
    settings.LANGUAGE_CODE = "id"
    plot.papers()
    client = browser(plot.cast.village_officer)
    client.cookies["django_language"] = "id"
    form = envelope(plot) | plot.proposal(length_m="50,0", stated_area_m2="2.000")
    assert client.post(address(plot, "submit"), form).status_code == 303
    assert Event.objects.get(step="submit").changes["stated_area_m2"] == [None, "2000.00"]


def test_wrong_answers_come_back_with_everything_typed(plot):
    client = browser(plot.cast.village_officer)
    form = envelope(plot) | plot.proposal(stated_area_m2="35 × 25 m = 750 m²", title_number="")
    answer = client.post(address(plot, "submit"), form)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert 'value="35 × 25 m = 750 m²"' in body
    assert 'href="#id_title_number"' in body and 'href="#id_stated_area_m2"' in body
    assert hidden(answer, "version") == form["version"]
    assert plot.state == "draft"


def test_the_sentences_of_unmet_rules_stand_above_the_form(plot):
    answer = browser(plot.cast.village_officer).post(address(plot, "submit"), envelope(plot) | plot.proposal())
    assert answer.status_code == 422
    words = text_of(answer)
    assert "This step cannot be taken yet" in words
    assert "Photos of the plot: 0 of at least 4 attached." in words
    assert 'href="#slot-plot_photo"' in answer.content.decode()


def test_answers_files_and_rules_are_named_in_one_round(plot):
    form = plot.proposal(title_number="", stated_area_m2="750", length_m="35", width_m="25")
    answer = browser(plot.cast.village_officer).post(address(plot, "submit"), envelope(plot) | form)
    assert answer.status_code == 422
    words = text_of(answer)
    assert "Number of the title: This field is required." in words
    assert "Photos of the plot: 0 of at least 4 attached." in words
    assert "the plot measures 875 m², the papers say 750 m²" in words


def statuses(answer) -> dict[str, str]:
    """The rules of the page's checklist and how each stands."""
    return {line.code: line.status for line in answer.context["guards"]}


def test_the_checklist_follows_what_was_sent(plot):
    """Refused, the page says which rules the answers meet, not which the empty draft met."""
    client = browser(plot.cast.village_officer)
    assert statuses(client.get(address(plot, "submit"))) == {
        "plot_given": "pending",
        "plot_near_village": "pending",
        "plot_area_plausible": "pending",
        "plot_in_village": "pending",
        "areas_agree": "pending",
        "areas_comparable": "pending",
        "no_other_accepted": "met",
    }
    form = plot.proposal(length_m="35", width_m="25", stated_area_m2="750")
    answer = client.post(address(plot, "submit"), envelope(plot) | form)
    assert statuses(answer) == {
        "plot_given": "met",
        "plot_near_village": "met",
        "plot_area_plausible": "met",
        "plot_in_village": "met",
        "areas_agree": "unmet",
        "areas_comparable": "met",
        "no_other_accepted": "met",
    }
    waiver = {"waive-areas_agree-reason_code": "data_inaccurate", "waive-areas_agree-reason_text": "Salah hitung."}
    answer = client.post(address(plot, "submit"), envelope(plot) | form | waiver)
    assert statuses(answer)["areas_agree"] == "waived"
    answer = client.post(address(plot, "submit"), envelope(plot) | form | {"length_m": "tiga puluh"})
    assert statuses(answer)["areas_agree"] == statuses(answer)["plot_given"] == "pending"


def test_a_stated_area_that_the_sides_belie_is_refused_until_it_is_waived(plot):
    plot.papers()
    client = browser(plot.cast.village_officer)
    # Real data had it: "35 × 25 m = 750 m²".
    form = plot.proposal(length_m="35", width_m="25", stated_area_m2="750")
    answer = client.post(address(plot, "submit"), envelope(plot) | form)
    assert answer.status_code == 422
    assert "the plot measures 875 m², the papers say 750 m²: 17 % apart, 10 % is allowed." in text_of(answer)
    assert 'name="waive-areas_agree-reason_code"' in answer.content.decode()

    begun = {"waive-areas_agree-reason_code": "data_inaccurate", "waive-areas_agree-reason_text": "ya"}
    answer = client.post(address(plot, "submit"), envelope(plot) | form | begun)
    assert answer.status_code == 422
    assert "Explain it in a sentence." in text_of(answer)

    waiver = begun | {"waive-areas_agree-reason_text": "Angka di surat salah hitung."}
    assert client.post(address(plot, "submit"), envelope(plot) | form | waiver).status_code == 303
    assert Waiver.objects.get().reason_text == "Angka di surat salah hitung."
    assert "A rule was waived" in text_of(client.get(page_of(plot)))


def test_a_rule_known_to_be_broken_offers_its_waiver_beforehand_to_those_who_may(plot):
    plot.surveyed(length_m="40", width_m="20", stated_area_m2="800")
    page = browser(plot.cast.kodim).get(address(plot, "verify"))
    assert "The plot measures 800 m²; at least 1,000 m² is asked for." in text_of(page)
    assert 'name="waive-plot_at_least-reason_code"' in page.content.decode()
    assert 'name="waive-not_under_power_line-reason_code"' not in page.content.decode()


def test_the_draft_keeps_the_answers_and_asks_for_none(plot):
    client = browser(plot.cast.village_officer)
    form = envelope(plot) | {"take": "save_draft", "title_number": "HP 7/2024", "length_m": "40"}
    assert client.post(address(plot, "submit"), form).status_code == 303
    assert Event.objects.get(step="save_draft").changes["title_number"] == ["", "HP 7/2024"]
    assert 'value="HP 7/2024"' in client.get(address(plot, "submit")).content.decode()


def test_a_draft_with_a_wrong_number_is_judged_by_the_drafts_rules_only(plot):
    client = browser(plot.cast.village_officer)
    answer = client.post(address(plot, "submit"), envelope(plot) | {"take": "save_draft", "length_m": "empat puluh"})
    assert answer.status_code == 422
    assert text_of(answer).count("This field is required.") == 0
    assert 'value="empat puluh"' in answer.content.decode()


def test_only_buttons_of_the_page_can_be_pressed(plot):
    """A forged button name takes the page's own step, not another one."""
    client = browser(plot.cast.village_officer)
    form = envelope(plot) | {
        "take": "withdraw",
        "reason_code": "other",
        "reason_text": "Coba-coba saja.",
        "confirm": "on",
    }
    client.post(address(plot, "submit"), form)
    assert plot.state == "draft"


def test_what_stops_something_is_confirmed_first(plot):
    plot.surveyed()
    client = browser(plot.cast.kodim)
    form = {"reason_code": "swamp_or_coast", "reason_text": "Seluruh lahan rawa."}
    answer = client.post(address(plot, "reject"), envelope(plot) | form)
    assert answer.status_code == 422
    assert "Confirm that you are sure." in text_of(answer)
    assert "Seluruh lahan rawa." in answer.content.decode()
    assert plot.state == "surveyed"
    assert client.post(address(plot, "reject"), envelope(plot) | form | {"confirm": "on"}).status_code == 303
    assert plot.state == "rejected"


def test_a_returned_plot_says_why_and_can_be_sent_again(plot):
    plot.submitted()
    plot.take("send_back", plot.cast.kodim, reason=("title_problem", "Nomor sertipikat tidak cocok."))
    client = browser(plot.cast.village_officer)
    page = client.get(address(plot, "submit"))
    assert "Nomor sertipikat tidak cocok." in text_of(page)
    form = envelope(plot) | plot.proposal(title_number="HP 13/2024")
    assert client.post(address(plot, "submit"), form).status_code == 303
    assert plot.state == "submitted"


def test_dates_travel_as_the_browser_sends_them(plot):
    plot.submitted()
    plot.photos("survey_photo", plot.cast.field_officer, 2, plot.site.position)
    client = browser(plot.cast.field_officer)
    tomorrow = datetime.date.today() + datetime.timedelta(days=2)
    form = envelope(plot) | plot.CHECKLIST | {"visited_on": tomorrow.isoformat()}
    answer = client.post(address(plot, "survey"), form)
    assert "is in the future." in text_of(answer)
    assert f'value="{tomorrow.isoformat()}"' in answer.content.decode()


@pytest.mark.parametrize("missing", ["version", "client_id"])
def test_a_form_without_its_envelope_is_no_form(plot, missing):
    form = envelope(plot) | plot.proposal()
    form.pop(missing)
    assert browser(plot.cast.village_officer).post(address(plot, "submit"), form).status_code == 400


def test_a_forged_request_from_elsewhere_is_refused(plot):
    client = browser(plot.cast.village_officer, enforce_csrf_checks=True)
    assert client.post(address(plot, "submit"), envelope(plot) | plot.proposal()).status_code == 403
    assert plot.state == "draft"


def test_no_template_knows_what_a_workflow_is_about():
    """Names of columns, slots and guards occur in declarations only, so that a new workflow gets every page."""
    texts = " ".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    flow = registry.flow("land_verification")
    names = {column.name for column in flow._meta.local_fields if not column.primary_key}
    names |= {slot.name for step in flow.steps.values() for slot in step.evidence}
    names |= {guard.code for step in flow.steps.values() for guard in step.guards}
    assert {name for name in names if re.search(rf"""["'._]{name}["'. ]""", texts)} == set()


def test_unknown_steps_and_kinds_do_not_exist(plot):
    client = browser(plot.cast.village_officer)
    assert client.get(address(plot, "build_castle")).status_code == 404
    wrong_kind = reverse("take_step", args=[plot.site.code, "asset_loan", plot.process.pk, "submit"])
    assert client.get(wrong_kind).status_code == 404
    other = factories.site("62.02.01.2002")
    wrong_site = reverse("take_step", args=[other.code, "land_verification", plot.process.pk, "submit"])
    assert client.get(wrong_site).status_code == 404
    assert client.post(wrong_site, {"client_id": uuid.uuid4()}).status_code == 404


def test_whoever_decides_reads_what_to_look_at_twice_and_an_earlier_survey_beside_the_new(plot):
    plot.surveyed()
    plot.take("send_back", plot.cast.kodim, reason=("photos_do_not_match", "Foto bukan dari bidang ini."))
    plot.take("submit", plot.cast.village_officer, plot.proposal())
    babinsa = text_of(browser(plot.cast.field_officer).get(address(plot, "survey")))
    assert "0 of at least 2 with a position" in babinsa
    assert "Survey photos (earlier) 2" in babinsa
    plot.photos("survey_photo", plot.cast.field_officer, 2, plot.site.position)
    survey = {"visited_on": datetime.date.today().isoformat(), **plot.CHECKLIST, "flood": "yes"}
    plot.take("survey", plot.cast.field_officer, survey)
    kodim = text_of(browser(plot.cast.kodim).get(address(plot, "verify")))
    assert "Look at this twice" in kodim
    assert "By the survey the plot floods. None of it stands in the way." in kodim
    assert "Survey photos 2" in kodim
    assert "Survey photos (earlier) 2" in kodim


def test_an_explanation_that_is_too_short_is_said_as_such(plot):
    plot.submitted()
    form = envelope(plot) | {"reason_code": "other", "reason_text": "x"}
    words = text_of(browser(plot.cast.field_officer).post(address(plot, "send_back"), form))
    assert "The explanation is too short: write at least 5 characters." in words
