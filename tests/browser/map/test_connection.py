"""The map with a failing server, an ended session, no network, and changes made elsewhere."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from sites.layers import points
from tests import factories
from tests.browser.map.looking import at_the_site, count, middle

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_failure_of_the_server_can_be_tried_again(browse, world):
    browse.expect(r"500|status of 500")
    page = browse(world["viewer"], "/about/")
    page.route("**/map/layer*", lambda route: route.fulfill(status=500), times=1)
    page.goto("/map/")
    expect(page.get_by_role("alert")).to_contain_text("The server could not send the map.")
    expect(page.locator("#map-list-failed")).to_contain_text("The server could not send the map.")
    expect(page.locator(".skeleton:visible")).to_have_count(0)
    expect(page.locator("#map-legend")).to_be_hidden()
    page.get_by_role("button", name="Try again").click()
    expect(count(page)).to_have_text("60 sites")


def test_who_is_logged_out_meanwhile_is_led_to_the_login(browse, world):
    browse.expect(r"401")
    page = browse(world["viewer"], "/map/")
    expect(page.locator("#map-list a").first).to_be_visible()
    page.context.clear_cookies(name="sessionid")
    page.locator("#map-list a").first.click()
    panel = page.locator("#map-panel")
    expect(panel).to_contain_text("You are not logged in any more.")
    code = re.search(r"site=([\d.]+)", page.url)[1]
    panel.get_by_role("link", name="Log in").click()
    page.get_by_label("Username").fill("viewer")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url(re.compile(rf"/map/\?site={code}#"))


def test_without_a_connection_the_map_says_how_old_it_is_and_catches_up(browse, world):
    browse.expect("ERR_INTERNET_DISCONNECTED")
    page = browse(world["viewer"], "/map/")
    expect(page.locator("#map-list a").first).to_be_visible()
    page.context.set_offline(True)
    expect(page.locator("#map-strip")).to_contain_text("No connection. The map shows the state of")
    page.locator("#map-list a").first.click()
    expect(page.locator("#map-panel")).to_contain_text("The server cannot be reached")
    strip, panel = (page.locator(name).bounding_box() for name in ("#map-strip", "#map-panel"))
    assert strip["y"] + strip["height"] <= panel["y"], "the line covers nothing"
    factories.site("62.02.01.2999")
    page.context.set_offline(False)
    expect(page.locator("#map-strip")).to_be_hidden()
    expect(count(page)).to_have_text("61 sites")
    page.locator("#map-panel").get_by_role("button", name="Try again").click()
    expect(page.locator("#map-panel").get_by_role("link")).to_be_visible()


def test_a_large_layer_comes_thinned_first_and_then_whole(browse, world, monkeypatch):
    monkeypatch.setattr(points, "WHOLE", 30)
    page = browse(world["viewer"], "/map/")
    expect(page.locator("#map-list a").first).to_be_visible()
    expect(count(page)).to_have_text("60 sites")
    known = page.locator("#map-legend-known, #map-legend-estimated")
    assert sum(int(number) for number in known.all_inner_texts()) == 60
    asked = [url for url in browse.requests if "/map/layer" in url]
    assert "cut=first" in asked[0] and asked[-1].endswith(reverse("map_layer"))


def test_nothing_is_asked_of_another_host(browse, world, live_server):
    page = browse(world["viewer"], at_the_site(9))
    expect(page.locator("#map-list a").first).to_be_visible()
    page.mouse.move(*middle(page))
    page.mouse.wheel(0, -600)
    page.locator("#map-list a").first.click()
    expect(page.locator("#map-panel h2")).to_be_visible()
    assert len(browse.requests) > 20
    assert {url for url in browse.requests if not url.startswith((live_server.url, "data:"))} == set()


def test_a_change_elsewhere_comes_in_without_moving_the_list(browse, world):
    page = browse(world["viewer"], "/map/?sort=code")
    expect(page.locator("#map-list li")).to_have_count(50)
    page.get_by_role("button", name="Next page").click()
    page.locator("#map-list a").nth(2).focus()
    focused = page.locator("#map-list a").nth(2).get_attribute("data-code")
    factories.site("62.02.01.2998")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(count(page)).to_have_text("61 sites")
    expect(page.locator("#map-range")).to_have_text("51–61 of 61")
    expect(page.locator(f"#map-list a[data-code='{focused}']")).to_be_focused()
