"""What somebody had typed into a form that is not shown any more is read in words, not in notation."""

import pytest

from gis_data.forms import geojson
from tests.workflows.pages import address, browser, envelope, text_of
from workflows.land.plots import rectangle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


def test_an_outline_is_told_by_its_corners_and_area(plot):
    plot.papers()
    typed = envelope(plot) | {
        "plot": geojson(rectangle(plot.site.position, 45, 33)),
        "owner_kind": "desa",
        "title_number": "HP 99/2025",
        "length_m": "about fifty",
    }
    plot.take("submit", plot.cast.dinkop, plot.proposal())
    answer = browser(plot.cast.village_officer).post(address(plot, "submit"), typed)
    assert answer.status_code == 409
    words = text_of(answer)
    assert "What you had filled in" in words
    assert "4 corners, 1,48" in words and " m²" in words
    assert "Polygon" not in words
    assert "HP 99/2025" in words and "about fifty" in words
    assert "Village (desa)" in words
