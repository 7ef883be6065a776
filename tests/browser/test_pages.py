"""The pages of the register and the work in a real browser: journeys, and what a page does beyond being read."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(plot):
    """A plot to verify, one that was refused before it, and a neighbour village without any."""
    refused = factories.Plot(plot.site, plot.cast).surveyed()
    refused.take("reject", plot.cast.kodim, reason=("swamp_or_coast", "Under water at high tide."))
    plot.surveyed(length_m="35", width_m="25", stated_area_m2="875")
    factories.site("62.02.01.2002", name="Camba")
    return plot


def test_what_unfolds_is_accessible_too(browse, accessible, world):
    page = browse(world.cast.viewer)
    page.goto(f"/sites/{world.site.code}/")
    for fold in page.locator("main details > summary").all():
        fold.click()
    expect(page.get_by_role("table").first).to_be_visible()
    accessible(page)


def test_from_the_start_page_to_my_oldest_decision(browse, world):
    page = browse(world.cast.kodim)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 task awaits you")
    page.get_by_role("link", name="Verify: ").click()
    expect(page).to_have_url(re.compile(rf"/sites/{world.site.code}/land_verification/\d+/verify/$"))


def test_from_the_search_box_to_the_site_to_its_step(browse, world):
    page = browse(world.cast.kodim)
    page.goto("/")
    box = page.get_by_role("searchbox", name="Search sites by code or name")
    box.fill(world.site.code)
    box.press("Enter")
    expect(page).to_have_url(re.compile(rf"/sites/{world.site.code}/$"))
    expect(page.get_by_text("It is your turn: Verify.")).to_be_visible()
    page.get_by_role("link", name="Verify", exact=True).click()
    expect(page).to_have_url(re.compile(r"/verify/$"))


def test_filters_stages_and_order_keep_each_other(browse, world):
    page = browse(world.cast.viewer)
    page.goto("/sites/")
    page.get_by_role("link", name=re.compile(r"^Plot proposed 1$")).click()
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_label("Flag").select_option("any")
    page.get_by_role("button", name="Filter").click()
    assert "stage=land_proposed" in page.url and "flag=any" in page.url
    page.get_by_role("link", name="Waiting since").click()
    assert "stage=land_proposed" in page.url and "flag=any" in page.url and "sort=waiting" in page.url
    page.get_by_role("link", name="Clear").click()
    expect(page.get_by_role("row")).to_have_count(3)


def test_the_small_map_draws_the_plot(browse, world):
    page = browse(world.cast.viewer)
    page.goto(f"/sites/{world.site.code}/")
    expect(page.locator(".process-map path.shape")).to_have_count(1)
    expect(
        page.get_by_text("Land verification 1 · Land certificate HP 12/2024: Waiting for verification")
    ).to_be_visible()


def test_the_pages_work_without_scripts(browse, world):
    page = browse(world.cast.kodim, java_script_enabled=False)
    page.goto("/sites/?q=camba")
    expect(page.get_by_role("heading", level=1)).to_have_text("Desa Camba")
    page.goto("/work/")
    expect(page.get_by_role("link", name=re.compile("^Verify"))).to_have_count(1)
    page.goto(f"/sites/{world.site.code}/")
    page.locator("summary", has_text="ended without result").click()
    expect(page.get_by_text("Swamp or coast: Under water at high tide.").first).to_be_visible()


def test_the_keyboard_reaches_the_content_first(browse, world):
    page = browse(world.cast.kodim)
    page.goto("/work/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_site_prints_without_its_controls(browse, world):
    page = browse(world.cast.kodim)
    page.goto(f"/sites/{world.site.code}/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("What has happened")).to_be_visible()
    for control in page.locator("main :is(.button, .section-title > a, a[href^='/map/'])").all():
        expect(control).to_be_hidden()


def test_a_table_prints_its_sum_once(browse, world):
    page = browse(world.cast.viewer)
    page.goto("/")
    page.emulate_media(media="print")
    assert page.locator("tfoot").evaluate("element => getComputedStyle(element).display") == "table-row-group"
    # All columns lie on an upright page of A4, whose lines are 180 mm long.
    page.set_viewport_size({"width": 680, "height": 1000})
    page.goto(reverse("region_page", args=["62.02"]))
    table = page.locator(".table--figures")
    assert table.evaluate("element => element.scrollWidth <= document.documentElement.clientWidth")
