"""Photos in a real browser: looked at one after the other, sent twice, given the place they came without."""

import re

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import expect

from tests import factories
from tests.workflows.pages import address, page_of
from workflows.models import Evidence

pytestmark = pytest.mark.django_db(transaction=True)


def jpeg(number: int, name: str = "") -> dict:
    content = factories.photo(number, size=(640, 480))
    return {"name": name or content.name, "mimeType": "image/jpeg", "buffer": content.read()}


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_photos_are_leafed_through_with_keys_and_buttons(browse, accessible, plot, phone):
    plot.submitted()
    page = browse(plot.cast.kodim, page_of(plot), phone=phone)
    first = page.locator(".files a.files__name").first
    page.locator("[data-view]").first.click()
    viewer = page.locator("[data-viewer]")
    expect(viewer.get_by_text("Photo 1 of 4")).to_be_visible()
    expect(viewer).to_contain_text("Time of capture not recorded")
    expect(viewer.get_by_role("button", name="Close the photo")).to_be_focused()
    expect(viewer.get_by_role("button", name="Previous")).to_be_disabled()
    accessible(page)
    page.keyboard.press("ArrowRight")
    expect(viewer.get_by_text("Photo 2 of 4")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    for number in (2, 3, 4):
        viewer.get_by_role("button", name="Next").click()
        expect(viewer.get_by_text(f"Photo {number} of 4")).to_be_visible()
    expect(viewer.get_by_role("button", name="Next")).to_be_disabled()
    # The focus stays inside, so that the keys go on working.
    page.keyboard.press("ArrowLeft")
    expect(viewer.get_by_text("Photo 3 of 4")).to_be_visible()
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('[data-view]')")
    expect(first).to_be_visible()


def test_a_finger_leafs_by_swiping(browse, plot):
    plot.submitted()
    page = browse(plot.cast.kodim, page_of(plot), phone=True)
    page.locator("[data-view]").first.click()
    swipe = """(across) => {
        const image = document.querySelector("[data-viewer-image]");
        const touch = (x) => new Touch({ identifier: 1, target: image, clientX: x, clientY: 100 });
        image.dispatchEvent(new TouchEvent("touchstart", { touches: [touch(200)], changedTouches: [touch(200)] }));
        image.dispatchEvent(new TouchEvent("touchend", { touches: [], changedTouches: [touch(200 + across)] }));
    }"""
    page.evaluate(swipe, -90)
    expect(page.get_by_text("Photo 2 of 4")).to_be_visible()
    page.evaluate(swipe, -10)
    expect(page.get_by_text("Photo 2 of 4")).to_be_visible()
    page.evaluate(swipe, 90)
    expect(page.get_by_text("Photo 1 of 4")).to_be_visible()


def test_the_same_file_again_is_said_to_be_there(browse, plot):
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    slot = page.locator("#slot-plot_photo")
    page.locator("#files-plot_photo").set_input_files([jpeg(1)])
    expect(slot.locator(".slot__files li")).to_have_count(1)
    page.locator("#files-plot_photo").set_input_files([jpeg(1, "sama.jpg")])
    expect(slot.get_by_text("sama.jpg: this file is already attached.")).to_be_visible()
    expect(slot.get_by_role("button", name="Try again")).to_be_hidden()
    expect(slot.locator(".slot__files li")).to_have_count(1)


def test_a_photo_without_a_position_gets_it_where_it_stands(browse, accessible, plot):
    browse.expect(r"^422: |status of 422")
    plot.submitted()
    x, y = plot.site.position.coords
    plot.photos("survey_photo", plot.cast.field_officer, 1)
    plot.photos("survey_photo", plot.cast.field_officer, 1, Point(x + 0.05, y, srid=4326))
    page = browse(plot.cast.field_officer, address(plot, "survey"), phone=True)
    rule = page.locator("[data-guard=survey_photos_near_plot]")
    expect(rule).to_contain_text("m from the plot")
    slot = page.locator("#slot-survey_photo")
    expect(slot).to_contain_text("1 of at least 2 with a position.")
    slot.get_by_text("Add its position").click()
    accessible(page)
    field = slot.get_by_label("Where this photo was taken")
    field.fill("di balai desa")
    field.press("Enter")
    expect(slot.locator(".slot__place [data-place-status]")).not_to_be_empty()
    field.fill(f"{y}, {x}")
    field.press("Enter")
    expect(slot).to_contain_text("Typed in by the sender")
    expect(slot.get_by_text("Add its position")).to_have_count(0)
    assert Evidence.objects.filter(slot="survey_photo", position=None).count() == 0
    assert page.locator("[name=version]").input_value() == str(plot.version)
    # Taking the far one back mends the rule in the checklist, without a new page.
    slot.get_by_role("button", name=re.compile("^Take back")).last.click()
    page.get_by_role("button", name="Take it back").click()
    expect(rule).to_contain_text("The survey photos were taken near the plot")
