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


@pytest.mark.parametrize("seed", range(20))
def test_what_is_stored_is_what_was_sent_or_it_is_put_aside(seed, site, cast):
    chance, building = random.Random(seed), factories.begun_outlet(site, cast)
    phone, photo = Phone(cast.field_officer), Photo(seed, "progress_photo", site.position)
    assert phone.send(report(building, "5", photos=(photo,)))["state"] == "taken"
    row = FieldFile.objects.get(sha256=photo.sha256)
    for _try in range(200):
        offset = int(phone.head(photo.sha256)["Upload-Offset"])
        if chance.random() < 0.1:
            offset = chance.randrange(len(photo.bytes))  # a phone that remembers wrongly
        piece = photo.bytes[offset : offset + chance.randrange(1, 400)]
        answer = phone.patch(photo.sha256, offset, spoiled(piece, chance))
        assert answer.status_code in {200, 204, 409, 413, 460}
        row.refresh_from_db()
        if row.status != "waiting":
            break
    evidence = Evidence.objects.get(slot="progress_photo")
    if row.status == "arrived":
        with evidence_store.open_file(photo.sha256) as file:
            assert file.read() == photo.bytes
        assert evidence.arrived_at
    else:
        assert row.status == "quarantined"
        assert evidence.quarantine
        assert not evidence.arrived_at
        assert len(default_storage.open(f"evidence/quarantine/{row.pk}").read()) == len(photo.bytes)
        told = set(Notification.objects.filter(kind="field").values_list("person", flat=True))
        assert told == {cast.field_officer.pk, cast.kodim.pk}
    assert not default_storage.exists(f"evidence/pieces/{row.pk}/0")
