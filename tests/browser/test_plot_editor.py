"""The plot editor in a real browser: by mouse, by keyboard, from text and files, from the device."""

import json
import re

import pytest
from django.contrib.gis.geos import GEOSGeometry, Point
from playwright.sync_api import Page, expect

from tests import factories
from tests.workflows.pages import address, page_of
from workflows.flows.land_verification import LandVerification
from workflows.land import plots

pytestmark = pytest.mark.django_db(transaction=True)


def ground(page: Page) -> tuple[float, float]:
    """The middle of the editor's map on the screen."""
    page.locator("[data-editor-map]").scroll_into_view_if_needed()
    box = page.locator("[data-editor-map]").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def tap(page: Page, *corners: tuple[int, int]) -> None:
    x, y = ground(page)
    for right, down in corners:
        page.mouse.click(x + right, y + down)


def outline(page: Page) -> list:
    """The corners in the form's field, without the closing one."""
    return json.loads(page.locator("#id_plot").input_value())["coordinates"][0][:-1]


def test_corners_are_tapped_dragged_undone_and_cleared(browse, plot):
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    figures = page.locator("[data-editor-figures]")
    expect(figures).to_contain_text("No corner yet.")
    tap(page, (-80, -60), (80, -60))
    expect(figures).to_contain_text("at least three corners")
    tap(page, (80, 60), (-80, 60))
    expect(figures).to_contain_text(re.compile(r"Area [\d,]+ m², around [\d,]+ m"))
    assert len(outline(page)) == 4

    before = outline(page)[2]
    x, y = ground(page)
    page.mouse.move(x + 80, y + 60)
    page.mouse.down()
    page.mouse.move(x + 110, y + 90, steps=6)
    page.mouse.up()
    assert outline(page)[2] != before
    page.get_by_role("button", name="Undo").click()
    assert outline(page)[2] == before

    tap(page, (0, 60))  # on the lower side: the corner goes into it
    assert len(outline(page)) == 5
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#id_plot")).to_have_value("")
    page.get_by_role("button", name="Undo").click()
    assert len(outline(page)) == 5


def test_an_outline_that_crosses_itself_is_told_while_drawing(browse, plot):
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    tap(page, (-80, -60), (80, 60), (80, -60), (-80, 60))
    expect(page.locator("[data-editor-figures]")).to_have_text(
        "The outline crosses itself. Put the corners in order around the plot."
    )


def test_the_keyboard_alone_draws_a_plot(browse, plot):
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    page.locator("[data-editor-map]").focus()
    add = page.get_by_role("button", name="Add a corner here")
    for key in ["ArrowRight", "ArrowDown", "ArrowLeft"]:
        add.press("Enter")
        page.locator("[data-editor-map]").focus()
        page.keyboard.press(key)
        page.wait_for_timeout(300)
    assert len(outline(page)) == 3
    page.get_by_text("Corners and sides").click()
    delete = page.get_by_role("button", name="Delete (Corner 2)")
    delete.press("Enter")
    expect(page.locator("[data-editor-corners] li")).to_have_count(2)
    assert page.evaluate("document.querySelector('[data-editor-corners]').contains(document.activeElement)")


@pytest.mark.parametrize(
    "text",
    [
        "2°31'48\" LS 112°57'0\" BT\n2°31'48\" LS 112°57'2\" BT\n2°31'50\" LS 112°57'2\" BT",
        '{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[112.95,-2.53],[112.9506,-2.53],[112.9506,-2.5306],[112.95,-2.53]]]}}',
        "<kml><Polygon><outerBoundaryIs><LinearRing><coordinates>112.95,-2.53 112.9506,-2.53 112.9506,-2.5306 "
        "112.95,-2.53</coordinates></LinearRing></outerBoundaryIs></Polygon></kml>",
    ],
    ids=["degrees", "geojson", "kml"],
)
def test_pasted_and_opened_coordinates_are_drawn(browse, plot, text):
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    page.get_by_text("Coordinates as text or from a file").click()
    page.locator("#id_plot").fill(text)
    page.get_by_role("button", name="Show on the map").click()
    expect(page.locator("[data-editor-figures]")).to_contain_text("Area")
    assert len(outline(page)) == 3
    page.get_by_role("button", name="Clear").click()
    page.locator("[data-editor-file]").set_input_files(
        [{"name": "lahan.txt", "mimeType": "text/plain", "buffer": text.encode()}]
    )
    expect(page.locator("[data-editor-figures]")).to_contain_text("Area")


def test_coordinates_that_cannot_be_read_stay_with_their_sentence(browse, plot):
    browse.expect(r"^422: |status of 422")
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    page.get_by_text("Coordinates as text or from a file").click()
    page.locator("#id_plot").fill("-2.53, 112.95\nbalai desa")
    page.get_by_role("button", name="Show on the map").click()
    expect(page.get_by_text("Line 2: “balai desa” is not a pair of coordinates.").first).to_be_visible()
    expect(page.locator("#id_plot")).to_have_value("-2.53, 112.95\nbalai desa")
    page.get_by_role("button", name="Add a corner here").click()
    expect(page.locator("[data-editor-status]")).to_be_empty()


def test_the_sites_other_plot_is_seen_while_drawing(browse, plot):
    """So that nobody draws over it unknowingly."""
    plot.submitted()
    new = factories.Plot(plot.site, plot.cast)
    page = browse(plot.cast.village_officer, address(new, "submit"))
    expect(page.locator("[data-editor-map] .shape--other")).to_be_visible()
    assert page.locator("[data-editor-map] .shape--other").bounding_box()["width"] > 16
    tap(page, (-80, -60), (80, -60), (80, 60))
    assert len(outline(page)) == 3, "a tap on it draws as anywhere else"


def test_what_was_drawn_is_drawn_again(browse, plot):
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    tap(page, (-80, -60), (80, -60), (80, 60))
    drawn = outline(page)
    shown = re.search(r"Area ([\d,]+) m²", page.locator("[data-editor-figures]").inner_text())[1]
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("The draft is saved; nothing was sent.")).to_be_visible()
    kept = LandVerification.objects.get(pk=plot.process.pk).plot
    assert kept.equals_exact(GEOSGeometry(json.dumps({"type": "Polygon", "coordinates": [[*drawn, drawn[0]]]})), 1e-9)
    # The editor's figure is within a thousandth of what the database computes on the ellipsoid.
    assert float(shown.replace(",", "")) == pytest.approx(float(plots.area_m2(kept)), rel=0.001, abs=0.6)
    page.get_by_role("link", name="Submit the plot").click()
    expect(page.locator(".corner")).to_have_count(3)
    assert outline(page) == drawn


def test_a_position_is_picked_on_the_map_or_from_the_device(browse, plot):
    here = {"geolocation": {"longitude": 112.91, "latitude": -2.41, "accuracy": 12}, "permissions": ["geolocation"]}
    page = browse(plot.cast.village_officer, address(plot, "submit"), **here)
    field = page.get_by_label("Position of the plot")
    page.get_by_role("button", name="Choose on the map").click()
    page.get_by_role("button", name="Take the place at the cross").click()
    x, y = plot.site.position.coords
    assert [round(float(part), 3) for part in field.input_value().split(",")] == [round(y, 3), round(x, 3)]
    page.locator("[data-picker-locate]").click()
    expect(field).to_have_value("-2.410000, 112.910000")
    page.get_by_role("button", name="My position", exact=True).click()
    expect(page.get_by_text("Your position, accurate to about 12 m.").first).to_be_visible()


def test_a_plot_given_by_its_sides_is_drawn_dashed_as_it_is_typed(browse, accessible, plot):
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    preview = page.locator(".shape--preview")
    x, y = plot.site.position.coords
    page.get_by_label("Position of the plot").fill(f"{y}, {x}")
    page.get_by_label("Length in metres").fill("50")
    expect(preview).to_have_count(0)
    page.get_by_label("Width in metres").fill("40")
    expect(preview).to_be_visible()
    expect(page.get_by_text("Dashed: 50.0 × 40.0 m around the position, 2,000 m².")).to_be_visible()
    box = preview.bounding_box()
    assert 1.2 < box["width"] / box["height"] < 1.3
    accessible(page)
    page.get_by_label("Width in metres").fill("20")
    expect(page.get_by_text("50.0 × 20.0 m")).to_be_visible()
    # A drawn outline counts before the sides.
    tap(page, (-80, -60), (80, -60), (90, 70))
    expect(preview).to_have_count(0)
    expect(page.get_by_text("Dashed:")).to_be_hidden()
    page.get_by_role("button", name="Clear").click()
    expect(preview).to_be_visible()


def test_corrected_sides_are_shown_beside_the_outline_they_made_before(browse, plot):
    plot.submitted()
    plot.take("send_back", plot.cast.kodim, reason=("other", "Lebar salah."))
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    expect(page.locator("[data-editor-figures]")).to_contain_text("Area 2,0")
    page.get_by_label("Width in metres").fill("60")
    expect(page.get_by_text("Dashed: 50.0 × 60.0 m")).to_be_visible()
    tall = page.locator(".shape--preview").bounding_box()
    made = page.locator("path.shape:not(.shape--preview)").bounding_box()
    assert tall["height"] > made["height"] * 1.3


def test_a_photo_from_far_away_does_not_make_a_dot_of_the_plot(browse, plot):
    plot.submitted()
    x, y = plot.site.position.coords
    plot.photos("survey_photo", plot.cast.field_officer, 1, Point(x, y, srid=4326))
    plot.photos("survey_photo", plot.cast.field_officer, 1, Point(x + 1.9, y, srid=4326))
    page = browse(plot.cast.kodim, page_of(plot))
    expect(page.get_by_text(re.compile(r"1 photo was taken 21\d km from the plot"))).to_be_visible()
    page.locator("[data-process-map]").scroll_into_view_if_needed()
    assert page.locator("path.shape").first.bounding_box()["width"] > 20
