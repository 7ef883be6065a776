"""The phone's app at 360 × 640, with a processor four times slower, over the slow 3G of the developer tools."""

import io
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.gis.geos import Point
from django.test.utils import override_settings
from django.urls import reverse
from PIL import Image
from playwright.sync_api import BrowserContext, Page, sync_playwright

from accounts import enrolment
from accounts.roles import Role
from bench import world
from bench.field import captures
from bench.measure import Figure
from bench.serving import Server
from gis_data import codes
from rollout.bootstrap.browser import system_chromium

SCREEN = {"width": 360, "height": 640}
SLOWER = 4
# "Slow 3G" of Chromium's developer tools: 400 kbit/s each way, two seconds for every answer.
NETWORK = {"offline": False, "latency": 2000, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
STARTS, PHOTOS, READY_S = 7, 5, 2.0
PATIENCE_MS = 300_000


def figures() -> list[Figure]:
    """Opened for the first time, opened without a signal, and a report with five photos sent."""
    begun = captures.outlets(40, world.person(Role.DISTRICT_COMMAND))
    place = begun[0].site
    person = world.person(Role.FIELD_OFFICER, codes.parse(place.code).district)
    _record, code = enrolment.issue_code(person=person, by=person)
    with (
        tempfile.TemporaryDirectory() as folder,
        override_settings(MEDIA_ROOT=folder),
        Server(MEDIA_ROOT=folder) as server,
        _phone(place.position) as context,
    ):
        page = context.new_page()
        _slow(context, page)
        app = f"http://localhost:{server.port}{reverse('field')}"
        shown, enrolled = _first_opened(page, f"{app}#enrol={code}")
        starts = _opened_without_signal(context, page, app)
        sent, size = _sent(context, page, f"#/site/{place.code}")
    ready = statistics.median(starts)
    return [
        Figure("first opening over the slow network, to the form that asks for the code", f"{shown:.1f} s", "", None),
        Figure("from the code to the sites of a district", f"{enrolled:.1f} s", "", None),
        Figure(
            f"opened without a signal, to the list of sites, median of {STARTS} (slowest {max(starts):.2f} s)",
            f"{ready:.2f} s",
            f"{READY_S:.0f} s",
            ready / READY_S,
            "≤ 1",
            ready <= READY_S,
        ),
        Figure(
            f"a report with {PHOTOS} photos sent / its {size / 1000:.0f} kB at the network's rate",
            f"{sent:.1f} s",
            f"{size / NETWORK['uploadThroughput']:.1f} s",
            sent / (size / NETWORK["uploadThroughput"]),
        ),
    ]


@contextmanager
def _phone(place: Point) -> Iterator[BrowserContext]:
    """A browser with a phone's screen; it resolves no name but this machine's."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=system_chromium(),
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"],
        )
        context = browser.new_context(
            viewport=SCREEN,
            has_touch=True,
            is_mobile=True,
            locale="en",
            geolocation={"longitude": place.x, "latitude": place.y, "accuracy": 8},
            permissions=["geolocation"],
        )
        context.set_default_timeout(PATIENCE_MS)
        yield context
        browser.close()


def _slow(context: BrowserContext, page: Page) -> None:
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def _first_opened(page: Page, address: str) -> tuple[float, float]:
    """Seconds to the first form, and from there to the sites."""
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("#name")
    shown = time.perf_counter() - start
    page.locator("#name").fill("Samsung A03")
    start = time.perf_counter()
    page.locator("button[type=submit]").click()
    page.wait_for_selector("#pin")
    page.locator("form .button--quiet").click()
    page.wait_for_selector(".card")
    return shown, time.perf_counter() - start


def _opened_without_signal(context: BrowserContext, page: Page, app: str) -> list[float]:
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.locks.query().then(({ held }) => !held.length)")
    context.set_offline(True)
    return [_opened(page, app) for _ in range(STARTS)]


def _opened(page: Page, app: str) -> float:
    page.goto("about:blank")
    start = time.perf_counter()
    page.goto(app, wait_until="commit")
    page.wait_for_selector(".card")
    return time.perf_counter() - start


def _sent(context: BrowserContext, page: Page, site: str) -> tuple[float, int]:
    """Seconds from the signal until everything has arrived, and the bytes of the photos."""
    page.evaluate("(site) => { location.hash = site; }", site)
    page.locator(".part button").first.click()
    page.wait_for_selector("#send")
    page.locator("[data-field=reported_on] button").click()
    page.locator("[data-field=slot] input").first.check()
    page.locator("#f-percent").fill("1")
    page.locator("#f-work").select_option("foundation")
    page.locator("#f-workers").fill("5")
    for number in range(PHOTOS):
        page.locator("input[data-slot]").set_input_files([_photo(number)])
        page.wait_for_function("(count) => document.querySelectorAll('.photo img').length === count", arg=number + 1)
    page.locator("#send").click()
    page.wait_for_selector(".notice--waiting")
    size = page.evaluate(_STORED)
    start = time.perf_counter()
    context.set_offline(False)
    _slow(context, page)
    page.evaluate("() => { location.hash = '#/outbox'; }")
    page.wait_for_selector(".status--good")
    return time.perf_counter() - start, size


_STORED = """() => new Promise((resolve) => {
  const opening = indexedDB.open("kdmp-field");
  opening.onsuccess = () => {
    const asked = opening.result.transaction("files").objectStore("files").getAll();
    asked.onsuccess = () => {
      opening.result.close();
      resolve(asked.result.reduce((sum, { size }) => sum + size, 0));
    };
  };
})"""


def _photo(number: int) -> dict:
    """With as much in it as leaves have: the hardest to make small."""
    out = io.BytesIO()
    noise = Image.effect_noise((500, 375), 40 + number).convert("RGB")
    noise.resize((2000, 1500)).save(out, "JPEG", quality=85)
    return {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
