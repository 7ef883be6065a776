"""What a phone does besides: its room runs out, it is put aside and opened with a PIN, and it shows the way."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)


# The quota that a test can set (Storage.overrideQuotaForOrigin) binds Chromium's cache, not its databases: what the
# browser does to a write beyond it is done in its place.
FULL = """(is) => {
  window.put ??= IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = is
    ? function (...given) { this.transaction.abort(); throw new DOMException("full", "QuotaExceededError"); }
    : window.put;
}"""


def test_on_an_address_without_https_it_says_what_to_do(browse, live_server, accessible):
    browse.expect("another host|untrustworthy")
    page = browse(None, phone=True)
    # A real address that is not protected, answered by the server under test.
    page.route(
        "http://pantau.example/**", lambda route: route.fulfill(response=route.fetch(url=at_home(route, live_server)))
    )
    page.goto("http://pantau.example/field/#enrol=ABCD-EFGH-JKMN")
    expect(page.get_by_role("heading", level=1)).to_contain_text("https")
    expect(page.get_by_role("link", name="https://pantau.example/field/")).to_have_attribute(
        "href", "https://pantau.example/field/#/enrol/ABCD-EFGH-JKMN"
    )
    accessible(page)


def at_home(route, live_server) -> str:
    return route.request.url.replace("http://pantau.example", live_server.url)


def test_a_full_phone_says_so_and_keeps_what_it_has(handset, building, cast):
    phone = handset(cast.field_officer)
    page = phone.page
    phone.open(f"do/{building.site.code}/{building.process.pk}/report_progress")
    page.locator("#f-percent").fill("5")
    phone.photograph("progress_photo", 1)
    page.evaluate(FULL, True)
    page.locator("input[data-gallery=progress_photo]").set_input_files(
        [{"name": "b.jpg", "mimeType": "image/jpeg", "buffer": phone.noisy(2)}]
    )
    expect(page.get_by_role("alert").get_by_text("The phone has no room left")).to_be_visible()
    expect(page.locator(".photo img")).to_have_count(1)
    page.locator("#f-percent").fill("6")
    expect(page.locator(".saved")).to_contain_text("no room left")
    page.evaluate(FULL, False)
    phone.photograph("progress_photo", 3)
    page.locator("input[data-gallery=progress_photo]").set_input_files(
        [{"name": "c.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}]
    )
    expect(page.get_by_text("This file is no picture")).to_be_visible()
    phone.killed()
    phone.open(f"do/{building.site.code}/{building.process.pk}/report_progress")
    expect(phone.page.locator("#f-percent")).to_have_value("6")
    expect(phone.page.locator(".photo img")).to_have_count(2)


def test_a_phone_that_was_put_aside_asks_for_its_pin_and_then_shows_the_way(handset, building, cast, accessible):
    phone = handset(cast.field_officer)
    phone.open("pin")
    phone.page.get_by_label("New PIN").fill("2468")
    phone.page.get_by_label("The same PIN again").fill("2468")
    phone.page.get_by_role("button", name="Keep this PIN").click()
    expect(phone.page.get_by_role("heading", name="Sites")).to_be_visible()
    phone.killed()
    page = phone.page
    page.get_by_label("PIN").fill("1111")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("This PIN is not right.")).to_be_visible()
    accessible(page)
    page.get_by_label("PIN").fill("2468")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", name="Sites")).to_be_visible()
    place = building.site.position
    phone.context.set_geolocation({"longitude": place.x, "latitude": place.y - 0.1, "accuracy": 8})
    phone.open(f"site/{building.site.code}")
    expect(page.get_by_text("to the north (0°)")).to_be_visible()
    expect(page.get_by_text("11.1 km")).to_be_visible()
    accessible(page)
    phone.open("map")
    expect(page.get_by_role("img", name="Map with 1 site")).to_be_visible()
    accessible(page)
    phone.open("more")
    accessible(page)
