"""The map shows every site of the scope, in its place, in the look of its class, and counts them."""

import re

import pytest
from django.contrib.gis.geos import Polygon
from django.utils import timezone
from playwright.sync_api import expect

from gis_data.models import OverlayFeature, OverlayLayer
from tests.browser.map.looking import at_the_site, colour_at_middle, count, wait_until_drawn

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_site_of_the_scope_is_counted_and_listed(browse, world):
    page = browse(world["viewer"], "/map/")
    expect(count(page)).to_have_text("60 sites")
    expect(page.locator("#map-list li")).to_have_count(50)
    expect(page.locator("#map-range")).to_have_text("1–50 of 60")
    page.get_by_role("button", name="Next page").click()
    expect(page.locator("#map-list li")).to_have_count(10)
    expect(page.locator("#map-list a").first).to_be_focused()


def test_the_neighbour_is_neither_drawn_nor_named(browse, world):
    page = browse(world["regency"], "/map/")
    expect(count(page)).to_have_text("40 sites")
    page.locator("#map-filters > summary").click()
    options = page.locator("select[name=regency] option")
    expect(options).to_have_text(["All regencies and cities", "Kotawaringin Timur"])
    page.locator("#map-search").fill("62.03")
    expect(page.locator("#map-search-finds li")).to_have_text(["No site or region has this name or code."])


def test_a_site_is_drawn_in_its_place_in_the_colour_of_its_stage_over_the_layers_that_are_switched_on(browse, world):
    forest = OverlayLayer.objects.create(name="Hutan Lindung", kind="forest", source="x", loaded_at=timezone.now())
    OverlayFeature.objects.create(layer=forest, geometry=Polygon.from_bbox((112.4, -2.1, 112.6, -1.9)))
    page = browse(world["viewer"], at_the_site())
    expect(count(page)).to_have_text("60 sites")
    building = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--stage-building').trim()")
    expected = [int(building[at : at + 2], 16) for at in (1, 3, 5)]
    found = colour_at_middle(page)
    assert found[3] == 255
    # An estimated position is pale: between its stage's colour and the land's.
    assert all(low - 8 <= channel <= 255 for low, channel in zip(expected, found[:3], strict=True)), (expected, found)
    for layer, label in [("overlays", "Hutan Lindung"), ("coverage", "Sites with working satellite internet")]:
        box = page.get_by_role("checkbox", name=label)
        box.check()
        wait_until_drawn(page, layer)
        expect(page).to_have_url(re.compile(rf"layers={forest.pk if layer == 'overlays' else 'coverage'}\b"))
        box.uncheck()
        wait_until_drawn(page, layer, drawn=False)
    page.get_by_role("checkbox", name="Boundaries of regencies and districts").uncheck()
    expect(page).to_have_url(re.compile("layers=-boundaries#"))


def test_where_no_site_is_nothing_is_drawn(browse, world):
    page = browse(world["viewer"], "/map/#13/-1.0/111.2")
    expect(count(page)).to_have_text("60 sites")
    assert colour_at_middle(page) == [0, 0, 0, 0]


def test_the_legend_counts_and_filters(browse, world):
    page = browse(world["viewer"], "/map/")
    numbers = page.locator("#map-legend-list output")
    expect(numbers).to_have_count(7)
    before = [int(text) for text in numbers.all_inner_texts()]
    assert sum(before) == 60
    page.get_by_role("checkbox", name="Under construction").check()
    expect(count(page)).to_have_text(f"{before[4]} of 60 sites")
    assert [int(text) for text in numbers.all_inner_texts()] == before, "a legend counts what each switch would show"
    expect(page.locator("#map-legend-blocked")).to_have_text("1")


def test_sites_can_be_coloured_by_the_state_of_a_workflow(browse, world):
    page = browse(world["viewer"], "/map/")
    page.get_by_label("Colour by").select_option(label="Land verification")
    legend = page.locator("#map-legend-list")
    expect(legend.locator("li", has_text="Not started").locator("output")).to_have_text("39")
    expect(legend.locator("li", has_text="Waiting for verification").locator("output")).to_have_text("20")
    legend.get_by_label("Accepted").check()
    expect(count(page)).to_have_text("1 of 60 sites")
    expect(page).to_have_url(re.compile(r"workflow=land_verification&state=accepted&colour=land_verification"))


def test_the_search_field_of_a_phone_says_whole_what_it_takes(browse, world):
    page = browse(world["viewer"], "/map/", size=(360, 720), language="id")
    room = page.locator("#map-search").evaluate(
        """(field) => {
            const style = getComputedStyle(field);
            const pen = document.createElement("canvas").getContext("2d");
            pen.font = `${style.fontSize} ${style.fontFamily}`;
            const inside = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
            return inside - pen.measureText(field.placeholder).width;
        }"""
    )
    assert room > 20, "with the cross that empties it"
