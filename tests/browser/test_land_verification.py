"""One plot from proposal to acceptance, as the people concerned take it there: each at his own browser."""

import datetime
import re
from pathlib import Path

import pytest
from django.utils import translation
from playwright.sync_api import Page, expect

from sites import ledger
from sites.models import Event, Site
from sites.stages import Stage
from tests import factories
from tests.workflows.uploads import pdf
from workflows.flows.land_verification import LandVerification
from workflows.models import Process, Waiver

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def files(tmp_path) -> dict[str, list[Path]]:
    """Photos and a paper on the people's disks."""

    def write(content) -> Path:
        path = tmp_path / content.name
        path.write_bytes(content.read())
        return path

    return {
        "plot": [write(factories.photo(number, size=(800, 600))) for number in range(1, 5)],
        "survey": [write(factories.photo(number, size=(800, 600))) for number in range(11, 13)],
        "second survey": [write(factories.photo(number, size=(800, 600))) for number in range(21, 23)],
        "minutes": [write(pdf())],
        "letter": [write(factories.pdf(31))],
    }


def add_files(page: Page, slot: str, paths: list[Path]) -> None:
    """Choose files in a slot and wait until all are there."""
    page.locator(f"#files-{slot}").set_input_files(paths)
    expect(page.locator(f"#slot-{slot} .slot__files li")).to_have_count(len(paths))
    expect(page.locator(f"#slot-{slot} .upload")).to_have_count(0)


def draw(page: Page, corners: list[tuple[int, int]]) -> None:
    """Tap the corners, in pixels from the middle of the map."""
    ground = page.locator("[data-editor-map]")
    ground.scroll_into_view_if_needed()
    box = ground.bounding_box()
    for x, y in corners:
        page.mouse.click(box["x"] + box["width"] / 2 + x, box["y"] + box["height"] / 2 + y)


def choose(page: Page, question: str, answer: str) -> None:
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def send(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def receipt(page: Page, step: str) -> None:
    """The receipt of the step, which the page names as the person reads it."""
    with translation.override("en"):
        done = next(str(one.done) for one in LandVerification.steps.values() if str(one.label) == step)
    expect(page.get_by_text(done)).to_be_visible()
    expect(page.get_by_text(re.compile(r"Entry #\d+ · [0-9a-f]{12}…"))).to_be_visible()


def test_a_plot_from_proposal_to_acceptance(browse, accessible, site, cast, files):
    browse.expect(r"^4(09|22): |status of 4(09|22)")
    today = datetime.date.today().isoformat()
    x, y = site.position.coords
    here = {"geolocation": {"longitude": x, "latitude": y, "accuracy": 8}, "permissions": ["geolocation"]}

    # The village officer opens it, draws, adds what is asked for, and is told that the area cannot be right.
    village = browse(cast.village_officer, f"/sites/{site.code}/land_verification/start/")
    accessible(village)
    send(village, "Open it")
    expect(village.get_by_role("heading", level=1)).to_have_text("Submit the plot")
    accessible(village)
    draw(village, [(-60, -40), (60, -40), (60, 40), (-60, 40)])
    expect(village.locator("[data-editor-figures]")).to_contain_text(re.compile(r"Area [\d,]+ m²"))
    area = int(
        re.search(r"Area ([\d,]+) m²", village.locator("[data-editor-figures]").inner_text())[1].replace(",", "")
    )
    village.get_by_label("Area stated in the papers, m²").fill(str(area // 2))
    expect(village.locator("[data-editor-figures]")).to_contain_text("% more than the stated")
    choose(village, "Owner", "Village (desa)")
    choose(village, "Kind of title", "Land certificate")
    village.get_by_label("Number of the title").fill("HP 12/2024")
    send(village, "Save the draft")
    receipt(village, "Save the draft")
    accessible(village)
    village.get_by_role("link", name="Submit the plot").click()
    add_files(village, "plot_photo", files["plot"])
    add_files(village, "musdes_minutes", files["minutes"])
    send(village, "Submit the plot")
    summary = village.locator(".error-summary")
    expect(summary).to_contain_text("apart, 10 % is allowed.")
    expect(summary).to_be_focused()
    expect(village.get_by_label("Number of the title")).to_have_value("HP 12/2024")
    accessible(village)
    village.get_by_label("Area stated in the papers, m²").fill(str(area))
    send(village, "Submit the plot")
    receipt(village, "Submit the plot")

    # The Babinsa answers with one thumb, photographs from where he stands.
    babinsa = browse(cast.field_officer, "/work/", phone=True, **here)
    babinsa.get_by_role("link", name=re.compile("Report the survey")).first.click()
    expect(babinsa.get_by_role("heading", level=1)).to_have_text("Report the survey")
    accessible(babinsa)
    survey(babinsa, today)
    babinsa.get_by_role("button", name="Use my position").click()
    expect(babinsa.get_by_text("Your position, accurate to about 8 m.")).to_be_visible()
    add_files(babinsa, "survey_photo", files["survey"])
    expect(babinsa.locator("#slot-survey_photo")).to_contain_text("±8 m · Device position at capture")
    send(babinsa, "Report the survey")
    receipt(babinsa, "Report the survey")
    accessible(babinsa)

    # Kodim sends it back; the village corrects and submits again; the Babinsa reports again.
    kodim = browse(cast.kodim, page_of(site))
    kodim.get_by_role("link", name="Return for correction").click()
    accessible(kodim)
    kodim.get_by_label("Reason").select_option("title_problem")
    kodim.get_by_label("Explanation").fill("The number of the certificate does not match its scan.")
    send(kodim, "Return for correction")
    receipt(kodim, "Return for correction")

    village.goto(page_of(site))
    expect(village.get_by_text("The number of the certificate does not match its scan.").first).to_be_visible()
    village.get_by_role("link", name="Submit the plot").click()
    village.get_by_label("Number of the title").fill("HP 21/2024")
    village.get_by_text("Coordinates as text or from a file").click()
    village.get_by_label("Outline of the plot").fill(rectangle(x, y, 28, 30))
    village.get_by_role("button", name="Show on the map").click()
    expect(village.locator("[data-editor-figures]")).to_contain_text("less than the stated")
    area = int(
        re.search(r"Area ([\d,]+) m²", village.locator("[data-editor-figures]").inner_text())[1].replace(",", "")
    )
    village.get_by_label("Area stated in the papers, m²").fill(str(area))
    send(village, "Submit the plot")
    receipt(village, "Submit the plot")

    # The Babinsa reads why, and what was corrected since; his first photos are history, a new visit needs its own.
    babinsa.goto(page_of(site))
    babinsa.get_by_role("link", name="Report the survey").click()
    since = babinsa.get_by_role("region", name="Since it was sent back")
    expect(since).to_contain_text("The number of the certificate does not match its scan.")
    expect(since.get_by_role("row", name="Number of the title HP 12/2024 HP 21/2024")).to_be_visible()
    accessible(babinsa)
    expect(babinsa.locator("#slot-survey_photo .slot__files li")).to_have_count(0)
    expect(babinsa.get_by_text("Survey photos (earlier)")).to_be_visible()
    babinsa.get_by_role("button", name="Use my position").click()
    expect(babinsa.get_by_text("Your position, accurate to about 8 m.")).to_be_visible()
    add_files(babinsa, "survey_photo", files["second survey"])
    send(babinsa, "Report the survey")
    receipt(babinsa, "Report the survey")

    # Kodim reads, looks at a photo beside the form, and verifies the small plot with a reason.
    kodim.goto(page_of(site))
    kodim.get_by_role("link", name="Verify").click()
    accessible(kodim)
    kodim.locator(".thumbnails a").first.click()
    expect(kodim.locator("[data-viewer]")).to_be_visible()
    accessible(kodim)
    send(kodim, "Verify")
    expect(kodim.locator(".error-summary")).to_contain_text("at least 1,000 m² is asked for.")
    waive(kodim, "plot_at_least", "Kapuas allows 600 m² by decree.")
    if kodim.locator("#id_waive-building_fits-reason_code").count():
        waive(kodim, "building_fits", "A design of 15 × 20 m was agreed.")
    accessible(kodim)
    send(kodim, "Verify")
    receipt(kodim, "Verify")
    expect(kodim.get_by_text("A rule was waived").first).to_be_visible()

    # BPKAD writes the legal note, the cooperative office records the acceptance.
    bpkad = browse(cast.bpkad, page_of(site))
    bpkad.get_by_role("link", name="Write the legal note").click()
    accessible(bpkad)
    choose(bpkad, "Legal note", "Clear")
    bpkad.get_by_label("Grounds of the legal note").fill("Certificate and spatial plan agree.")
    for question in ["forest area", "farmland", "rice field", "green open space"]:
        bpkad.get_by_role("group", name=re.compile(question, re.IGNORECASE)).get_by_label("No", exact=True).check()
    send(bpkad, "Write the legal note")
    receipt(bpkad, "Write the legal note")

    dinkop = browse(cast.dinkop, page_of(site))
    dinkop.get_by_role("link", name="Record the acceptance").click()
    accessible(dinkop)
    dinkop.get_by_label("Agrinas reference").fill("AGR-62-0001")
    dinkop.get_by_label("Date of the Agrinas acceptance").fill(today)
    add_files(dinkop, "agrinas_letter", files["letter"])
    send(dinkop, "Record the acceptance")
    receipt(dinkop, "Record the acceptance")
    accessible(dinkop)

    assert Site.objects.get(pk=site.pk).stage == Stage.LAND_ACCEPTED
    assert Waiver.objects.filter(guard="plot_at_least").count() == 1
    assert Event.objects.filter(site=site, verb="step").count() == 9
    assert list(ledger.verify(Site.objects.filter(pk=site.pk))) == []


def rectangle(x: float, y: float, length_m: float, width_m: float) -> str:
    """The corners as people paste them: a line each, latitude first."""
    east, north = length_m / 111_320, width_m / 110_574
    corners = [(x, y), (x + east, y), (x + east, y + north), (x, y + north)]
    return "\n".join(f"{latitude:.7f}, {longitude:.7f}" for longitude, latitude in corners)


def page_of(site) -> str:
    return f"/sites/{site.code}/land_verification/{Process.objects.get(site=site).pk}/"


def survey(page: Page, today: str) -> None:
    page.get_by_label("Date of the visit").fill(today)
    for question in ["Reached by road", "Electricity nearby", "Water nearby", "Internet signal"]:
        choose(page, question, "Yes")
    choose(page, "Slope", "Flat")
    for question in ["Floods", "Swamp or peat", "Under an extra-high-voltage line (SUTET)"]:
        choose(page, question, "No")
    page.get_by_label("Distance to the settlement, metres").fill("300")


def waive(page: Page, guard: str, why: str) -> None:
    code = page.locator(f"#id_waive-{guard}-reason_code")
    if not code.is_visible():
        page.locator(".waiver", has=code).locator("summary").click()
    code.select_option("local_condition")
    page.locator(f"#id_waive-{guard}-reason_text").fill(why)
