"""A phone in somebody's hand: enrolled through the app, with sites, a camera and a signal that comes and goes."""

import io
import re

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, expect

from accounts import enrolment
from tests import factories


class Handset:
    """One browser as one phone. ``page`` is its tab; it is killed and opened again, the phone's memory stays."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.context, self.address = page, page.context, address

    def signal(self, is_there: bool) -> None:
        self.context.set_offline(not is_there)

    def enrol(self, person) -> None:
        """By a code, as its picture leads there; then without a PIN, until the sites are there."""
        _record, code = enrolment.issue_code(person=person, by=person)
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}#enrol={code}")
        self.page.get_by_label("Name of this phone").fill("Samsung A03")
        self.page.get_by_role("button", name="Enrol", exact=True).click()
        self.page.get_by_role("button", name="Go on without a PIN").click()
        expect(self.page.get_by_role("heading", name="Sites", level=1)).to_be_visible()

    def kept_by_the_worker(self) -> None:
        """Wait until the app itself is on the phone."""
        self.page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")

    def killed(self) -> None:
        """As a phone does it: nothing of the page runs any more. Then it is opened anew."""
        page = self.context.new_page()
        self.page.close(run_before_unload=False)
        self.page = page
        page.goto(self.address)

    def open(self, screen: str) -> None:
        self.page.evaluate("(screen) => { location.hash = `#/${screen}`; }", screen)

    def stored(self, store: str) -> list:
        """Everything in one store of the phone's database."""
        return self.page.evaluate(
            """(store) => new Promise((resolve) => {
              const opening = indexedDB.open("kdmp-field");
              opening.onsuccess = () => {
                const asked = opening.result.transaction(store).objectStore(store).getAll();
                asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
              };
            })""",
            store,
        )

    def photograph(self, slot: str, number: int) -> None:
        """Take a photo with the camera of the form."""
        count = self.page.locator(".photo img").count()
        photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": noisy_photo(number)}
        self.page.locator(f"input[data-slot={slot}]").set_input_files([photo])
        expect(self.page.locator(".photo img")).to_have_count(count + 1)

    def report(self, percent: str, photos: int = 1) -> None:
        """Fill in a progress report of today and hand it in."""
        page = self.page
        page.get_by_role("button", name="Today").first.click()
        page.locator("[data-field=slot] input[value=morning]").check()
        page.locator("#f-percent").fill(percent)
        page.locator("#f-work").select_option("foundation")
        page.locator("#f-workers").fill("5")
        for number in range(photos):
            self.photograph("progress_photo", number)
        page.locator("#send").click()

    @staticmethod
    def noisy(number: int) -> bytes:
        """See ``noisy_photo``."""
        return noisy_photo(number)

    def everything_arrived(self) -> None:
        self.open("outbox")
        expect(self.page.locator(".status--good")).to_be_visible(timeout=20_000)


def noisy_photo(number: int) -> bytes:
    """A photo with as much in it as leaves have: the hardest to make small."""
    out = io.BytesIO()
    noise = Image.effect_noise((500, 375), 40 + number).convert("RGB")
    noise.resize((2000, 1500)).save(out, "JPEG", quality=88)
    return out.getvalue()


@pytest.fixture
def building(site, cast):
    """A building that has begun: every half day awaits a report."""
    return factories.begun_outlet(site, cast)


@pytest.fixture
def handset(browse, building):
    """``handset(person)``: that person's phone, standing at the building, with everything fetched."""

    def given(person, *, language: str = "en") -> Handset:
        browse.expect("ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch")
        type(person).objects.filter(pk=person.pk).update(language=language)
        place = building.site.position
        page = browse(
            None,
            phone=True,
            geolocation={"longitude": place.x, "latitude": place.y, "accuracy": 8},
            permissions=["geolocation"],
        )
        phone = Handset(page, reverse("field"))
        page.goto(phone.address)
        if language == "en":
            page.get_by_role("button", name="English").click()
        phone.enrol(person)
        expect(page.get_by_role("link", name=re.compile(building.site.village.full_name)).first).to_be_visible()
        return phone

    return given
