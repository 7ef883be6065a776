"""The step pages in a real browser: evidence, keys and thumbs, no scripts, every theme."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.workflows.assets.stories import Loan, asset
from tests.workflows.pages import address, page_of
from tests.workflows.uploads import pdf
from workflows.models import Evidence
from workflows.services.evidence import Position, attach

pytestmark = pytest.mark.django_db(transaction=True)


def photo(number: int, name: str = "") -> dict:
    content = factories.photo(number, size=(640, 480))
    return {"name": name or content.name, "mimeType": "image/jpeg", "buffer": content.read()}


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


@pytest.mark.parametrize("phone", [False, True])
def test_a_receipt_stands_apart_from_the_heading(browse, plot, phone):
    page = browse(plot.cast.village_officer, address(plot, "save_draft"), phone=phone)
    page.get_by_role("button", name="Save the draft").click()
    receipt = page.locator(".messages").bounding_box()
    below = page.locator(".messages + *").bounding_box()
    assert below["y"] - (receipt["y"] + receipt["height"]) >= 12


def test_a_refused_file_says_why_and_the_good_ones_stay(browse, accessible, plot, tmp_path):
    browse.expect(r"^422: |status of 422")
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    # From the disk: megabytes handed over in memory take the browser's driver many seconds.
    contents = {
        "satu.jpg": photo(1)["buffer"],
        "surat.jpg": pdf().read(),
        "besar.jpg": b"\xff\xd8\xff" + b"\0" * 16_000_000,
        "dua.jpg": photo(2)["buffer"],
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    page.locator("#files-plot_photo").set_input_files([tmp_path / name for name in contents])
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


def test_a_file_is_taken_back_after_a_question_and_a_kept_scan_attached_again(browse, accessible, plot):
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

    loan = Loan(plot.site, plot.cast, asset(plot.site, plot.cast.bpkad)).reviewed()
    loan.approve("188.45/9/2026")
    loan.take("take_back_approval", plot.cast.bupati, reason=("mistyped", "Tanggal surat salah ketik."))
    where = reverse("take_step", args=[plot.site.code, "asset_loan", loan.process.pk, "approve"])
    page = browse(plot.cast.bupati, where)
    page.locator("#id_approval_number").fill("188.45/9/2026")
    accessible(page)
    page.get_by_role("button", name=re.compile("^Attach this scan again")).click()
    expect(page.locator("#slot-approval_scan .slot__files li")).to_have_count(1)
    expect(page.locator("#id_approval_number")).to_have_value("188.45/9/2026")
    assert page.locator("[name=version]").input_value() == str(loan.version)


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
    expect(page.get_by_text("The plot was submitted.")).to_be_visible()
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


def test_the_name_of_a_photo_is_never_markup(browse, plot):
    plot.submitted()
    name = '<img src=x onerror="document.title=1"> <b>tebal.jpg'
    place = Position(plot.site.position, "device", 5)
    files = [factories.photo(41, name=name)]
    attach(process_id=plot.process.pk, slot="survey_photo", files=files, actor=plot.cast.field_officer, position=place)
    page = browse(plot.cast.viewer, page_of(plot))
    page.locator(".photo-mark").hover(force=True)
    expect(page.locator(".leaflet-tooltip")).to_contain_text("<b>tebal.jpg")
    expect(page.locator("main b", has_text="tebal")).to_have_count(0)


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
    expect(page.get_by_text("The draft is saved; nothing was sent.")).to_be_visible()


def test_an_error_stands_beside_a_field_only_as_long_as_what_it_speaks_of(browse, accessible, plot):
    browse.expect(r"^422: |status of 422")
    page = browse(plot.cast.village_officer, address(plot, "submit"))
    page.locator("#id_stated_area_m2").fill("much")
    page.get_by_role("button", name="Submit the plot").click()
    title = page.locator(".field", has=page.locator("#id_title_number"))
    owner = page.locator(".field", has=page.locator("[name=owner_kind]"))
    area = page.locator(".field", has=page.locator("#id_stated_area_m2"))
    for field in (title, owner, area):
        expect(field.locator(".errorlist")).to_be_visible()
    page.locator("#id_title_number").fill("HP 77/2025")
    owner.get_by_label("Village (desa)").check()
    page.locator("#id_stated_area_m2").fill("1485")
    for field in (title, owner, area):
        expect(field.locator(".errorlist")).to_be_hidden()
    accessible(page)
    page.locator("#id_title_number").fill("")
    page.locator("#id_stated_area_m2").fill("much")
    expect(title.locator(".errorlist")).to_be_visible()
    expect(area.locator(".errorlist")).to_be_visible()
    expect(owner.locator(".errorlist")).to_be_hidden()
