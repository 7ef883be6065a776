"""Who is refused, what he reads, and that nothing was changed: roles, regions, separation, moved-on processes."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from sites.models import Event, Site
from tests import factories
from tests.workflows.pages import address, browser, envelope, hidden, page_of, text_of
from workflows.models import Evidence, Process

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


def post(user, plot, step: str, fields: dict | None = None):
    """Send the step as the person would; a refusal must leave ledger and process as they were."""
    before = snapshot(plot)
    answer = browser(user).post(address(plot, step), envelope(plot) | (fields or {}))
    if answer.status_code >= 400:
        assert snapshot(plot) == before
    return answer


def snapshot(plot) -> tuple:
    rows = Process.objects.filter(site=plot.site).order_by("pk").values_list("pk", "state", "version")
    return list(rows), Event.objects.filter(site=plot.site).count()


def test_nobody_is_led_to_the_login(client, plot):
    for answer in [client.get(page_of(plot)), client.post(address(plot, "submit"))]:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/login/")


@pytest.mark.parametrize("person", ["neighbour", "outsider", "nobody"])
def test_another_regions_process_does_not_exist(plot, person):
    client = browser(getattr(plot.cast, person))
    assert client.get(page_of(plot)).status_code == 404
    assert client.get(address(plot, "submit")).status_code == 404
    assert client.post(address(plot, "submit"), envelope(plot)).status_code == 404
    assert client.post(reverse("process_start", args=[plot.site.code, "land_verification"])).status_code == 404


def test_the_wrong_role_reads_whose_step_it_is(plot):
    sentence = "Only Village officer / Cooperative office of this region may do this."
    for answer in [browser(plot.cast.viewer).get(address(plot, "submit")), post(plot.cast.kodim, plot, "submit")]:
        assert answer.status_code == 403
        assert sentence in text_of(answer)


def test_the_surveyor_does_not_verify_his_own_survey(plot):
    plot.surveyed()
    factories.assign(plot.cast.field_officer, factories.Role.DISTRICT_COMMAND, "62.02")
    person = type(plot.cast.field_officer).objects.get(pk=plot.cast.field_officer.pk)
    answer = post(person, plot, "verify")
    assert answer.status_code == 403
    assert "You took the step “Report the survey” yourself; somebody else must do this one." in text_of(answer)


def test_a_step_in_the_wrong_state_says_so_and_leads_back(plot):
    for answer in [browser(plot.cast.kodim).get(address(plot, "verify")), post(plot.cast.kodim, plot, "verify")]:
        assert answer.status_code == 409
        assert "“Verify” is not possible while the state is “Draft”." in text_of(answer)
        assert f'href="{page_of(plot)}"' in answer.content.decode()


def test_a_step_that_is_done_already_says_who_did_it_and_when(plot):
    plot.submitted()
    done = Event.objects.get(step="submit")
    when = date_format(timezone.localtime(done.recorded_at), "DATETIME_FORMAT")
    sentence = f"“Submit the plot” was already done by Kades, {when}. The state is now “Waiting for survey”."
    page = browser(plot.cast.village_officer).get(address(plot, "submit"))
    assert page.status_code == 409
    assert "This is already done" in text_of(page)
    assert sentence in text_of(page)
    assert "Nothing was saved" not in text_of(page)  # he only opened it
    assert sentence in text_of(post(plot.cast.dinkop, plot, "submit"))
    # Once it was returned and ended otherwise, the old submission is not what the reader asks about.
    plot.take("send_back", plot.cast.kodim, reason=("other", "Perbaiki dahulu."))
    plot.take("withdraw", plot.cast.village_officer, reason=("other", "Sudah dijual."))
    page = browser(plot.cast.village_officer).get(address(plot, "submit"))
    assert "“Submit the plot” is not possible while the state is “Withdrawn”." in text_of(page)


def test_nothing_is_said_twice_when_somebody_was_quicker(plot):
    plot.surveyed()
    form = envelope(plot)
    plot.take("verify", plot.cast.kodim)
    second = factories.user("kodim2", factories.Role.DISTRICT_COMMAND, "62.02")
    words = text_of(browser(second).post(address(plot, "verify"), form))
    assert "This has changed in the meantime" in words
    assert words.count("Nothing was saved") == 1


def test_an_unconfirmed_stop_is_refused_before_its_page_is_drawn(plot):
    answer = post(plot.cast.kodim, plot, "reject")
    assert answer.status_code == 409
    assert "“Reject” is not possible while the state is “Draft”." in text_of(answer)
    plot.surveyed()
    answer = post(plot.cast.viewer, plot, "reject")
    assert answer.status_code == 403
    assert "of this region may do this." in text_of(answer)
    assert 'name="confirm"' not in answer.content.decode()


def test_files_sent_with_a_step_that_is_not_open_are_not_kept(plot):
    answer = post(plot.cast.kodim, plot, "survey", {"files-survey_photo": factories.photo(1)})
    assert answer.status_code == 409
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("code", ["%00", "62.02.01.2001%00", "balai desa", "62.02.01", "'"])
@pytest.mark.parametrize("rest", ["start/", "1/", "1/submit/", "1/evidence/plot_photo/"])
def test_what_is_no_site_code_is_not_found(cast, code, rest):
    client = browser(cast.viewer)
    path = f"/sites/{code}/land_verification/{rest}"
    assert client.get(path).status_code == client.post(path).status_code == 404


def test_a_demonstration_account_stays_away_from_real_records(plot):
    demo = factories.user("demo", factories.Role.COOPERATIVE_OFFICE, "62.02", is_demo=True)
    plot.papers()
    answer = post(demo, plot, "submit", plot.proposal())
    assert answer.status_code == 409
    assert "A demonstration account cannot change real records." in text_of(answer)


def test_a_stale_page_shows_what_is_new_and_keeps_what_was_typed(plot):
    plot.papers()
    client = browser(plot.cast.village_officer)
    page = client.get(address(plot, "submit"))
    typed = plot.proposal(title_number="HP 99/2025")
    plot.take("save_draft", plot.cast.dinkop, {"owner_kind": "province"})

    form = {"version": hidden(page, "version"), "client_id": hidden(page, "client_id"), **typed}
    answer = client.post(address(plot, "submit"), form)
    assert answer.status_code == 409
    words = text_of(answer)
    assert "This has changed since you opened it. Nothing was saved" in words
    assert "Save the draft" in words and "Dinkop" in words
    assert 'value="HP 99/2025"' in answer.content.decode()
    assert plot.state == "draft"

    form |= {"version": hidden(answer, "version"), "client_id": hidden(answer, "client_id")}
    assert client.post(address(plot, "submit"), form).status_code == 303
    assert Event.objects.get(step="submit").changes["owner_kind"] == ["province", "desa"]


def test_whoever_comes_second_reads_who_was_first(plot):
    plot.surveyed()
    kodim, second = plot.cast.kodim, factories.user("kodim2", factories.Role.DISTRICT_COMMAND, "62.02")
    form = envelope(plot)
    assert browser(kodim).post(address(plot, "verify"), form).status_code == 303
    refusal = {"reason_code": "swamp_or_coast", "reason_text": "Rawa di sisi utara.", "confirm": "on"}
    answer = browser(second).post(address(plot, "reject"), form | {"client_id": uuid.uuid4()} | refusal)
    assert answer.status_code == 409
    words = text_of(answer)
    assert "Verify: now “Verified, waiting for acceptance”" in words
    assert "Rawa di sisi utara." in words and "Swamp or coast" in words
    assert plot.state == "verified"


def test_going_back_and_sending_other_answers_is_not_a_repetition(plot):
    """The browser's back button shows the old page with its old request id: that must not dead-end."""
    client = browser(plot.cast.village_officer)
    form = envelope(plot) | {"take": "save_draft", "title_number": "HP 1"}
    client.post(address(plot, "submit"), form)
    answer = client.post(address(plot, "submit"), form | {"title_number": "HP 2"})
    assert answer.status_code == 409
    assert 'value="HP 2"' in answer.content.decode()
    assert hidden(answer, "client_id") != form["client_id"]
    form = form | {"title_number": "HP 2", "version": hidden(answer, "version")}
    assert client.post(address(plot, "submit"), form | {"client_id": uuid.uuid4()}).status_code == 303


def test_a_second_accepted_plot_is_refused_by_the_database_in_a_sentence(plot):
    other = factories.Plot(plot.site, plot.cast).noted().letter()
    plot.accepted()
    Site.objects.filter(pk=plot.site.pk).update(processes={})  # no rule sees the other one, the database does
    today = timezone.localdate(Process.objects.get(pk=other.process.pk).opened_at).isoformat()
    form = envelope(other) | {"agrinas_reference": "AGR-2", "agrinas_date": today}
    answer = browser(plot.cast.dinkop).post(address(other, "accept"), form)
    assert answer.status_code == 409
    assert "Another process of this site is already in that state; only one may be." in text_of(answer)
    assert other.state == "verified"


def test_hostile_text_is_shown_as_text(plot):
    attack = '"><script>alert(1)</script>'
    answer = post(plot.cast.village_officer, plot, "submit", {"title_number": attack, "plot": attack})
    assert answer.status_code == 422
    assert "<script>alert(1)" not in answer.content.decode()


def test_characters_the_database_cannot_hold_are_refused_in_a_sentence(plot):
    answer = post(plot.cast.village_officer, plot, "submit", {"title_number": "HP\x001", "plot": "\x00"})
    assert answer.status_code == 422
    assert "Null characters are not allowed." in text_of(answer)


@pytest.mark.parametrize(
    ("outline", "sentence"),
    [
        ("-2.20 113.90\n-2.21 113.91\n-2.21 113.90\n-2.20 113.91", "The outline crosses itself near"),
        ("-6.175 106.827\n-6.176 106.827\n-6.176 106.828", "km from"),  # Jakarta
        (
            '{"type":"Polygon","coordinates":[[[-2.2,113.9],[-2.21,113.9],[-2.21,113.91],[-2.2,113.9]]]}',
            "Longitude and latitude are swapped",
        ),
        ("51.5 0.1\n51.6 0.1\n51.6 0.2", "lies outside Indonesia"),
    ],
    ids=["crossing", "jakarta", "swapped", "london"],
)
def test_plots_that_cannot_be_are_refused_in_a_sentence(plot, outline, sentence):
    plot.papers()
    form = plot.proposal(plot=outline, length_m="", width_m="", plot_point="")
    answer = post(plot.cast.village_officer, plot, "submit", form)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert outline.splitlines()[0].replace('"', "&quot;") in answer.content.decode()


def test_a_plot_of_one_square_metre_is_refused_and_cannot_be_waived(plot):
    plot.papers()
    form = plot.proposal(length_m="1", width_m="1", stated_area_m2="1")
    answer = post(plot.cast.village_officer, plot, "submit", form)
    assert "By its length and width (1 × 1 m) the plot measures only 1.00 m². Check the corners." in text_of(answer)
    assert 'name="waive-plot_area_plausible-reason_code"' not in answer.content.decode()
