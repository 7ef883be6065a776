"""The map as people use it: by mouse, by keyboard, by thumb, without sight, with a bad connection."""

import datetime
import itertools
import re

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.roles import Role
from sites import services
from sites.authorship import Authorship
from sites.models import Site
from sites.stages import Flag, Stage
from tests import factories
from tests.browser.browsing import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)

SITE = "62.02.01.2001"


@pytest.fixture
def world(live_server):
    """A small province: 60 sites in three districts of two regencies, a person of each, and one at a known place."""
    districts = ["62.02.01", "62.02.02", "62.03.01"]
    villages = [factories.region(f"{districts[number % 3]}.{2001 + number // 3}") for number in range(60)]
    services.register_villages(villages, by=Authorship.system("test"), source="test", as_of=datetime.date(2025, 1, 1))
    sites = list(Site.objects.order_by("code"))
    for number, site in enumerate(sites):
        site.stage = Stage(number % 7)
        site.flags = Flag.RETURNED if number % 10 == 0 else 0
    Site.objects.bulk_update(sites, ["stage", "flags"])
    Site.objects.filter(code=SITE).update(
        position=Point(112.5, -2.0, srid=4326),
        stage=Stage.BUILDING,
        flags=Flag.LEGAL_BLOCKED,
        states={"land_verification": "accepted"},
    )
    Site.objects.filter(code__startswith="62.02.02").update(states={"land_verification": "surveyed"})
    return {
        "viewer": factories.user("viewer", Role.VIEWER, "62"),
        "regency": factories.user("regency", Role.COOPERATIVE_OFFICE, "62.02"),
        "nobody": factories.user("nobody"),
    }


def count(page: Page):
    return page.locator("#map-count")


def at_the_site(zoom: float = 13) -> str:
    return f"/map/#{zoom}/-2.0/112.5"


def colour_at_middle(page: Page) -> list[int]:
    """Red, green, blue, opacity of the sites' canvas in the middle of the map."""
    return page.evaluate(
        """() => {
            const canvas = document.querySelector(".leaflet-sites-pane canvas");
            const map = document.getElementById("map").getBoundingClientRect();
            const place = canvas.getBoundingClientRect();
            const scale = canvas.width / place.width;
            const x = (map.left + map.width / 2 - place.left) * scale;
            const y = (map.top + map.height / 2 - place.top) * scale;
            return [...canvas.getContext("2d").getImageData(x, y + 3, 1, 1).data];
        }"""
    )


def middle(page: Page) -> tuple[float, float]:
    box = page.locator("#map").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


# --- seeing ---


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


def test_a_site_is_drawn_in_its_place_in_the_colour_of_its_stage(browse, world):
    page = browse(world["viewer"], at_the_site())
    expect(count(page)).to_have_text("60 sites")
    building = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--stage-building').trim()")
    expected = [int(building[at : at + 2], 16) for at in (1, 3, 5)]
    found = colour_at_middle(page)
    assert found[3] == 255
    # An estimated position is pale: between its stage's colour and the land's.
    assert all(low - 8 <= channel <= 255 for low, channel in zip(expected, found[:3], strict=True)), (expected, found)


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


# --- choosing ---


def test_a_click_opens_the_panel_and_escape_gives_the_map_back(browse, world):
    page = browse(world["viewer"], at_the_site())
    expect(page.locator("#map-list a").first).to_be_visible()
    page.mouse.click(*middle(page))
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


def test_a_link_to_a_site_of_the_neighbour_opens_nothing(browse, world):
    page = browse(world["regency"], "/map/?site=62.03.01.2001")
    expect(page.locator("#map-list a").first).to_be_visible()
    expect(page.locator("#map-panel")).to_be_hidden()


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


def test_waiting_is_counted_in_days_of_today(browse, world):
    for days, code in [(10, SITE), (11, "62.02.01.2002"), (300, "62.02.01.2003")]:
        Site.objects.filter(code=code).update(waiting_since=timezone.now() - datetime.timedelta(days=days))
    page = browse(world["viewer"], "/map/?waiting=10")
    expect(count(page)).to_have_text("2 of 60 sites")
    expect(page.locator("#map-list a").first).to_contain_text("waiting for 300 days")


def test_nothing_matches_and_the_way_back(browse, world):
    page = browse(world["viewer"], "/map/?waiting=9000")
    expect(page.get_by_role("alert")).to_contain_text("No site matches these filters.")
    page.get_by_role("alert").get_by_role("button", name="Show all sites").click()
    expect(count(page)).to_have_text("60 sites")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_person_without_a_region_reads_why_the_map_is_empty(browse, world):
    page = browse(world["nobody"], "/map/")
    expect(page.get_by_role("alert")).to_contain_text("There is no site in your area of work yet.")


# --- keyboard ---


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


# --- connection ---


def test_a_failure_of_the_server_can_be_tried_again(browse, world):
    browse.expect(r"500|status of 500")
    page = browse(world["viewer"], "/about/")
    page.route("**/map/layer", lambda route: route.fulfill(status=500), times=1)
    page.goto("/map/")
    expect(page.get_by_role("alert")).to_contain_text("The server could not send the map.")
    page.get_by_role("button", name="Try again").click()
    expect(count(page)).to_have_text("60 sites")


def test_who_is_logged_out_meanwhile_is_led_to_the_login(browse, world):
    browse.expect(r"401")
    page = browse(world["viewer"], "/map/")
    expect(page.locator("#map-list a").first).to_be_visible()
    page.context.clear_cookies(name="sessionid")
    page.locator("#map-list a").first.click()
    expect(page.locator("#map-panel")).to_contain_text("You are not logged in any more.")


def test_without_a_connection_the_map_says_how_old_it_is_and_catches_up(browse, world):
    browse.expect("ERR_INTERNET_DISCONNECTED")
    page = browse(world["viewer"], "/map/")
    expect(page.locator("#map-list a").first).to_be_visible()
    page.context.set_offline(True)
    expect(page.locator("#map-strip")).to_contain_text("No connection. The map shows the state of")
    page.locator("#map-list a").first.click()
    expect(page.locator("#map-panel")).to_contain_text("The server cannot be reached")
    factories.site("62.02.01.2999")
    page.context.set_offline(False)
    expect(page.locator("#map-strip")).to_be_hidden()
    expect(count(page)).to_have_text("61 sites")
    page.locator("#map-panel").get_by_role("button", name="Try again").click()
    expect(page.locator("#map-panel").get_by_role("link")).to_be_visible()


def test_nothing_is_asked_of_another_host(browse, world, live_server):
    page = browse(world["viewer"], at_the_site(9))
    expect(page.locator("#map-list a").first).to_be_visible()
    page.mouse.move(*middle(page))
    page.mouse.wheel(0, -600)
    page.locator("#map-list a").first.click()
    expect(page.locator("#map-panel h2")).to_be_visible()
    assert len(browse.requests) > 20
    assert {url for url in browse.requests if not url.startswith((live_server.url, "data:"))} == set()


# --- everybody ---


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
