"""Everything on the map page without a mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.map.looking import SITE, count

pytestmark = pytest.mark.django_db(transaction=True)


def test_search_list_and_panel_by_keyboard_alone(browse, world):
    page = browse(world["viewer"], "/map/")
    expect(page.locator("#map-list a").first).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Find a site")).to_be_focused()
    page.keyboard.type("2001, 62.02.01")
    expect(page.locator("#map-search-finds [aria-selected=true]")).to_contain_text(SITE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Desa Tempat {SITE}")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(f"#map-list a[href*='{SITE}']")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#map-panel h2")).to_be_focused()
    expect(page.locator("#map-list a[aria-current]")).to_have_count(1)


def test_the_map_moves_and_zooms_by_keyboard(browse, world):
    page = browse(world["viewer"], "/map/#8/-2.0/112.5")
    expect(count(page)).to_have_text("60 sites")
    page.locator("#map").focus()
    page.keyboard.press("+")
    expect(page).to_have_url(re.compile(r"#9/"))
    page.keyboard.press("ArrowRight")
    expect(page).not_to_have_url(re.compile(r"/112\.5000$"))


def test_the_list_is_reached_before_the_map(browse, world):
    page = browse(world["viewer"], "/map/")
    expect(page.locator("#map-list a").first).to_be_visible()
    order = page.evaluate(
        "() => document.getElementById('map-list').compareDocumentPosition(document.getElementById('map'))"
        " & Node.DOCUMENT_POSITION_FOLLOWING"
    )
    assert order
