"""Where photos were taken, on the pages: given afterwards to the photo that lacks it, and shown with its distance."""

import re

import pytest
from django.contrib.gis.geos import Point

from tests import factories
from tests.workflows.pages import address, browser, envelope, file_work, page_of, text_of
from tests.workflows.uploads import camera, picture
from workflows.models import Evidence
from workflows.services.evidence import Position, attach

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def unplaced(plot) -> Evidence:
    """A survey photo of the field officer's without a position."""
    plot.submitted()
    return plot.photos("survey_photo", plot.cast.field_officer, 1)[0]


def at(item, position: str, **more) -> dict:
    return {f"at-{item.pk}-{name}": value for name, value in {"position": position, **more}.items()}


def test_a_photo_without_a_position_can_be_given_one_where_it_stands(plot, unplaced):
    client, where = browser(plot.cast.field_officer), file_work("evidence_place", plot, unplaced)
    page = client.get(address(plot, "survey"))
    assert f'formaction="{where}"' in page.content.decode()
    x, y = plot.site.position.coords
    form = envelope(plot) | {"step": "survey"} | at(unplaced, f"{y}, {x}", source="device", accuracy="6")
    told = client.post(where, form, **JSON).json()
    assert "1 of at least 2 with a position." in told["html"]
    assert f'formaction="{where}"' not in told["html"]
    assert told["version"] == plot.version
    unplaced.refresh_from_db()
    assert (unplaced.position_source, unplaced.position_accuracy_m) == ("device", 6)


@pytest.mark.parametrize("position", ["", "di depan balai desa", "51.5, 0.1"])
def test_a_place_that_is_none_is_said_and_kept_out(plot, unplaced, position):
    client, where = browser(plot.cast.field_officer), file_work("evidence_place", plot, unplaced)
    form = envelope(plot) | {"step": "survey"} | at(unplaced, position)
    answer = client.post(where, form, **JSON)
    assert answer.status_code == 422
    assert len(answer.json()["sentences"]) == 1
    assert client.post(where, form).status_code == 422
    unplaced.refresh_from_db()
    assert unplaced.position is None


def test_nobody_else_is_offered_to_place_it(plot, unplaced):
    factories.assign(plot.cast.dinkop, factories.Role.FIELD_OFFICER, "62.02")
    client, where = browser(plot.cast.dinkop), file_work("evidence_place", plot, unplaced)
    assert where not in client.get(address(plot, "survey")).content.decode()
    assert client.post(where, envelope(plot) | at(unplaced, "-2.5, 112.9"), **JSON).status_code == 403


def test_a_card_says_when_and_how_far_from_the_plot_a_photo_was_taken(plot):
    plot.submitted()
    x, y = plot.site.position.coords
    east = plot.process.__class__.objects.get().plot.extent[2]
    taken = camera(taken="2026:03:05 09:30:00")
    slot = {"process_id": plot.process.pk, "slot": "survey_photo", "actor": plot.cast.field_officer}
    attach(**slot, files=[picture(exif=taken)], position=Position(Point(east + 0.000342, y, srid=4326), "device"))
    attach(**slot, files=[factories.photo(91)], position=Position(Point(x, y, srid=4326), "typed"))
    attach(**slot, files=[factories.photo(92)])
    words = text_of(browser(plot.cast.kodim).get(page_of(plot)))
    assert "Taken 5 Mar 2026, 09:30 WIB (camera’s clock)" in words
    assert "38 m from the plot" in words
    assert "on the plot" in words
    assert "Time of capture not recorded" in words
    assert "No position" in words


def test_as_long_as_no_plot_is_given_a_card_says_how_far_from_the_site_a_photo_was_taken(plot):
    village = plot.cast.village_officer
    x, y = plot.site.position.coords
    plot.photos("plot_photo", village, 1, Point(x, y + 1, srid=4326))
    words = text_of(browser(village).get(address(plot, "submit")))
    assert re.search(r"11\d(\.\d)? km from the site’s position", words)
