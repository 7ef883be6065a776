"""Files come in pieces, in any number, and are evidence only when every byte is what was declared."""

import hashlib

import pytest
from django.core.files.storage import default_storage

from tests import factories
from tests.api.conftest import problem
from tests.workflows.field.phone import Phone, Photo, report
from workflows import evidence_store
from workflows.field.models import FieldFile
from workflows.models import Evidence, Notification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def building(site, cast):
    return factories.begun_outlet(site, cast)


@pytest.fixture
def phone(cast):
    return Phone(cast.field_officer)


@pytest.fixture
def picture(building, phone):
    """A photo of a report that was received; its bytes are still on the phone."""
    made = Photo(1, "progress_photo", building.site.position)
    phone.send(report(building, "5", photos=(made,)))
    return made


def evidence() -> Evidence:
    return Evidence.objects.get(slot="progress_photo")


@pytest.mark.parametrize("size", [100, 317, 100_000])
def test_pieces_of_any_size_make_the_same_photo(picture, phone, size):
    answer = phone.upload(picture, size)
    assert answer.status_code == 200
    assert (answer.json()["state"], answer["Upload-Offset"]) == ("arrived", str(len(picture.bytes)))
    row = evidence()
    assert row.arrived_at
    assert row.preview_sha256
    with evidence_store.open_file(row.sha256) as file:
        assert file.read() == picture.bytes
    page = phone.client
    page.force_login(phone.person)
    assert b"".join(page.get(f"/evidence/{row.pk}/file")) == picture.bytes


def test_how_much_is_here_can_be_asked_and_gone_on_from(picture, phone):
    assert phone.head(picture.sha256)["Upload-Offset"] == "0"
    first = phone.patch(picture.sha256, 0, picture.bytes[:300])
    assert (first.status_code, first["Upload-Offset"], first.content) == (204, "300", b"")
    asked = phone.head(picture.sha256)
    assert (asked["Upload-Offset"], asked["Upload-Length"]) == ("300", str(len(picture.bytes)))
    wrong = phone.patch(picture.sha256, 200, picture.bytes[200:])
    problem(wrong, 409, "wrong_offset")
    assert wrong["Upload-Offset"] == "300"
    assert phone.patch(picture.sha256, 300, picture.bytes[300:]).json()["state"] == "arrived"
    # Sent once more after a lost answer: it is there.
    assert phone.patch(picture.sha256, 300, picture.bytes[300:]).json()["state"] == "arrived"


def test_a_piece_that_a_killed_server_left_is_replaced(picture, phone):
    row = FieldFile.objects.get(sha256=picture.sha256)
    evidence_store.put_piece(row.pk, 0, b"left behind by a process that died before it said so" * 40)
    assert phone.upload(picture, 400).json()["state"] == "arrived"


def test_a_piece_that_the_disk_lost_is_asked_for_again(picture, phone):
    phone.patch(picture.sha256, 0, picture.bytes[:200])
    phone.patch(picture.sha256, 200, picture.bytes[200:500])
    row = FieldFile.objects.get(sha256=picture.sha256)
    default_storage.delete(f"evidence/pieces/{row.pk}/200")
    answer = phone.patch(picture.sha256, 500, picture.bytes[500:])
    assert (answer.status_code, answer["Upload-Offset"]) == (204, "200")
    assert phone.patch(picture.sha256, 200, picture.bytes[200:]).json()["state"] == "arrived"


def test_until_its_bytes_are_here_nobody_gets_others_under_its_hash(building, phone):
    """Naming the hash of a photo one has never held gives no right to see it."""
    elsewhere = factories.photo(77)
    evidence_store.put(hashlib.sha256(elsewhere.read()).hexdigest(), elsewhere)
    claimed = Photo(77, "progress_photo", building.site.position)
    phone.send(report(building, "5", photos=(claimed,)))
    phone.client.force_login(phone.person)
    assert phone.client.get(f"/evidence/{evidence().pk}/file").status_code == 404


def test_bytes_that_changed_on_the_way_come_again_and_then_are_put_aside(picture, phone, cast):
    spoiled = picture.bytes[:-1] + bytes([picture.bytes[-1] ^ 1])
    first = phone.patch(picture.sha256, 0, spoiled)
    problem(first, 460, "other_bytes")
    assert first["Upload-Offset"] == "0"
    assert phone.head(picture.sha256)["Upload-Offset"] == "0"
    second = phone.patch(picture.sha256, 0, spoiled)
    assert (second.status_code, second.json()["state"]) == (200, "quarantined")
    assert evidence().quarantine
    told = Notification.objects.filter(kind="field").values_list("person", flat=True)
    assert set(told) == {phone.person.pk, cast.kodim.pk}


def test_what_is_no_photo_is_put_aside_with_a_notice(building, phone, cast):
    fake = Photo(1, "progress_photo", building.site.position)
    fake.bytes = b"GIF89a, not what was asked for"
    fake.sha256 = hashlib.sha256(fake.bytes).hexdigest()
    fake.declared |= {"sha256": fake.sha256, "size": len(fake.bytes)}
    phone.send(report(building, "5", photos=(fake,)))
    answer = phone.upload(fake)
    assert (answer.status_code, answer.json()["state"]) == (200, "quarantined")
    assert answer.json()["sentence"]
    assert not evidence().arrived_at
    assert Notification.objects.filter(kind="field", person=cast.kodim).count() == 1
    aside = FieldFile.objects.get(sha256=fake.sha256)
    assert default_storage.open(f"evidence/quarantine/{aside.pk}").read() == fake.bytes


def test_more_than_was_declared_is_refused(picture, phone):
    problem(phone.patch(picture.sha256, 0, picture.bytes + b"more"), 413, "too_large")
    assert phone.head(picture.sha256)["Upload-Offset"] == "0"


def test_a_file_that_nobody_declared_or_somebody_else_did_is_not_there(picture, phone, cast):
    assert phone.head("0" * 64).status_code == 404
    assert Phone(cast.kodim).head(picture.sha256).status_code == 404
    problem(Phone(cast.kodim).patch(picture.sha256, 0, b"x"), 404, "not_found")


def test_another_form_than_pieces_is_refused(picture, phone):
    answer = phone.client.patch(
        f"/api/v1/field/files/{picture.sha256}", b"x", content_type="image/jpeg", headers=phone.headers
    )
    problem(answer, 415, "unsupported_media_type")


def test_the_small_version_comes_first_and_is_shown_until_the_photo_is_here(building, phone):
    thumb = Photo(9, "progress_photo", building.site.position)
    made = Photo(1, "progress_photo", building.site.position, thumb=thumb.sha256, thumb_size=len(thumb.bytes))
    receipt = phone.send(report(building, "5", photos=(made,)))
    assert {file["sha256"] for file in receipt["files"]} == {made.sha256, thumb.sha256}
    phone.upload(thumb)
    row = evidence()
    assert (row.preview_sha256, row.arrived_at) == (thumb.sha256, None)
    phone.client.force_login(phone.person)
    assert phone.client.get(f"/evidence/{row.pk}/preview").status_code == 200
    phone.upload(made)
    assert evidence().preview_sha256 not in {"", thumb.sha256}


def test_a_photo_that_was_sent_before_is_here_at_once(picture, building, phone):
    phone.upload(picture)
    receipt = phone.send(
        report(building, "6", photos=(Photo(2, "progress_photo", building.site.position),), slot="evening")
    )
    assert receipt["state"] == "taken"
    again = phone.send({**report(building, "8", photos=(picture,)), "step": "suspend"})
    assert [file["state"] for file in again["files"]] == ["arrived"]
