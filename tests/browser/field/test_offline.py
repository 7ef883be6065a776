"""Captured without a signal, killed, restarted, sent: each report once, every byte, whatever happens in between."""

import datetime
import hashlib
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts import devices
from accounts.models import Device
from tests import factories
from tests.browser.field.conftest import Handset
from workflows import evidence_store
from workflows.construction.lines import ProgressReport
from workflows.field.models import FieldItem
from workflows.models import Evidence, Process
from workflows.phone import shell

pytestmark = pytest.mark.django_db(transaction=True)
# What a report with five photos may cost of a weak link.
MOST_BYTES_OF_FIVE = 1_600_000


def to_the_form(phone: Handset, building) -> None:
    phone.open(f"site/{building.site.code}")
    phone.page.get_by_role("button", name="Report progress").click()
    expect(phone.page.locator("#send")).to_be_visible()


def test_captured_offline_killed_and_sent_once_with_every_byte(handset, building, cast, accessible):
    phone = handset(cast.field_officer)
    phone.kept_by_the_worker()
    accessible(phone.page)
    phone.signal(False)
    phone.killed()
    to_the_form(phone, building)
    accessible(phone.page)
    # What cannot be is said at once, and only that; it is no wall.
    for typed, said in (("120", "a number from 0 to 100"), ("100", "views of the finished building"), ("7.25", "")):
        phone.page.locator("#f-percent").fill(typed)
        expect(phone.page.locator("[data-field=percent] + .question__advice")).to_have_text(re.compile(said or "^$"))
    phone.photograph("progress_photo", 1)
    phone.killed()
    to_the_form(phone, building)
    expect(phone.page.locator("#f-percent")).to_have_value("7.25")
    expect(phone.page.locator(".photo img")).to_have_count(1)
    phone.report("7.25", photos=4)
    expect(phone.page.get_by_text("Waiting to be sent")).to_be_visible()
    files = phone.stored("files")
    assert sum(file["size"] for file in files) < MOST_BYTES_OF_FIVE
    phone.killed()
    phone.open("outbox")
    expect(phone.page.get_by_text("1 report is safe on this phone")).to_be_visible()
    accessible(phone.page)
    phone.signal(True)
    phone.everything_arrived()
    item = FieldItem.objects.get()
    assert (item.status, item.sender) == ("taken", cast.field_officer)
    assert str(ProgressReport.objects.get().percent) == "7.25"
    photos = Evidence.objects.filter(slot="progress_photo")
    assert photos.count() == 5
    for photo in photos:
        assert photo.arrived_at is not None
        with evidence_store.open_file(photo.sha256) as file:
            assert hashlib.sha256(file.read()).hexdigest() == photo.sha256
    # The phone keeps the receipt, and its room is free again.
    assert phone.stored("files") == []
    assert [kept["receipt"] for kept in phone.stored("outbox")] == [item.receipt]
    assert phone.stored("drafts") == []


def test_a_phone_revoked_in_between_keeps_its_reports_until_it_is_enrolled_again(handset, building, cast, browse):
    browse.expect("^401: |status of 401")
    phone = handset(cast.field_officer)
    phone.kept_by_the_worker()
    phone.signal(False)
    to_the_form(phone, building)
    phone.report("3")
    expect(phone.page.get_by_text("Waiting to be sent")).to_be_visible()
    devices.revoke(device_id=Device.objects.get().pk, by=cast.kodim, reason="Lost at the ferry")
    phone.signal(True)
    expect(phone.page.get_by_text("Lost at the ferry")).to_be_visible()
    expect(phone.page.get_by_text("1 report on this phone is not lost")).to_be_visible()
    assert not FieldItem.objects.exists()
    phone.enrol(cast.field_officer)
    phone.everything_arrived()
    assert FieldItem.objects.get().status == "taken"
    assert Device.objects.count() == 2


def test_a_newer_app_takes_over_with_a_full_outbox_of_steps_that_follow_each_other(
    handset, building, cast, monkeypatch
):
    """Begun and moved on without a signal: the phone offers what follows from the declarations; all of it arrives."""
    factories.Plot(building.site, cast).accepted()
    phone = handset(cast.field_officer)
    phone.kept_by_the_worker()
    phone.signal(False)
    page, site = phone.page, f"site/{building.site.code}"
    for step, slot in (("Foundation begun", "foundation_photo"), ("Structure begun", "structure_photo")):
        phone.open(site)
        page.get_by_role("button", name=step).click()
        expect(page.get_by_role("heading", name=step, level=1)).to_be_visible()
        phone.photograph(slot, len(step))
        page.locator("#send").click()
        expect(page.get_by_text("Waiting to be sent")).to_be_visible()
        phone.open(site)
        expect(page.get_by_text(f"You reported “{step}” on this phone")).to_be_visible()
        expect(page.get_by_role("button", name=step)).to_have_count(0)
    page.get_by_role("button", name="Begin: Warehouse construction").click()
    page.locator("#send").click()
    expect(page.get_by_text("Waiting to be sent")).to_be_visible()
    phone.open(site)
    expect(page.get_by_text("Begun on this phone")).to_be_visible()
    page.get_by_role("button", name="Begin the preparation").click()
    expect(page.get_by_role("heading", name="Begin the preparation", level=1)).to_be_visible()
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    page.locator("#f-started_on").fill(tomorrow.isoformat())
    expect(page.get_by_text("is in the future")).to_be_visible()
    page.get_by_role("button", name="Today").first.click()
    expect(page.get_by_text("is in the future")).to_have_count(0)
    phone.photograph("start_photo", 9)
    page.locator("#send").click()
    expect(page.get_by_text("Waiting to be sent")).to_be_visible()
    before = (phone.stored("outbox"), phone.stored("files"))
    shell.version.cache_clear()
    monkeypatch.setattr(shell, "version", lambda: "newer")
    phone.page.route("**/api/v1/field/**", lambda route: route.abort())
    phone.signal(True)
    phone.page.evaluate("navigator.serviceWorker.getRegistration('/field/').then((found) => found.update())")
    expect(phone.page.locator("html")).to_have_attribute("data-version", "newer", timeout=20_000)
    assert phone.page.evaluate("caches.keys()") == ["kdmp-field-newer"]
    after = (phone.stored("outbox"), phone.stored("files"))
    assert [item["body"] for item in after[0]] == [item["body"] for item in before[0]]
    assert [file["sha256"] for file in after[1]] == [file["sha256"] for file in before[1]]
    phone.page.unroute("**/api/v1/field/**")
    phone.open("outbox")
    phone.page.get_by_role("button", name="Send now").click()
    phone.everything_arrived()
    assert list(FieldItem.objects.order_by("pk").values_list("step", "status")) == [
        (step, "taken") for step in ("lay_foundation", "raise_structure", "start", "begin")
    ]
    states = dict(Process.objects.values_list("kind", "state"))
    assert (states["outlet_construction"], states["warehouse_construction"]) == ("structure", "preparation")
    phone.open(site)
    expect(page.get_by_role("button", name="Roof begun")).to_be_visible()


def test_two_phones_on_one_site_of_which_one_is_two_days_slow(handset, building, cast, browse):
    """Facts of both are taken, by the dates they tell; the same step twice waits for a person who sees both."""
    second = factories.user("babinsa2", "field_officer", "62.02.01")
    factories.assign(second, "field_officer", "62.02.02")
    one, two = handset(cast.field_officer), handset(second)
    two.page.clock.install(time=timezone.now() - datetime.timedelta(days=2))
    two.page.reload()
    for phone, percent in ((one, "2"), (two, "3")):
        phone.kept_by_the_worker()
        phone.signal(False)
        to_the_form(phone, building)
        phone.report(percent)
        expect(phone.page.get_by_text("Waiting to be sent")).to_be_visible()
        phone.open(f"do/{building.site.code}/{building.process.pk}/lay_foundation")
        expect(phone.page.get_by_role("heading", name="Foundation begun", level=1)).to_be_visible()
        phone.photograph("foundation_photo", int(percent))
        phone.page.locator("#send").click()
        expect(phone.page.get_by_text("Waiting to be sent")).to_be_visible()
    one.signal(True)
    one.everything_arrived()
    two.signal(True)
    two.open("outbox")
    page = two.page
    expect(page.get_by_text("The clock of this phone is wrong")).to_be_visible()
    expect(page.get_by_text("2 reports need you")).to_be_visible()
    expect(page.get_by_text("Somebody has to look at it")).to_be_visible()
    assert dict(FieldItem.objects.filter(sender=second).values_list("step", "status")) == {
        "report_progress": "refused",
        "lay_foundation": "conflict",
    }
    assert abs(FieldItem.objects.filter(sender=second).first().skew_s + 2 * 86_400) < 600
    assert abs(Device.objects.get(user=second).clock_skew_s + 2 * 86_400) < 600
    office = browse(cast.kodim, reverse("field_conflicts"))
    office.get_by_role("link", name="Foundation begun").click()
    expect(office.get_by_text("Your decision")).to_be_visible()
    expect(office.get_by_text("Babinsa2").first).to_be_visible()
    # The place is not his any more: the refused report can still be corrected here, and without its form still be read.
    for district, said in (("62.02.01", "Correct it"), ("62.02.02", "no longer on this phone")):
        second.assignments.filter(region=district).delete()
        two.open("more")
        page.get_by_role("button", name="Fetch what is new").click()
        page.wait_for_function("navigator.locks.query().then(({ held }) => !held.length)")
        two.open("outbox")
        page.get_by_role("link", name="Report progress").click()
        expect(page.get_by_text(said)).to_be_visible()
        expect(page.get_by_text("is more than the 2 %")).to_be_visible()
        expect(page.get_by_text("Workers on site")).to_be_visible()
        if said == "Correct it":
            page.get_by_role("button", name=said).click()
            expect(page.locator("#f-percent")).to_have_value("3")
            expect(page.locator(".photo")).to_have_count(1)


def test_an_outbox_saved_as_a_file_is_brought_in_by_a_colleague_and_arrives_once(handset, building, cast, browse):
    phone = handset(cast.field_officer)
    phone.kept_by_the_worker()
    phone.signal(False)
    to_the_form(phone, building)
    phone.report("6", photos=2)
    expect(phone.page.get_by_text("Waiting to be sent")).to_be_visible()
    phone.open("outbox")
    with phone.page.expect_download() as saved:
        phone.page.get_by_role("button", name="Save as a file").click()
    colleague = browse(cast.viewer, reverse("field_bring"))
    for _again in range(2):
        colleague.get_by_label("File from the phone").set_input_files(saved.value.path())
        colleague.get_by_role("button", name="Bring in").click()
        expect(colleague.get_by_text("4 of 4 arrived")).to_be_visible()
        colleague.get_by_role("link", name="Bring in another file").click()
    item = FieldItem.objects.get()
    assert (item.status, item.sender) == ("taken", cast.field_officer)
    phone.signal(True)
    phone.everything_arrived()
    assert FieldItem.objects.count() == ProgressReport.objects.count() == 1
    assert phone.stored("files") == []
