"""Clicks, links, filters and the address choose the same things."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from sites.models import Site
from sites.selectors import MOST_DAYS
from tests.browser.map.looking import SITE, at_the_site, count, middle

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_click_opens_the_panel_and_escape_gives_the_map_back(browse, world):
    page = browse(world["viewer"], at_the_site())
    expect(page.locator("#map-list a").first).to_be_visible()
    page.mouse.click(*middle(page))
    expect(page.locator("#map-list a[aria-current]")).to_be_in_viewport()
    panel = page.get_by_role("region", name="The chosen site")
    heading = panel.get_by_role("heading", name=f"Desa Tempat {SITE}")
    expect(heading).to_be_focused()
    expect(panel).to_contain_text("Under construction")
    expect(panel).to_contain_text("Legal note: blocked")
    expect(panel).to_contain_text("Estimated from the village's area")
    expect(panel.get_by_role("link", name="Open the site’s page")).to_have_attribute("href", f"/sites/{SITE}/")
    expect(page).to_have_url(re.compile(f"site={SITE}"))
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page).not_to_have_url(re.compile("site="))


def test_a_link_to_a_site_opens_its_panel(browse, world):
    page = browse(world["viewer"], f"/map/?site={SITE}")
    expect(page.get_by_role("heading", name=f"Desa Tempat {SITE}")).to_be_visible()
    expect(page.locator("#map-list a[aria-current]")).to_contain_text(SITE)
    expect(page).to_have_url(re.compile(r"#11/"))  # near enough to see where it is


@pytest.mark.parametrize("code", ["62.03.01.2001", "62.02.01.9999", "%3Cb%3E"])
def test_a_link_to_a_site_of_the_neighbour_or_to_none_opens_no_more_than_a_sentence(browse, accessible, world, code):
    page = browse(world["regency"], f"/map/?site={code}")
    panel = page.locator("#map-panel")
    expect(panel).to_have_text(re.compile("The site of this link does not exist, or lies outside your area of work."))
    accessible(page)
    assert not [address for address in browse.requests if "/panel/" in address]
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()
    expect(page).not_to_have_url(re.compile("site="))


def test_filters_stand_in_the_address_and_the_back_button_undoes_them(browse, world):
    page = browse(world["viewer"], "/map/")
    page.locator("#map-filters > summary").click()
    page.get_by_label("Regency or city").select_option(label="Kotawaringin Timur")
    expect(count(page)).to_have_text("40 of 60 sites")
    page.get_by_label("District", exact=True).select_option(label="Tempat 62.02.01")
    expect(count(page)).to_have_text("20 of 60 sites")
    page.get_by_label("Flag").select_option(label="With any flag")
    expect(count(page)).to_have_text(re.compile(r"^\d of 60 sites$"))
    flagged = count(page).inner_text()
    expect(page).to_have_url(re.compile(r"\?region=62\.02\.01&flag=any#"))
    page.reload()
    expect(count(page)).to_have_text(flagged)
    expect(page.get_by_label("District", exact=True)).to_have_value("62.02.01")
    page.go_back()
    expect(count(page)).to_have_text("20 of 60 sites")
    page.go_back()
    expect(count(page)).to_have_text("40 of 60 sites")
    page.go_back()
    expect(count(page)).to_have_text("60 sites")


def test_a_site_that_is_searched_for_is_shown_whatever_was_filtered(browse, world):
    held = []
    page = browse(world["viewer"])
    page.route("**/map/names*", lambda route: held.append(route))
    with page.expect_request("**/map/names*"):
        page.goto("/map/?region=62.03&flag=legal_blocked")
    expect(count(page)).to_have_text("0 of 60 sites")
    page.locator("#map-search").fill(SITE)
    page.keyboard.press("Enter")
    for route in held:  # whoever types quicker than the names arrive need not type again
        route.continue_()
    expect(page.get_by_role("heading", name=f"Desa Tempat {SITE}")).to_be_visible()
    expect(count(page)).to_have_text("60 sites")
    expect(page).to_have_url(re.compile(rf"/map/\?site={SITE}#"))


def test_waiting_is_counted_in_days_of_today(browse, world):
    for days, code in [(10, SITE), (11, "62.02.01.2002"), (300, "62.02.01.2003")]:
        Site.objects.filter(code=code).update(waiting_since=timezone.now() - datetime.timedelta(days=days))
    page = browse(world["viewer"], "/map/?waiting=10")
    expect(count(page)).to_have_text("2 of 60 sites")
    expect(page.locator("#map-list a").first).to_contain_text("waiting for 300 days")


def test_days_of_waiting_are_any_whole_number_that_the_list_takes_too(browse, world):
    page = browse(world["viewer"], "/map/?waiting=99999")
    expect(page.get_by_label("Waiting longer than")).to_have_value(str(MOST_DAYS))
    days = page.get_by_label("Waiting longer than")
    for typed, taken in [("9999", "9999"), ("47", "47"), ("10000", "9999"), ("-4", ""), ("2.5", "2")]:
        days.fill(typed)
        days.press("Enter")
        expect(days).to_have_value(taken)
        expect(page).to_have_url(re.compile(rf"[?&]waiting={taken}\b" if taken else r"/map/\?#"))


def test_another_language_shows_the_same_view_with_the_same_filters(browse, world):
    page = browse(world["viewer"], "/map/")
    expect(page.locator("#map-list a").first).to_be_visible()
    page.get_by_role("checkbox", name="Under construction").check()
    page.locator("#map-search").fill(SITE)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"stage=building.*site={SITE}#11/"))
    before = page.url
    page.get_by_role("button", name="Bahasa Indonesia").click()
    expect(page.locator("html")).to_have_attribute("lang", "id")
    expect(page).to_have_url(before)
    expect(page.locator("#map-panel h2")).to_be_visible()
    expect(page.locator("#map-count")).to_contain_text(" dari 60 lokasi")


def test_nothing_matches_and_the_way_back(browse, world):
    page = browse(world["viewer"], "/map/?waiting=3000")
    expect(page.get_by_role("alert")).to_contain_text("No site matches these filters.")
    page.get_by_role("alert").get_by_role("button", name="Show all sites").click()
    expect(count(page)).to_have_text("60 sites")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_person_without_a_region_reads_why_the_map_is_empty(browse, world):
    page = browse(world["nobody"], "/map/")
    expect(page.get_by_role("alert")).to_contain_text("There is no site in your area of work yet.")
