"""Handing in and taking back files on the step page, with the script and without it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sites.models import Event
from tests import factories
from tests.workflows.pages import address, browser, envelope, file_work, hidden, page_of, text_of, upload_to
from workflows.models import Evidence

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]
JSON = {"HTTP_ACCEPT": "application/json"}


def jpeg(number: int = 1, name: str = "") -> SimpleUploadedFile:
    content = factories.photo(number)
    return SimpleUploadedFile(name or content.name, content.read(), "image/jpeg")


def test_a_script_gets_the_slot_and_the_new_version(plot):
    client = browser(plot.cast.village_officer)
    form = envelope(plot) | {"files-plot_photo": jpeg(), "step": "submit"}
    answer = client.post(upload_to(plot, "plot_photo"), form, **JSON)
    assert answer.status_code == 200
    told = answer.json()
    assert told["version"] == plot.version == int(form["version"]) + 1
    assert told["sentences"] == []
    assert "1 of at least 4 attached." in told["html"]
    assert Evidence.objects.get().sha256[:12] in told["html"]


def test_the_version_of_the_page_does_not_pass_over_other_peoples_changes(plot):
    """The page may follow its own uploads; what somebody else changed meanwhile must still be shown to it."""
    client, read = browser(plot.cast.village_officer), str(plot.version)
    plot.take("save_draft", plot.cast.dinkop, {"title_number": "HP 2"})
    form = envelope(plot, version=read) | {"files-plot_photo": jpeg()}
    told = client.post(upload_to(plot, "plot_photo"), form, **JSON).json()
    assert told["version"] == int(read)
    form = envelope(plot, version=str(told["version"])) | plot.proposal()
    assert client.post(address(plot, "submit"), form).status_code == 409


def test_the_same_file_again_changes_nothing(plot):
    client = browser(plot.cast.village_officer)
    versions = [
        client.post(upload_to(plot, "plot_photo"), envelope(plot) | {"files-plot_photo": jpeg()}, **JSON).json()[
            "version"
        ]
        for _ in range(2)
    ]
    assert versions[0] == versions[1]
    assert Evidence.objects.count() == 1


def test_without_scripts_the_page_comes_back_with_everything_typed(plot):
    client = browser(plot.cast.village_officer)
    typed = plot.proposal(title_number="HP 55/2025")
    form = envelope(plot) | typed | {"step": "submit", "files-plot_photo": [jpeg(1), jpeg(2)]}
    answer = client.post(upload_to(plot, "plot_photo"), form)
    assert answer.status_code == 200
    assert "2 files were added." in text_of(answer)
    assert "2 of at least 4 attached." in text_of(answer)
    assert 'value="HP 55/2025"' in answer.content.decode()
    assert f'action="{address(plot, "submit")}"' in answer.content.decode()
    assert hidden(answer, "version") == str(plot.version)
    assert "There is a problem" not in text_of(answer)


def test_without_scripts_files_sent_with_the_step_are_kept_and_the_step_waits(plot):
    client = browser(plot.cast.village_officer)
    form = envelope(plot) | plot.proposal() | {"files-plot_photo": [jpeg(n) for n in range(4)]}
    answer = client.post(address(plot, "submit"), form)
    assert answer.status_code == 200
    assert "4 files were added." in text_of(answer)
    assert plot.state == "draft"


def test_a_bad_file_does_not_cost_the_good_ones(plot):
    client = browser(plot.cast.village_officer)
    files = [jpeg(1), SimpleUploadedFile("kosong.jpg", b""), jpeg(2)]
    answer = client.post(upload_to(plot, "plot_photo"), envelope(plot) | {"step": "submit", "files-plot_photo": files})
    assert answer.status_code == 200
    assert "kosong.jpg: The file is empty." in text_of(answer)
    assert Evidence.objects.count() == 2


def test_a_file_that_is_there_already_is_named_and_refuses_nothing(plot):
    client = browser(plot.cast.village_officer)
    form = envelope(plot) | {"step": "submit", "files-plot_photo": jpeg(1)}
    client.post(upload_to(plot, "plot_photo"), form)
    again = envelope(plot) | {"step": "submit", "files-plot_photo": jpeg(1, "lagi.jpg")}
    told = client.post(upload_to(plot, "plot_photo"), again, **JSON)
    assert (told.status_code, told.json()["sentences"]) == (200, ["lagi.jpg: this file is already attached."])
    both = envelope(plot) | {"step": "submit", "files-plot_photo": [jpeg(1), jpeg(2)]}
    words = text_of(client.post(upload_to(plot, "plot_photo"), both))
    assert "1 file was added." in words
    assert "photo-1.jpg: this file is already attached." in words


def test_no_file_at_all_is_said(plot):
    answer = browser(plot.cast.village_officer).post(upload_to(plot, "plot_photo"), envelope(plot), **JSON)
    assert answer.status_code == 422
    assert answer.json()["sentences"] == ["Choose at least one file."]


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ({"position": "-2.53, 112.95", "source": "device", "accuracy": "8"}, ("device", 8)),
        ({"position": "2°31'48\" LS 112°57'0\" BT"}, ("typed", None)),
        ({"position": ""}, ("", None)),
    ],
    ids=["device", "typed", "none"],
)
def test_where_photos_were_taken_is_kept_with_how_it_is_known(plot, place, kept):
    plot.submitted()
    form = envelope(plot) | {"files-survey_photo": jpeg()} | {f"place-survey_photo-{k}": v for k, v in place.items()}
    answer = browser(plot.cast.field_officer).post(upload_to(plot, "survey_photo"), form, **JSON)
    assert answer.status_code == 200
    item = Evidence.objects.get(slot="survey_photo")
    assert (item.position_source, item.position_accuracy_m) == kept
    if kept[0]:
        assert (round(item.position.x, 4), round(item.position.y, 4)) == (112.95, -2.53)


@pytest.mark.parametrize("position", ["di depan balai desa", "51.5, 0.1", "NaN, NaN", "9" * 400])
def test_a_position_that_is_none_is_refused_before_a_byte_is_kept(plot, position, settings):
    plot.submitted()
    form = envelope(plot) | {"files-survey_photo": jpeg(77), "place-survey_photo-position": position}
    answer = browser(plot.cast.field_officer).post(upload_to(plot, "survey_photo"), form, **JSON)
    assert answer.status_code == 422
    assert len(answer.json()["sentences"]) == 1
    assert not Evidence.objects.filter(slot="survey_photo").exists()


def test_a_script_learns_what_its_file_changed_in_the_checklist(plot):
    """The rule about the photos follows each of them; rules about answers are left as they stand on the page."""
    plot.submitted()
    x, y = plot.site.position.coords
    form = envelope(plot) | {
        "step": "survey",
        "files-survey_photo": jpeg(5),
        "place-survey_photo-position": f"{y}, {x + 0.05}",
    }
    guards = browser(plot.cast.field_officer).post(upload_to(plot, "survey_photo"), form, **JSON).json()["guards"]
    assert "m from the plot" in guards["survey_photos_near_plot"]
    assert "visit_not_in_future" not in guards


def test_who_was_logged_out_while_he_took_a_file_back_is_led_to_its_case(plot, client):
    plot.papers()
    item = Evidence.objects.first()
    for name in ["evidence_withdraw", "evidence_place"]:
        answer = client.post(file_work(name, plot, item))
        assert answer["Location"].startswith("/login/?next=")
        credentials = {"username": "kades", "password": factories.PASSWORD, "next": answer["Location"].split("=")[1]}
        assert client.post(reverse("login"), credentials)["Location"] == page_of(plot)
        client.logout()


def test_a_file_of_another_process_does_not_stand_under_this_one(plot):
    other = factories.Plot(plot.site, plot.cast).papers()
    item = Evidence.objects.filter(process=other.process).first()
    client = browser(plot.cast.village_officer)
    assert client.post(file_work("evidence_withdraw", plot, item)).status_code == 404


def test_a_file_is_taken_back_and_stays_on_record(plot):
    plot.papers()
    item = Evidence.objects.filter(slot="plot_photo").first()
    client = browser(plot.cast.village_officer)
    where = file_work("evidence_withdraw", plot, item)
    told = client.post(where, envelope(plot) | {"step": "submit"}, **JSON).json()
    assert "3 of at least 4 attached." in told["html"]
    assert told["version"] == plot.version
    item.refresh_from_db()
    assert item.withdrawn_at is not None
    assert Event.objects.filter(verb="evidence_withdrawn").count() == 1
    # Without the script the page comes back, and a second press changes nothing.
    answer = client.post(where, envelope(plot) | {"step": "submit", "title_number": "HP 3"})
    assert answer.status_code == 200
    assert 'value="HP 3"' in answer.content.decode()
    assert Event.objects.filter(verb="evidence_withdrawn").count() == 1


def test_the_page_of_somebody_elses_step_is_not_drawn_after_an_upload(plot):
    plot.submitted()
    client = browser(plot.cast.field_officer)
    for step, status in [("survey", 200), ("withdraw", 303)]:
        form = envelope(plot) | {"step": step, "files-survey_photo": jpeg(status)}
        assert client.post(upload_to(plot, "survey_photo"), form).status_code == status
    assert Evidence.objects.filter(slot="survey_photo").count() == 2


def test_after_the_step_files_are_part_of_the_record(plot):
    plot.submitted()
    item = Evidence.objects.filter(slot="plot_photo").first()
    client = browser(plot.cast.village_officer)
    answer = client.post(file_work("evidence_withdraw", plot, item), {"step": "submit"})
    assert answer.status_code == 409
    assert "Files of this kind cannot be changed while the state is “Waiting for survey”." in text_of(answer)
    refused = client.post(upload_to(plot, "plot_photo"), envelope(plot) | {"files-plot_photo": jpeg()}, **JSON)
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")


def test_those_without_the_role_attach_nothing(plot, settings):
    form = envelope(plot) | {"files-plot_photo": jpeg()}
    answer = browser(plot.cast.viewer).post(upload_to(plot, "plot_photo"), form, **JSON)
    assert answer.status_code == 403
    assert "Only Village officer / Cooperative office" in answer.json()["sentences"][0]
    assert not settings.MEDIA_ROOT.exists()


@pytest.mark.parametrize("person", ["neighbour", "outsider", "nobody"])
def test_another_regions_files_do_not_exist(plot, person):
    plot.papers()
    client = browser(getattr(plot.cast, person))
    item = Evidence.objects.first()
    for name in ["evidence_file", "evidence_preview"]:
        assert client.get(reverse(name, args=[item.pk])).status_code == 404
    assert client.post(file_work("evidence_withdraw", plot, item)).status_code == 404
    assert client.post(upload_to(plot, "plot_photo"), {"files-plot_photo": jpeg()}).status_code == 404
    assert Evidence.objects.filter(withdrawn_at=None).count() == 5


def test_an_unknown_slot_does_not_exist(plot):
    form = envelope(plot) | {"files-selfie": jpeg()}
    assert browser(plot.cast.village_officer).post(upload_to(plot, "selfie"), form).status_code == 404


def test_files_show_on_the_process_page_with_their_origin(plot):
    plot.submitted()
    plot.photos("survey_photo", plot.cast.field_officer, 2, plot.site.position)
    words = text_of(browser(plot.cast.viewer).get(page_of(plot)))
    assert "Survey photos 2" in words
    assert "±8 m · Device position at capture" in words
    assert "Babinsa" in words
