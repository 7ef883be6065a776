"""A phone as the server meets it: an outbox that is sent piece by piece and forgets nothing before its receipt."""

import hashlib
import http.client
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

ITEMS, FILES = "/api/v1/field/items/", "/api/v1/field/files/"
PIECE_TYPE = "application/offset+octet-stream"
PIECE_BYTES = 2048
WAITING = "waiting"
TIMEOUT_SECONDS = 30


class Broken(Exception):
    """The connection broke, or the server was not there: nothing is known of what it did."""


class Refused(Exception):
    """The server answered what no working phone should hear."""


@dataclass
class Captured:
    """One item with its files, in the order they were taken; ``receipt`` is what the server last said of it."""

    body: dict
    files: list[bytes]
    name: uuid.UUID = field(default_factory=uuid.uuid4)
    receipt: dict | None = None
    arrived: set[str] = field(default_factory=set)

    @property
    def hashes(self) -> list[str]:
        return [hashlib.sha256(content).hexdigest() for content in self.files]

    @property
    def delivered(self) -> bool:
        """Is it received with all its files?"""
        return self.receipt is not None and set(self.hashes) <= self.arrived


class Phone:
    """Sends through the port it is given, one exchange to a connection, as a bad link has them."""

    def __init__(self, token: str, port: Callable[[], int]) -> None:
        self._headers = {"Authorization": f"Bearer {token}", "Connection": "close"}
        self._port = port
        self.broken = self.exchanges = 0

    def deliver(self, item: Captured) -> bool:
        """Try until it is through or the connection breaks; is it delivered now?"""
        try:
            self._send(item)
        except Broken:
            self.broken += 1
        return item.delivered

    def _send(self, item: Captured) -> None:
        if item.receipt is None:
            status, _headers, body = self._exchange("PUT", f"{ITEMS}{item.name}", json.dumps(item.body).encode())
            if status not in {200, 201}:
                raise Refused(f"{item.name}: {status} {body[:300]!r}")
            item.receipt = _read(body)
        for content, sha256 in zip(item.files, item.hashes, strict=True):
            while sha256 not in item.arrived:
                self._next_piece(item, content, sha256)

    def _next_piece(self, item: Captured, content: bytes, sha256: str) -> None:
        status, headers, _body = self._exchange("HEAD", f"{FILES}{sha256}")
        if status != 200:
            raise Refused(f"{sha256}: {status} to HEAD")
        offset = _offset(headers)
        while offset < len(content):
            piece = content[offset : offset + PIECE_BYTES]
            more = {"Upload-Offset": str(offset), "Content-Type": PIECE_TYPE}
            status, headers, body = self._exchange("PATCH", f"{FILES}{sha256}", piece, more)
            if status not in {200, 204, 409, 460}:
                raise Refused(f"{sha256}: {status} {body[:300]!r}")
            offset = _offset(headers)
        # Asked anew, with what it was: a file that is whole says so to an empty piece.
        more = {"Upload-Offset": str(offset), "Content-Type": PIECE_TYPE}
        status, _headers, body = self._exchange("PATCH", f"{FILES}{sha256}", b"", more)
        if status == 200 and (state := _read(body)["state"]) != WAITING:
            if state != "arrived":
                raise Refused(f"{sha256}: {state}")
            item.arrived.add(sha256)

    def _exchange(
        self, method: str, path: str, body: bytes | None = None, more: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        self.exchanges += 1
        headers = {**self._headers, **({"Content-Type": "application/json"} if body else {}), **(more or {})}
        line = http.client.HTTPConnection("127.0.0.1", self._port(), timeout=TIMEOUT_SECONDS)
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Broken from error
        finally:
            line.close()
        # A request that was cut off on its way reads as nonsense to the server; what was sent was none.
        if answer.status >= 500 or answer.status == 400:
            raise Broken
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content


def _read(body: bytes) -> dict:
    """An answer's document. Raises Broken when it was cut off: Python's client takes a cut head for an empty answer."""
    try:
        return json.loads(body)
    except ValueError as error:
        raise Broken from error


def _offset(headers: dict[str, str]) -> int:
    try:
        return int(headers["upload-offset"])
    except (KeyError, ValueError) as error:
        raise Broken from error
