"""A phone as the server meets it: what it captures, how it sends it, and photos whose hashes it declares first."""

import contextlib
import datetime
import hashlib
import json
import uuid

from django.test import Client
from django.utils import timezone

from accounts import tokens
from tests import factories
from workflows.field import files, items
from workflows.field.models import FieldItem

ITEMS, FILES = "/api/v1/field/items", "/api/v1/field/files"
PIECE = "application/offset+octet-stream"


class Photo:
    """A picture in the phone's memory, captured at a place (longitude, latitude)."""

    def __init__(self, number: int, slot: str, place, **more) -> None:
        self.bytes = factories.photo(number).read()
        self.sha256 = hashlib.sha256(self.bytes).hexdigest()
        position = {"lon": place.x, "lat": place.y, "accuracy_m": 8, "fix_age_s": 2}
        self.declared = {
            "slot": slot,
            "sha256": self.sha256,
            "size": len(self.bytes),
            "content_type": "image/jpeg",
            "name": f"foto-{number}.jpg",
            "captured_at": timezone.now().isoformat(),
            "position": position,
            **more,
        }

    def of(self, picture: bytes) -> "Photo":
        """The same photo with these bytes."""
        self.bytes, self.sha256 = picture, hashlib.sha256(picture).hexdigest()
        self.declared |= {"sha256": self.sha256, "size": len(picture)}
        return self


class Phone:
    """Speaks to the API with a person's token."""

    def __init__(self, person, *, raises: bool = True) -> None:
        self.person = person
        token = tokens.issue(user=person, name="phone")[1]
        self.headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
        self.client = Client(raise_request_exception=raises)

    def put(self, name: uuid.UUID, body: dict):
        return self.client.put(
            f"{ITEMS}/{name}", json.dumps(body), content_type="application/json", headers=self.headers
        )

    def send(self, body: dict, name: uuid.UUID | None = None) -> dict:
        """The receipt of an item that must be accepted."""
        answer = self.put(name or uuid.uuid4(), body)
        assert answer.status_code in {200, 201}, answer.content
        return answer.json()

    def head(self, sha256: str):
        return self.client.head(f"{FILES}/{sha256}", headers=self.headers)

    def patch(self, sha256: str, offset: int, piece: bytes):
        headers = {**self.headers, "Upload-Offset": str(offset)}
        return self.client.patch(f"{FILES}/{sha256}", piece, content_type=PIECE, headers=headers)

    def upload(self, photo: Photo, size: int = 1000):
        """All of it, in pieces of that size; the last answer."""
        answer = None
        for offset in range(0, len(photo.bytes), size):
            answer = self.patch(photo.sha256, offset, photo.bytes[offset : offset + size])
            assert answer.status_code in {200, 204}, answer.content
        return answer


def captured(work, step: str, fields: dict | None = None, *, files: tuple[Photo, ...] = (), **more) -> dict:
    """The body of an item about a process of the factories."""
    body = {
        "site": work.site.code,
        "process": work.process.pk,
        "kind": work.process.kind,
        "step": step,
        "fields": fields or {},
        "captured_at": timezone.now().isoformat(),
        "files": [photo.declared for photo in files],
        **more,
    }
    return {name: value for name, value in body.items() if value is not None}


def report(work, percent: str, *, photos: tuple[Photo, ...], ago: int = 0, slot: str = "morning", **more) -> dict:
    """A progress report of a building, of a day that long ago."""
    fields = {
        "reported_on": (timezone.localdate() - datetime.timedelta(days=ago)).isoformat(),
        "slot": slot,
        "percent": percent,
        "work": "foundation",
        "workers": 5,
    }
    return captured(work, "report_progress", fields, files=photos, **more)


def kept(name) -> FieldItem:
    """The item as it stands in the database."""
    return FieldItem.objects.get(item=name)


def twice_named_report(work) -> FieldItem:
    """A report with its photo, taken; and another one that came under its name."""
    photo = Photo(71, "progress_photo", work.site.position)
    name, person = uuid.uuid4(), work.cast.field_officer
    body = report(work, "5", photos=(photo,))
    item, _fresh = items.receive(name, body, sender=person)
    files.receive_whole(person, photo.sha256, photo.bytes)
    with contextlib.suppress(items.ItemDiffers):
        items.receive(name, {**body, "app": "2"}, sender=person)
    return item
