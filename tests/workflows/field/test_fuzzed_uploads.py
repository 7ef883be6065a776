"""Uploads through a line that spoils, cuts, repeats and misplaces: what is stored is what was sent, or it is put aside
with a notice to whoever sent it and to the supervisor."""

import random

import pytest
from django.core.files.storage import default_storage

from tests import factories
from tests.workflows.field.phone import Phone, Photo, report
from workflows import evidence_store
from workflows.field.models import FieldFile
from workflows.models import Evidence, Notification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


def spoiled(piece: bytes, chance: random.Random) -> bytes:
    """The piece as a bad line may hand it on, mostly as it is."""
    trouble = chance.random()
    if trouble < 0.75 or not piece:
        return piece
    if trouble < 0.85:
        at = chance.randrange(len(piece))
        return piece[:at] + bytes([piece[at] ^ 1 << chance.randrange(8)]) + piece[at + 1 :]
    if trouble < 0.95:
        return piece[: chance.randrange(len(piece))]
    return piece + piece[-chance.randrange(1, 40) :]


class Upload:
    """One photo through the line: ``came`` is what the server has said it kept, piece after piece."""

    def __init__(self, phone: Phone, photo: Photo, seed: int) -> None:
        self.phone, self.photo, self.came = phone, photo, b""
        self.chance, self.row = random.Random(seed), FieldFile.objects.get(sha256=photo.sha256)

    def run(self) -> FieldFile:
        for _try in range(200):
            self.send_one()
            self.row.refresh_from_db()
            if self.row.status != "waiting":
                return self.row
        raise AssertionError("neither here nor put aside after 200 tries")

    def send_one(self) -> None:
        offset = int(self.phone.head(self.photo.sha256)["Upload-Offset"])
        assert offset == len(self.came)
        if self.chance.random() < 0.1:
            offset = self.chance.randrange(len(self.photo.bytes))  # a phone that remembers wrongly
        piece = self.photo.bytes[offset : offset + self.chance.randrange(1, 400)]
        sent = spoiled(piece, self.chance)
        answer = self.phone.patch(self.photo.sha256, offset, sent)
        assert answer.status_code in {200, 204, 409, 413, 460}
        if answer.status_code in {200, 204}:
            self.came += sent
        elif answer.status_code == 460:
            self.came = b""


def test_what_is_stored_is_what_was_sent_or_it_is_put_aside(site, cast):
    building, phone, ends = factories.begun_outlet(site, cast), Phone(cast.field_officer), []
    for seed in range(20):
        photo = Photo(seed, "progress_photo", site.position)
        assert phone.send(report(building, "5", photos=(photo,), ago=20 - seed))["state"] == "taken"
        upload = Upload(phone, photo, seed)
        row = upload.run()
        ends.append(row.status)
        evidence = Evidence.objects.get(slot="progress_photo", sha256=photo.sha256)
        told = Notification.objects.filter(kind="field", data__item=row.items.get().pk)
        if row.status == "arrived":
            with evidence_store.open_file(photo.sha256) as file:
                assert file.read() == photo.bytes == upload.came
            assert evidence.arrived_at
            assert not told
        else:
            assert evidence.quarantine
            assert not evidence.arrived_at
            with default_storage.open(f"evidence/quarantine/{row.pk}") as file:
                assert file.read() == upload.came != photo.bytes
            assert {one.person_id for one in told} == {cast.field_officer.pk, cast.kodim.pk}
        assert not default_storage.exists(f"evidence/pieces/{row.pk}/0")
    # The line is bad enough for both ends, and good enough.
    assert {"arrived", "quarantined"} == set(ends), ends
