"""Captured without a signal, killed, restarted, sent: each report once, every byte, whatever happens in between."""

import datetime
import hashlib

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts import devices
from accounts.models import Device
from tests.browser.field.conftest import Handset
from workflows import evidence_store
from workflows.construction.lines import ProgressReport
from workflows.field.models import FieldItem
from workflows.models import Evidence
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
    phone.page.locator("#f-percent").fill("7.25")
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


def test_a_newer_app_takes_over_with_a_full_outbox_and_loses_nothing(handset, building, cast, monkeypatch):
    phone = handset(cast.field_officer)
    phone.kept_by_the_worker()
    phone.signal(False)
    to_the_form(phone, building)
    phone.report("4", photos=2)
    expect(phone.page.get_by_text("Waiting to be sent")).to_be_visible()
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
    assert FieldItem.objects.get().status == "taken"


def test_a_clock_two_days_off_is_told_and_the_report_is_taken(handset, building, cast):
    phone = handset(cast.field_officer)
    phone.page.clock.install(time=timezone.now() - datetime.timedelta(days=2))
    phone.page.reload()
    to_the_form(phone, building)
    phone.report("2")
    expect(phone.page.get_by_text("What you reported")).to_be_visible()
    phone.everything_arrived()
    expect(phone.page.get_by_text("The clock of this phone is wrong")).to_be_visible()
    item = FieldItem.objects.get()
    assert item.status == "taken"
    assert abs(item.skew_s + 2 * 86_400) < 600
    assert abs(Device.objects.get().clock_skew_s + 2 * 86_400) < 600


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
