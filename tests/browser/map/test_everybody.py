"""The map for every size, theme and language, and under a thumb."""

import itertools

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import DESK, PHONE
from tests.browser.map.looking import SITE, at_the_site, count

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("size", [DESK, (768, 1024), PHONE], ids=["desk", "tablet", "phone"])
def test_it_is_accessible_in_every_size_theme_and_language(browse, accessible, world, size):
    for theme, language in itertools.product(["light", "dark"], ["id", "en"]):
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
    sheet.get_by_role("button", name="Close").tap()
    expect(sheet).to_be_hidden()


def test_everything_can_be_touched_on_a_phone(browse, world):
    page = browse(world["viewer"], "/map/", phone=True)
    expect(count(page)).to_have_text("60 sites")
    for control in page.locator("main :is(button, select, summary, .leaflet-bar a):visible").all():
        box = control.bounding_box()
        assert box["height"] >= 32 and box["width"] >= 32, control.evaluate("element => element.outerHTML")
