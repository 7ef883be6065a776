"""A phone's outbox that came as an encrypted file: opened, proved to be of an enrolled phone, and received.

The file is JSON: ``{"v": 1, "kid", "key", "iv", "data", "device", "mac"}``. ``key`` is an AES key under RSA-OAEP
(SHA-256) for our key ``kid``, ``data`` the AES-GCM of ``{"device", "made_at", "items": [{"id", …}], "files": {sha256:
base64}}``, ``mac`` the HMAC-SHA-256 over iv and data by the hash of the token, which only that phone and we know.
"""

import base64
import binascii
import hmac
import json
import uuid
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _
from pydantic import ValidationError as WrongForm

from accounts import devices, export_keys
from accounts.models import Device, ExportKey, User
from workflows.api.field_schemas import ItemIn
from workflows.field import files, items
from workflows.field.models import FieldItem
from workflows.refusals import Refused

VERSION = 1
# A phone splits larger outboxes.
MOST_BYTES = 60 * 1024 * 1024
MOST_ITEMS = 1_000


class NotABundle(Refused):
    """The file is none that a phone of ours made, or it was changed on its way."""

    code = "invalid"
    status = 422


@dataclass(frozen=True)
class Bundle:
    """An opened file: whose phone made it, its items as they were sent (with ``id``), and bytes by their SHA-256."""

    device: Device
    items: list[dict]
    files: dict[str, str]


@dataclass(frozen=True)
class Brought:
    """What became of one item: received (``item``, with how many of its files are here), or why not (``sentence``)."""

    name: str
    item: FieldItem | None
    sentence: str
    arrived: int = 0
    total: int = 0


def opened(content: bytes, bringer: User) -> Bundle:
    """The bundle in the file. Raises NotABundle.

    A phone that was revoked, perhaps because it is lost, speaks for its person only through somebody who may answer for
    that: the person himself, or whoever has him in his care.
    """
    try:
        outer = json.loads(content)
        if outer["v"] != VERSION:
            raise NotABundle(_("This file was made by a newer app than this server knows."))
        iv, data = _bytes(outer["iv"]), _bytes(outer["data"])
        device = Device.objects.select_related("user", "token").get(pk=uuid.UUID(outer["device"]))
        expected = hmac.digest(device.token.digest.encode(), iv + data, "sha256").hex()
        if not hmac.compare_digest(expected, str(outer["mac"])):
            raise NotABundle(_("This file was changed on its way, or the phone was enrolled anew since."))
        if device.revoked_at and not devices.visible_to(bringer).filter(pk=device.pk).exists():
            raise NotABundle(_("The phone that made this file is revoked. Its person’s own office has to bring it in."))
        inner = json.loads(AESGCM(export_keys.unwrap(outer["kid"], _bytes(outer["key"]))).decrypt(iv, data, None))
        return Bundle(device, list(inner["items"])[:MOST_ITEMS], dict(inner["files"]))
    except (
        KeyError,
        TypeError,
        ValueError,
        UnicodeDecodeError,
        InvalidTag,
        ExportKey.DoesNotExist,
        Device.DoesNotExist,
    ) as error:
        raise NotABundle(_("This is no file that the app on a phone has saved, or it is damaged.")) from error


def receive(bundle: Bundle) -> list[Brought]:
    """Receive every item and file of it in the name of the phone's person; what is here already stays as it is."""
    return [_received(bundle, dict(item)) for item in bundle.items]


def _received(bundle: Bundle, body: dict) -> Brought:
    name = str(body.pop("id", ""))
    sender = bundle.device.user
    try:
        sent = ItemIn.model_validate(body).model_dump(mode="json", exclude_unset=True, exclude={"sent_at"})
        item, _fresh = items.receive(uuid.UUID(name), sent, sender=sender, device=bundle.device.pk)
    except (WrongForm, ValueError):
        return Brought(name, None, _("It cannot be read."))
    except ObjectDoesNotExist:
        return Brought(name, None, _("Its site is not one of this person’s."))
    except Refused as refused:
        return Brought(name, None, refused.sentence)
    for row in item.files.all():
        if row.sha256 in bundle.files:
            _file(sender, row.sha256, bundle.files[row.sha256])
    rows = list(item.files.all())
    there = sum(row.status != row.Status.WAITING for row in rows)
    return Brought(name, item, "", arrived=there, total=len(rows))


def _file(sender: User, sha256: str, text: str) -> None:
    """Keep one file. What is wrong with it, its row says; it can still come from the phone itself."""
    try:
        files.receive_whole(sender, sha256, _bytes(text))
    except (Refused, ValueError):
        return


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
