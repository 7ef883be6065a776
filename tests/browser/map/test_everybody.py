"""The map for every size, theme and language, and under a thumb."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import DESK, PHONE
from tests.browser.map.looking import SITE, at_the_site, count

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("size", [DESK, (768, 1024), PHONE], ids=["desk", "tablet", "phone"])
def test_it_is_accessible_in_every_size_theme_and_language(browse, accessible, world, size):
    for theme, language in [("light", "id"), ("dark", "en")] if size == DESK else [("light", "en"), ("dark", "id")]:
        page = browse(world["viewer"], f"/map/?site={SITE}&flag=any", size=size, theme=theme, language=language)
        expect(page.locator("#map-panel h2")).to_be_visible()
        accessible(page)
        if page.locator("#map-side-toggle").is_visible():
            page.locator("#map-side-toggle").click()
            expect(page.locator("#map-list a").first).to_be_visible()
            accessible(page)


def test_a_phone_has_the_map_the_list_and_the_sheet(browse, world):
    page = browse(world["viewer"], at_the_site(), phone=True)
    expect(count(page)).to_have_text("60 sites")
    toggle = page.locator("#map-side-toggle")
    toggle.tap()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    page.locator(f"#map-list a[href*='{SITE}']").tap()
    expect(toggle).to_have_attribute("aria-expanded", "false")
    sheet = page.locator("#map-panel")
    expect(sheet.locator("h2")).to_be_visible()
    box = sheet.bounding_box()
    assert box["x"] == 0 and box["width"] == PHONE[0] and box["y"] + box["height"] <= PHONE[1]
    map_box = page.locator("#map").bounding_box()
    assert box["y"] > map_box["y"] + 100, "the map stays in sight above the sheet"
    assert_marker_is_seen_above(page, box)
    sheet.get_by_role("button", name="Close").tap()
    expect(sheet).to_be_hidden()


def test_a_link_to_a_site_shows_its_marker_above_the_sheet(browse, world):
    page = browse(world["viewer"], f"/map/?site={SITE}", phone=True)
    expect(page.locator("#map-panel h2")).to_be_visible()
    expect(page).to_have_url(re.compile("#11/"))
    assert_marker_is_seen_above(page, page.locator("#map-panel").bounding_box())


def assert_marker_is_seen_above(page, sheet: dict) -> None:
    """The chosen site's ring, in the accent's colour, lies whole in the part of the map that nothing covers."""
    left, top, right, bottom = page.evaluate(
        """() => {
            const canvas = document.querySelector(".leaflet-sites-pane canvas");
            const token = getComputedStyle(document.documentElement).getPropertyValue("--accent").trim();
            const accent = [1, 3, 5].map((at) => parseInt(token.slice(at, at + 2), 16));
            const { data, width } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            const box = [Infinity, Infinity, -Infinity, -Infinity];
            for (let n = 0; n < data.length; n += 4) {
                if (accent.some((channel, c) => data[n + c] !== channel)) continue;
                const [x, y] = [(n / 4) % width, Math.floor(n / 4 / width)];
                box.splice(0, 4, Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y));
            }
            const place = canvas.getBoundingClientRect();
            const scale = place.width / canvas.width;
            return box.map((side, n) => side * scale + (n % 2 ? place.top : place.left));
        }"""
    )
    seen = page.locator("#map").bounding_box()
    assert seen["x"] <= left < right <= seen["x"] + seen["width"]
    assert seen["y"] <= top < bottom <= sheet["y"]


def test_the_legend_of_a_phone_is_a_sheet_that_leaves_the_map_in_sight(browse, world, accessible):
    page = browse(world["viewer"], "/map/", phone=True)
    expect(count(page)).to_have_text("60 sites")
    legend = page.locator("#map-legend")
    assert legend.bounding_box()["height"] < 60, "closed at first"
    legend.locator("summary").tap()
    map_box, box = page.locator("#map").bounding_box(), legend.bounding_box()
    assert box["width"] == PHONE[0] and box["height"] < 0.6 * map_box["height"]
    accessible(page)
    page.mouse.move(PHONE[0] / 2, box["y"] + box["height"] - 20)
    page.mouse.wheel(0, 1000)
    expect(page.locator("#map-legend-estimated")).to_be_in_viewport()
    expect(legend.locator("summary")).to_be_in_viewport()
    legend.locator("summary").tap()
    expect(page.locator("#map-colour")).to_be_hidden()


def test_everything_can_be_touched_on_a_phone(browse, world):
    page = browse(world["viewer"], "/map/", phone=True)
    expect(count(page)).to_have_text("60 sites")
    for control in page.locator("main :is(button, select, summary, .leaflet-bar a):visible").all():
        box = control.bounding_box()
        assert box["height"] >= 32 and box["width"] >= 32, control.evaluate("element => element.outerHTML")
