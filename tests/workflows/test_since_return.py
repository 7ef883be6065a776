"""What stands above a step that follows a return: why it was sent back, and what was changed and handed in since."""

import datetime

import pytest
from django.urls import reverse

from sites.models import Event
from tests import factories
from tests.workflows.assets.stories import Loan, asset
from tests.workflows.pages import address, browser, text_of
from workflows import selectors
from workflows.models import Evidence
from workflows.services.evidence import withdraw
from workflows.views.since_return import since_return

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def returned(plot):
    """A plot that Kodim sent back after the survey."""
    plot.surveyed()
    plot.take("send_back", plot.cast.kodim, reason=("title_problem", "Nomor sertipikat tidak cocok."))
    return plot


def since(plot):
    process = selectors.process_for(plot.cast.kodim, plot.process.pk)
    return since_return(process, list(Event.objects.filter(process_id=process.pk)))


def test_a_process_that_was_never_sent_back_has_nothing_to_say(plot):
    plot.surveyed()
    assert since(plot) is None
    assert "sent back" not in text_of(browser(plot.cast.kodim).get(address(plot, "verify")))


def test_who_corrects_it_reads_why(returned):
    words = text_of(browser(returned.cast.village_officer).get(address(returned, "submit")))
    assert "It was sent back" in words
    assert "Nomor sertipikat tidak cocok." in words
    assert "Kodim · District command (Kodim)" in words or "Kodim" in words
    assert "No answer was changed since." not in words


def test_who_surveys_again_reads_why_and_what_the_proposer_did(returned):
    village = returned.cast.village_officer
    returned.take("save_draft", village, {"title_number": "HP 12/2025"})
    returned.take("submit", village, returned.proposal(title_number="HP 13/2024", owner_kind="province"))
    found = since(returned)
    assert found.why.text.endswith("Nomor sertipikat tidak cocok.")
    assert {(change.label, change.before, change.after) for change in found.changes} == {
        ("Number of the title", "HP 12/2024", "HP 13/2024"),
        ("Owner", "Village (desa)", "Province"),
    }
    words = text_of(browser(returned.cast.field_officer).get(address(returned, "survey")))
    assert "Since it was sent back" in words
    assert "Nomor sertipikat tidak cocok." in words
    assert "Number of the title HP 12/2024 HP 13/2024" in words
    assert "No file was added or taken back since." in words


def test_who_verifies_reads_the_new_answers_and_files_of_the_survey_too(returned):
    photo = Evidence.objects.filter(slot="plot_photo").first()
    withdraw(evidence_id=photo.pk, actor=returned.cast.village_officer)
    returned.photos("plot_photo", returned.cast.village_officer, 1)
    returned.take("submit", returned.cast.village_officer, returned.proposal())
    returned.photos("survey_photo", returned.cast.field_officer, 2, returned.site.position)
    survey = {"visited_on": datetime.date.today().isoformat(), **factories.Plot.CHECKLIST, "water": "no"}
    returned.take("survey", returned.cast.field_officer, survey)
    found = since(returned)
    assert [(change.label, change.after) for change in found.changes] == [("Water nearby", "No")]
    assert [entry.title for entry in found.files] == [
        "Photos of the plot: 1 file taken back",
        "Photos of the plot: 1 file attached",
        "Survey photos: 2 files attached",
    ]
    words = text_of(browser(returned.cast.kodim).get(address(returned, "verify")))
    assert "Water nearby Yes No" in words


def test_that_nothing_was_changed_is_said(returned):
    returned.take("submit", returned.cast.village_officer, returned.proposal())
    words = text_of(browser(returned.cast.field_officer).get(address(returned, "survey")))
    assert "No answer was changed since." in words


def test_a_plot_drawn_anew_around_the_same_middle_counts_as_changed(returned):
    form = returned.proposal(length_m="60", width_m="48", stated_area_m2="2880")
    returned.take("submit", returned.cast.village_officer, form)
    outline = next(change for change in since(returned).changes if change.label == "Outline of the plot")
    assert outline.after == f"{outline.before}, drawn anew"


def test_only_the_last_return_counts(returned):
    returned.take("submit", returned.cast.village_officer, returned.proposal(title_number="HP 13/2024"))
    returned.take("send_back", returned.cast.field_officer, reason=("other", "Patok batas tidak ada."))
    found = since(returned)
    assert found.why.text.endswith("Patok batas tidak ada.")
    assert (found.changes, found.files, found.moved) == ([], [], False)


def test_first_answers_and_files_tried_and_taken_back_are_no_changes(plot):
    plot.submitted()
    plot.take("send_back", plot.cast.field_officer, reason=("other", "Patok batas tidak ada."))
    village = plot.cast.village_officer
    plot.photos("plot_photo", village, 1)
    withdraw(evidence_id=Evidence.objects.filter(slot="plot_photo").last().pk, actor=village)
    plot.take("submit", village, plot.proposal(title_number="HP 13/2024"))
    plot.photos("survey_photo", plot.cast.field_officer, 2, plot.site.position)
    found = since(plot)
    assert [change.label for change in found.changes] == ["Number of the title"]
    assert found.files == []


def test_of_files_added_together_only_those_that_stayed_are_named(returned):
    village = returned.cast.village_officer
    returned.photos("plot_photo", village, 2)
    gone, stays = Evidence.objects.filter(slot="plot_photo").order_by("-pk")[:2]
    withdraw(evidence_id=gone.pk, actor=village)
    found = since(returned)
    assert [(entry.title, entry.files) for entry in found.files] == [
        ("Photos of the plot: 1 file attached", [stays.filename])
    ]


def test_once_the_office_that_sent_it_back_has_decided_nothing_of_it_stands_on_later_pages(returned):
    returned.take("submit", returned.cast.village_officer, returned.proposal(title_number="HP 13/2024"))
    returned.photos("survey_photo", returned.cast.field_officer, 2, returned.site.position)
    survey = {"visited_on": datetime.date.today().isoformat(), **factories.Plot.CHECKLIST}
    returned.take("survey", returned.cast.field_officer, survey)
    assert since(returned).why
    returned.take("verify", returned.cast.kodim)
    assert since(returned) is None
    assert "sent back" not in text_of(browser(returned.cast.bpkad).get(address(returned, "note_legal")))


@pytest.mark.django_db(transaction=True)
def test_a_decision_that_was_taken_back_is_not_called_a_return(site, cast):
    loan = Loan(site, cast, asset(site, cast.bpkad)).reviewed()
    loan.approve("188.45/90/2026")
    loan.take("take_back_approval", cast.bupati, reason=("mistyped", "Tanggal surat salah ketik."))
    where = reverse("take_step", args=[site.code, "asset_loan", loan.process.pk, "approve"])
    words = text_of(browser(cast.bupati).get(where))
    assert "The decision was taken back" in words
    assert "Tanggal surat salah ketik." in words
    assert "sent back" not in words
