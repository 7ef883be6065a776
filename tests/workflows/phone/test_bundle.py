"""A file that a phone saved: opened only when it is whole and of an enrolled phone, received once."""

import base64
import hmac
import json
import os
import uuid

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts import devices, enrolment, export_keys
from tests import factories
from tests.workflows.field.phone import Photo, report
from workflows.field.models import FieldFile, FieldItem
from workflows.phone import bundle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def building(site, cast):
    return factories.begun_outlet(site, cast)


@pytest.fixture
def device(cast):
    return enrolment.enrol(
        person=cast.field_officer, device_id=uuid.uuid4(), name="Samsung A03", by=cast.field_officer
    )[0]


def text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def sealed(device, items: list[dict], files: dict[str, bytes], **changes) -> bytes:
    """As the app makes it."""
    key = export_keys.current()
    public = load_pem_private_key(key.private_pem.encode(), None).public_key()
    secret, iv = AESGCM.generate_key(256), os.urandom(12)
    inner = {"device": str(device.pk), "items": items, "files": {name: text(found) for name, found in files.items()}}
    data = AESGCM(secret).encrypt(iv, json.dumps(inner).encode(), None)
    oaep = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
    outer = {
        "v": 1,
        "kid": key.kid,
        "key": text(public.encrypt(secret, oaep)),
        "iv": text(iv),
        "data": text(data),
        "device": str(device.pk),
        "mac": hmac.digest(device.token.digest.encode(), iv + data, "sha256").hex(),
    }
    return json.dumps({**outer, **changes}).encode()


def one(building, device) -> tuple[dict, dict[str, bytes]]:
    photo = Photo(1, "progress_photo", building.site.position)
    body = report(building, "5", photos=(photo,), person=device.user_id)
    return {"id": str(uuid.uuid4()), **body}, {photo.sha256: photo.bytes}


def bring(person, content: bytes):
    client = Client()
    client.force_login(person)
    return client.post(reverse("field_bring"), {"file": SimpleUploadedFile("laporan.kdmp.json", content)})


def test_it_arrives_in_the_name_of_the_phones_person_once(building, device, cast):
    body, files = one(building, device)
    content = sealed(device, [body], files)
    for _again in range(2):
        answer = bring(cast.neighbour, content)
        assert answer.status_code == 200, answer.content
        assert "1 of 1 arrived" in answer.content.decode()
    item = FieldItem.objects.get()
    assert (item.sender, item.status, item.device) == (cast.field_officer, "taken", device.pk)
    assert FieldFile.objects.get().status == "arrived"
    # Who may not see the place learns that it arrived, and not where.
    assert building.site.code not in answer.content.decode()


def test_what_was_changed_is_no_file_of_ours(building, device, cast):
    body, files = one(building, device)
    content = sealed(device, [body], files)
    outer = json.loads(content)
    other = enrolment.enrol(person=cast.kodim, device_id=uuid.uuid4(), name="B", by=cast.kodim)[0]
    broken = [
        b"",
        b"[]",
        b"\xff",
        content[:-20],
        json.dumps({**outer, "data": text(b"x" + base64.b64decode(outer["data"])[1:])}).encode(),
        json.dumps({**outer, "mac": "0" * 64}).encode(),
        json.dumps({**outer, "device": str(other.pk)}).encode(),
        json.dumps({**outer, "kid": "unknown"}).encode(),
        json.dumps({**outer, "v": 2}).encode(),
    ]
    for one_broken in broken:
        with pytest.raises(bundle.NotABundle):
            bundle.opened(one_broken, cast.kodim)
    assert not FieldItem.objects.exists()


def test_a_revoked_phones_file_needs_somebody_who_answers_for_it(building, device, cast):
    body, files = one(building, device)
    content = sealed(device, [body], files)
    devices.revoke(device_id=device.pk, by=cast.kodim, reason="Lost")
    refused = bring(cast.viewer, content)
    assert refused.status_code == 422
    assert "is revoked" in refused.content.decode()
    assert bring(cast.kodim, content).status_code == 200
    assert FieldItem.objects.get().sender == cast.field_officer


def test_items_that_cannot_be_taken_in_say_so_and_do_not_stop_the_others(building, device, cast):
    body, files = one(building, device)
    elsewhere = {**body, "id": str(uuid.uuid4()), "site": "63.01.01.2001"}
    somebody = {**body, "id": str(uuid.uuid4()), "person": cast.kodim.pk}
    answer = bring(cast.kodim, sealed(device, [{"id": "x"}, elsewhere, somebody, body], files)).content.decode()
    assert "It cannot be read." in answer
    assert "Its site is not one of this person" in answer
    assert "Somebody else captured this" in answer
    assert FieldItem.objects.get().status == "taken"
