"""How fast the server takes reports from phones, beside the bare writing of the same rows and files."""

import http.client
import json
import os
import queue
import random
import tempfile
import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.test.utils import override_settings

from accounts import tokens
from accounts.roles import Role
from bench import world
from bench.field import captures
from bench.field.phone import FILES, ITEMS, PIECE_TYPE, Captured
from bench.measure import Figure, milliseconds, p95, per_second
from bench.serving import Server

OUTLETS, PHONES = 60, 4
# So many reports warm both workers up, and are not counted.
WARMING = 40
LEAST_PER_SECOND = 50


def figures() -> list[Figure]:
    """560 reports with one to three photos of a few kilobytes each, four at once over a good line; the reports of each
    outlet come from the phone of its own Babinsa."""
    begun = captures.outlets(OUTLETS, world.person(Role.DISTRICT_COMMAND))
    items = captures.reports(begun, random.Random(3))
    issued = {
        one.site.code: tokens.issue(user=world.person(Role.FIELD_OFFICER, one.site.code), name="phone")[1]
        for one in begun
    }
    with tempfile.TemporaryDirectory() as store, override_settings(MEDIA_ROOT=store):
        with Server(MEDIA_ROOT=store) as server:
            _send_all(items[:WARMING], issued, server.port)
            items = items[WARMING:]
            took, whole = _send_all(items, issued, server.port)
        connection.close()
        floor = _bare(items)
    rate = len(items) / whole
    return [
        Figure(
            f"reports with photos taken in, {PHONES} phones at once",
            per_second(whole / len(items)),
            f"{LEAST_PER_SECOND}/s",
            rate / LEAST_PER_SECOND,
            "≥ 1",
            rate >= LEAST_PER_SECOND,
        ),
        Figure(
            "one report with its photos, p95, four at once / the same rows and files written bare, one at a time",
            milliseconds(p95(took)),
            milliseconds(p95(floor)),
            p95(took) / p95(floor),
        ),
    ]


def _send_all(items: list[Captured], issued: dict[str, str], port: int) -> tuple[list[float], float]:
    """Seconds of each report, and of all together."""
    waiting: queue.SimpleQueue[Captured | None] = queue.SimpleQueue()
    for item in items:
        waiting.put(item)
    took: list[float] = []
    phones = [threading.Thread(target=_send, args=(issued, port, waiting, took)) for _ in range(PHONES)]
    for _ in phones:
        waiting.put(None)
    start = time.perf_counter()
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    whole = time.perf_counter() - start
    if len(took) != len(items):
        raise RuntimeError("a phone was refused")
    return took, whole


def _send(issued: dict[str, str], port: int, waiting: "queue.SimpleQueue[Captured | None]", took: list[float]) -> None:
    """Each report over a line of its own, as another person's phone has it: no two share one."""
    while item := waiting.get():
        start = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        send(line, item, issued[item.body["site"]])
        took.append(time.perf_counter() - start)
        line.close()


def send(line: http.client.HTTPConnection, item: Captured, token: str) -> None:
    """One report with its photos, each in one piece. Raises RuntimeError when anything is refused."""
    headers = {"Authorization": f"Bearer {token}"}
    body = json.dumps(item.body).encode()
    _ask(line, "PUT", f"{ITEMS}{item.name}", body, {**headers, "Content-Type": "application/json"}, {201})
    for content, sha256 in zip(item.files, item.hashes, strict=True):
        more = {**headers, "Content-Type": PIECE_TYPE, "Upload-Offset": "0"}
        _ask(line, "PATCH", f"{FILES}{sha256}", content, more, {200})


def _ask(line: http.client.HTTPConnection, method: str, path: str, body: bytes, headers: dict, wanted: set) -> None:
    line.request(method, path, body, headers)
    answer = line.getresponse()
    content = answer.read()
    if answer.status not in wanted:
        raise RuntimeError(f"{method} {path}: {answer.status} {content[:300]!r}")


def _bare(items: list[Captured]) -> list[float]:
    """Seconds of writing each report's rows, one transaction, and its files, each made safe as the store does."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_item (id uuid PRIMARY KEY, body jsonb)")
        cursor.execute("CREATE TABLE bench_line (id uuid, body jsonb)")
        cursor.execute("CREATE TABLE bench_photo (sha256 text PRIMARY KEY, body jsonb)")
    store = Path(settings.MEDIA_ROOT) / "bare"
    store.mkdir()
    took = []
    for item in items:
        start = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_item VALUES (%s, %s)", [item.name, json.dumps(item.body)])
            cursor.execute("INSERT INTO bench_line VALUES (%s, %s)", [item.name, json.dumps(item.body["fields"])])
            for declared in item.body["files"]:
                row = [declared["sha256"], json.dumps(declared)]
                cursor.execute("INSERT INTO bench_photo VALUES (%s, %s)", row)
        for content, sha256 in zip(item.files, item.hashes, strict=True):
            with (store / sha256).open("wb") as output:
                output.write(content)
                output.flush()
                os.fsync(output.fileno())
        took.append(time.perf_counter() - start)
    return took
