"""The step pages in a real browser: evidence, the plot editor, keyboards and thumbs, no scripts, every theme."""

import json
import re

import pytest
from django.contrib.gis.geos import GEOSGeometry
from playwright.sync_api import Page, expect

from tests import factories
from tests.workflows.pages import address, page_of
from tests.workflows.uploads import pdf
from workflows.flows.land_verification import LandVerification
from workflows.land import plots
from workflows.models import Evidence

pytestmark = pytest.mark.django_db(transaction=True)


def photo(number: int, name: str = "") -> dict:
    content = factories.photo(number, size=(640, 480))
    return {"name": name or content.name, "mimeType": "image/jpeg", "buffer": content.read()}


def ground(page: Page) -> tuple[float, float]:
    """The middle of the editor's map on the screen."""
    page.locator("[data-editor-map]").scroll_into_view_if_needed()
    box = page.locator("[data-editor-map]").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def tap(page: Page, *corners: tuple[int, int]) -> None:
    x, y = ground(page)
    for right, down in corners:
        page.mouse.click(x + right, y + down)


def outline(page: Page) -> list:
    """The corners in the form's field, without the closing one."""
    return json.loads(page.locator("#id_plot").input_value())["coordinates"][0][:-1]


@pytest.mark.parametrize(
    ("phone", "theme", "language"),
    [(False, "light", "id"), (False, "dark", "en"), (True, "light", "en"), (True, "dark", "id")],
)
def test_every_page_is_accessible_and_fits(browse, accessible, plot, phone, theme, language):
    """From draft to decision: each page as its person meets it."""
    options = {"phone": phone, "theme": theme, "language": language}
    page = browse(plot.cast.village_officer, address(plot, "submit"), **options)
    accessible(page)
    plot.surveyed(length_m="40", width_m="20", stated_area_m2="800")
    kodim = browse(plot.cast.kodim, page_of(plot), **options)
    accessible(kodim)
    for step in ["verify", "send_back", "reject"]:
        kodim.goto(address(plot, step))
        for summary in kodim.locator("details > summary").all():
            if summary.is_visible():
                summary.click()
        accessible(kodim)


def test_a_refused_file_says_why_and_the_good_ones_stay(browse, accessible, plot):
    browse.expect(r"^422: |status of 422")
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    paper = {"name": "surat.jpg", "mimeType": "image/jpeg", "buffer": pdf().read()}
    too_large = {"name": "besar.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" + b"\0" * 16_000_000}
    page.locator("#files-plot_photo").set_input_files([photo(1), paper, too_large, photo(2)])
    slot = page.locator("#slot-plot_photo")
    expect(slot.locator(".slot__files li")).to_have_count(2)
    expect(slot.get_by_text("surat.jpg: A photo is asked for (JPEG, PNG or WebP).")).to_be_visible()
    expect(slot.get_by_text(re.compile("The file has 16 MB; at most 15 MB are accepted."))).to_be_visible()
    expect(slot.get_by_text("2 of at least 4 attached.")).to_be_visible()
    assert page.locator("[name=version]").input_value() == str(plot.version)
    accessible(page)
    slot.get_by_role("button", name="Close").first.click()
    expect(slot.locator(".upload")).to_have_count(1)


def test_a_file_dropped_on_the_slot_is_sent(browse, plot):
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    page.evaluate(
        """([name, bytes]) => {
            const carried = new DataTransfer();
            carried.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }));
            const target = document.querySelector("#slot-plot_photo [data-slot-drop]");
            target.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
        }""",
        ["jatuh.jpg", list(photo(5)["buffer"])],
    )
    expect(page.locator("#slot-plot_photo .slot__files li")).to_have_count(1)
    assert Evidence.objects.get().filename == "jatuh.jpg"


def test_a_file_is_taken_back_after_a_question(browse, accessible, plot):
    plot.papers()
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    page.locator("#id_title_number").fill("HP 5")
    files = page.locator("#slot-plot_photo .slot__files li")
    page.get_by_role("button", name=re.compile("^Take back photo")).first.click()
    accessible(page)
    page.get_by_role("button", name="Keep it").click()
    expect(files).to_have_count(4)
    page.get_by_role("button", name=re.compile("^Take back photo")).first.click()
    page.get_by_role("button", name="Take it back").click()
    expect(files).to_have_count(3)
    expect(page.locator("#id_title_number")).to_have_value("HP 5")
    assert page.locator("[name=version]").input_value() == str(plot.version)


def test_a_lost_connection_keeps_the_file_for_another_try(browse, plot):
    browse.expect("failed: |net::ERR_")
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    page.context.set_offline(True)
    page.locator("#files-plot_photo").set_input_files([photo(1)])
    expect(page.get_by_text("The server did not answer. The file is still here; try again.")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#slot-plot_photo .slot__files li")).to_have_count(1)


def test_the_whole_form_works_without_scripts(browse, accessible, plot):
    browse.expect(r"^422: |status of 422")
    page = browse(plot.cast.village_officer, address(plot, "submit"), java_script_enabled=False)
    x, y = plot.site.position.coords
    page.get_by_label("Outline of the plot").fill(
        f"{y}, {x}\n{y}, {x + 0.0005}\n{y + 0.0004}, {x + 0.0005}\n{y + 0.0004}, {x}"
    )
    page.get_by_label("Area stated in the papers, m²").fill("2,460")
    page.get_by_role("group", name="Owner").get_by_label("Village (desa)").check()
    page.get_by_role("group", name="Kind of title").get_by_label("Land certificate").check()
    page.locator("#files-plot_photo").set_input_files([photo(n) for n in range(4)])
    page.locator("#slot-plot_photo").get_by_role("button", name="Add these files").click()
    expect(page.get_by_text("4 files were added.")).to_be_visible()
    page.locator("#files-musdes_minutes").set_input_files(
        [{"name": "ba.pdf", "mimeType": "application/pdf", "buffer": pdf().read()}]
    )
    page.get_by_role("button", name="Submit the plot").click()
    expect(page.get_by_text("1 file was added.")).to_be_visible()
    expect(page.get_by_label("Area stated in the papers, m²")).to_have_value("2,460")
    page.get_by_role("button", name="Submit the plot").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    page.get_by_label("Number of the title").fill("HP 12")
    page.get_by_role("button", name="Submit the plot").click()
    expect(page.get_by_text("Submit the plot: recorded as entry")).to_be_visible()
    assert plot.state == "submitted"


@pytest.mark.parametrize("scripts", [True, False])
def test_the_enter_key_sends_the_step_and_never_takes_a_file_back(browse, plot, scripts):
    browse.expect(r"^422: |status of 422")
    plot.papers()
    page = browse(plot.cast.village_officer, address(plot, "submit"), java_script_enabled=scripts)
    page.get_by_label("Number of the title").fill("HP 12")
    page.get_by_label("Number of the title").press("Enter")
    expect(page.get_by_text("There is a problem")).to_be_visible()
    expect(page.get_by_label("Number of the title")).to_have_value("HP 12")
    assert Evidence.objects.filter(withdrawn_at=None).count() == 5


def test_corners_are_tapped_dragged_undone_and_cleared(browse, plot):
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    figures = page.locator("[data-editor-figures]")
    expect(figures).to_contain_text("No corner yet.")
    tap(page, (-80, -60), (80, -60))
    expect(figures).to_contain_text("at least three corners")
    tap(page, (80, 60), (-80, 60))
    expect(figures).to_contain_text(re.compile(r"Area [\d,]+ m², around [\d,]+ m"))
    assert len(outline(page)) == 4

    before = outline(page)[2]
    x, y = ground(page)
    page.mouse.move(x + 80, y + 60)
    page.mouse.down()
    page.mouse.move(x + 110, y + 90, steps=6)
    page.mouse.up()
    assert outline(page)[2] != before
    page.get_by_role("button", name="Undo").click()
    assert outline(page)[2] == before

    tap(page, (0, 60))  # on the lower side: the corner goes into it
    assert len(outline(page)) == 5
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#id_plot")).to_have_value("")
    page.get_by_role("button", name="Undo").click()
    assert len(outline(page)) == 5


def test_an_outline_that_crosses_itself_is_told_while_drawing(browse, plot):
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    tap(page, (-80, -60), (80, 60), (80, -60), (-80, 60))
    expect(page.locator("[data-editor-figures]")).to_have_text(
        "The outline crosses itself. Put the corners in order around the plot."
    )


def test_the_keyboard_alone_draws_a_plot(browse, plot):
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    page.locator("[data-editor-map]").focus()
    add = page.get_by_role("button", name="Add a corner here")
    for key in ["ArrowRight", "ArrowDown", "ArrowLeft"]:
        add.press("Enter")
        page.locator("[data-editor-map]").focus()
        page.keyboard.press(key)
        page.wait_for_timeout(300)
    assert len(outline(page)) == 3
    page.get_by_text("Corners and sides").click()
    delete = page.get_by_role("button", name="Delete (Corner 2)")
    delete.press("Enter")
    expect(page.locator("[data-editor-corners] li")).to_have_count(2)
    assert page.evaluate("document.querySelector('[data-editor-corners]').contains(document.activeElement)")


@pytest.mark.parametrize(
    "text",
    [
        "2°31'48\" LS 112°57'0\" BT\n2°31'48\" LS 112°57'2\" BT\n2°31'50\" LS 112°57'2\" BT",
        '{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[112.95,-2.53],[112.9506,-2.53],[112.9506,-2.5306],[112.95,-2.53]]]}}',
        "<kml><Polygon><outerBoundaryIs><LinearRing><coordinates>112.95,-2.53 112.9506,-2.53 112.9506,-2.5306 "
        "112.95,-2.53</coordinates></LinearRing></outerBoundaryIs></Polygon></kml>",
    ],
    ids=["degrees", "geojson", "kml"],
)
def test_pasted_and_opened_coordinates_are_drawn(browse, plot, text):
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    page.get_by_text("Coordinates as text or from a file").click()
    page.locator("#id_plot").fill(text)
    page.get_by_role("button", name="Show on the map").click()
    expect(page.locator("[data-editor-figures]")).to_contain_text("Area")
    assert len(outline(page)) == 3
    page.get_by_role("button", name="Clear").click()
    page.locator("[data-editor-file]").set_input_files(
        [{"name": "lahan.txt", "mimeType": "text/plain", "buffer": text.encode()}]
    )
    expect(page.locator("[data-editor-figures]")).to_contain_text("Area")


def test_coordinates_that_cannot_be_read_stay_with_their_sentence(browse, plot):
    browse.expect(r"^422: |status of 422")
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    page.get_by_text("Coordinates as text or from a file").click()
    page.locator("#id_plot").fill("-2.53, 112.95\nbalai desa")
    page.get_by_role("button", name="Show on the map").click()
    expect(page.get_by_text("Line 2: “balai desa” is not a pair of coordinates.").first).to_be_visible()
    expect(page.locator("#id_plot")).to_have_value("-2.53, 112.95\nbalai desa")


def test_what_was_drawn_is_drawn_again(browse, plot):
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    tap(page, (-80, -60), (80, -60), (80, 60))
    drawn = outline(page)
    shown = re.search(r"Area ([\d,]+) m²", page.locator("[data-editor-figures]").inner_text())[1]
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("Save the draft: recorded as entry")).to_be_visible()
    kept = LandVerification.objects.get(pk=plot.process.pk).plot
    assert kept.equals_exact(GEOSGeometry(json.dumps({"type": "Polygon", "coordinates": [[*drawn, drawn[0]]]})), 1e-9)
    # The editor's figure is within a thousandth of what the database computes on the ellipsoid.
    assert float(shown.replace(",", "")) == pytest.approx(float(plots.area_m2(kept)), rel=0.001, abs=0.6)
    page.get_by_role("link", name="Submit the plot").click()
    expect(page.locator(".corner")).to_have_count(3)
    assert outline(page) == drawn


def test_a_position_is_picked_on_the_map_or_from_the_device(browse, plot):
    here = {"geolocation": {"longitude": 112.91, "latitude": -2.41, "accuracy": 12}, "permissions": ["geolocation"]}
    page = browse(plot.cast.village_officer, address(plot, "submit"), **here)
    field = page.get_by_label("Position of the plot")
    page.get_by_role("button", name="Choose on the map").click()
    page.get_by_role("button", name="Take the place at the cross").click()
    x, y = plot.site.position.coords
    assert [round(float(part), 3) for part in field.input_value().split(",")] == [round(y, 3), round(x, 3)]
    page.locator("[data-picker-locate]").click()
    expect(field).to_have_value("-2.410000, 112.910000")
    page.get_by_role("button", name="My position", exact=True).click()
    expect(page.get_by_text("Your position, accurate to about 12 m.").first).to_be_visible()


def test_on_a_stale_page_the_answers_go_on(browse, accessible, plot):
    browse.expect(r"^409: |status of 409")
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    page.get_by_label("Number of the title").fill("HP 99/2025")
    plot.take("save_draft", plot.cast.dinkop, {"length_m": "40"})
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("heading", name="What has changed since")).to_be_visible()
    expect(page.get_by_label("Number of the title")).to_have_value("HP 99/2025")
    accessible(page)
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("Save the draft: recorded as entry")).to_be_visible()
