"""The real server with one thread: nobody who sends slowly, or nothing at all, keeps it from the others."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from accounts import tokens
from tests import factories
from tests.rollout.test_startup import ROOT, url

# Its own database connections: what a test writes is committed, and taken away behind it.
pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_SECONDS = 2
HEAD = (
    b"POST /api/v1/sites/62.02.01.2001/processes HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %b\r\n"
    b"Idempotency-Key: slow\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
)


@pytest.fixture(scope="module")
def address(django_db_setup, django_db_blocker, tmp_path_factory):
    """Where the server listens: one worker with one thread, on a database without anybody in it."""
    path = tmp_path_factory.mktemp("web") / "socket"
    with django_db_blocker.unblock():
        database = url()
    bare = {key: value for key, value in os.environ.items() if not re.match(r"DATABASE_URL|DJANGO_|ROLLOUT_", key)}
    own = {"BIND": f"unix:{path}", "WEB_WORKERS": "1", "WEB_THREADS": "1", "WEB_PATIENCE": str(PATIENCE_SECONDS)}
    env = bare | own | {"DATABASE_URL": database, "VAR_DIR": str(path.parent)}
    # The pages name the style sheet as it was collected.
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(collect, cwd=ROOT, env=env, check=True)
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "python:rollout.gunicorn_conf", "rollout.wsgi"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
    )
    try:
        give_up = time.monotonic() + 30
        while not path.exists() and time.monotonic() < give_up:
            time.sleep(0.1)
        assert status(ask(str(path))) == 200
        yield str(path)
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture
def token(address, django_db_blocker):
    """A person's token that the server, another process, can see."""
    with django_db_blocker.unblock():
        person = factories.user("lambat")
        yield tokens.issue(user=person, name="test")[1].encode()
        person.delete()


@contextmanager
def connected(address: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(20)
        connection.connect(address)
        yield connection


def read(connection: socket.socket) -> bytes:
    """Everything up to the end; nothing when the server hung up without a word."""
    got = b""
    try:
        while piece := connection.recv(65536):
            got += piece
    except ConnectionResetError:
        pass
    return got


def ask(address: str) -> bytes:
    with connected(address) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return read(connection)


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def trickle(connection: socket.socket) -> bytes:
    """A letter now and then until the server answers or hangs up; what it said."""
    connection.settimeout(0.2)
    give_up = time.monotonic() + 15
    while time.monotonic() < give_up:
        try:
            connection.sendall(b"x")
            first = connection.recv(1)
        except TimeoutError:
            continue
        except OSError:
            return b""
        connection.settimeout(20)
        return first + read(connection)
    raise AssertionError("the server waits for ever")


def test_a_body_that_trickles_is_cut_off_with_a_sentence(address, token):
    with connected(address) as slow:
        slow.sendall(HEAD % token)
        started = time.monotonic()
        answer = trickle(slow)
    assert time.monotonic() - started < PATIENCE_SECONDS + 3
    assert status(answer) == 408
    assert b"urn:rollout:problem:too_slow" in answer
    assert status(ask(address)) == 200


def test_a_head_that_trickles_holds_the_thread_no_longer_than_the_patience(address):
    with connected(address) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        started = time.monotonic()
        assert trickle(slow) == b""
        assert time.monotonic() - started < PATIENCE_SECONDS + 3
    assert status(ask(address)) == 200


def test_connections_that_say_nothing_occupy_no_thread(address):
    with ExitStack() as stack:
        for _nobody in range(12):
            stack.enter_context(connected(address))
        time.sleep(0.2)
        started = time.monotonic()
        assert status(ask(address)) == 200
        assert time.monotonic() - started < 1


def test_who_does_not_hang_up_after_the_answer_keeps_nobody_waiting(address):
    with ExitStack() as stack:
        for _one in range(6):
            connection = stack.enter_context(connected(address))
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        time.sleep(0.5)
        started = time.monotonic()
        assert status(ask(address)) == 200
        assert time.monotonic() - started < 1


def test_a_connection_serves_several_requests(address):
    with connected(address) as connection:
        for _turn in range(3):
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = b""
            while b"\r\n\r\n" not in answer or not answer.endswith(b"}"):
                answer += connection.recv(65536)
            assert status(answer) == 200
            time.sleep(0.1)


@pytest.mark.parametrize(
    ("request_bytes", "expected", "said"),
    [
        (b"GET /sites/?q=%b HTTP/1.1\r\nHost: localhost\r\n\r\n" % (b"x" * 9000), 414, b"The address is too long."),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: %b\r\n\r\n" % (b"x" * 9000), 431, b"too many cookies"),
        (b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", 400, b"The request could not be read."),
    ],
    ids=["address", "cookies", "nonsense"],
)
def test_what_never_reaches_the_pages_is_answered_with_a_page(address, request_bytes, expected, said):
    with connected(address) as connection:
        connection.sendall(request_bytes)
        head, _blank, body = read(connection).partition(b"\r\n\r\n")
    assert status(head) == expected
    assert f"Content-Length: {len(body)}".encode() in head
    assert b'<html lang="id"' in body and b"Pantau KDMP" in body
    assert said in body and b"x" * 100 not in body


def test_an_address_of_the_api_that_is_too_long_is_answered_with_a_problem(address):
    with connected(address) as connection:
        # A request before it on the same connection says nothing about this one.
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.3)
        connection.recv(65536)
        connection.sendall(b"GET /api/v1/sites?search=%b HTTP/1.1\r\nHost: localhost\r\n\r\n" % (b"x" * 9000))
        head, _blank, body = read(connection).partition(b"\r\n\r\n")
    assert status(head) == 414 and b"Content-Type: application/problem+json" in head
    made = json.loads(body)
    assert (made["status"], made["code"]) == (414, "too_large") and made["detail"]
