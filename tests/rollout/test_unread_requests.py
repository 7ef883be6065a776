"""The page for a request that never reached the pages."""

import json

import pytest
from django.template import engines

from rollout import unread_requests
from rollout.unread_requests import Rephrasing, page

REFUSAL = b"HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Length: 2\r\n\r\nno"


class Line:
    """The other end of a connection."""

    def __init__(self, began: bytes = b"GET /sites/") -> None:
        self.began, self.sent = began, b""

    def sendall(self, data: bytes) -> None:
        self.sent += data

    def gettimeout(self) -> float:
        return 7.0


@pytest.mark.parametrize("status", [400, 403, 414, 417, 431, 501])
def test_it_speaks_indonesian_and_english_and_needs_no_database(status):
    html = page(status)
    assert '<html lang="id"' in html and 'lang="en"' in html
    assert "Nothing was saved." in html


def test_a_fault_of_ours_is_called_ours():
    assert page(500) == _rendered("500.html")


def test_the_status_stays_and_the_rest_is_the_sockets_own():
    line = Line()
    Rephrasing(line).sendall(REFUSAL)
    assert line.sent.startswith(b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n")
    assert Rephrasing(line).gettimeout() == 7.0


def test_a_page_that_cannot_be_drawn_leaves_the_bare_sentence(monkeypatch):
    monkeypatch.setattr(unread_requests, "page", lambda status: 1 / 0)
    line = Line()
    Rephrasing(line).sendall(REFUSAL)
    assert line.sent == REFUSAL


@pytest.mark.parametrize(
    ("began", "media_type"),
    [
        (b"GET /api/v1/sites?search=xxx", b"application/problem+json"),
        (b"POST /api/v1", b"application/problem+json"),
        (b"GET /apix/", b"text/html; charset=utf-8"),
        (b"GET /sites/?next=/api/", b"text/html; charset=utf-8"),
        (b"\x16\x03\x01\x02", b"text/html; charset=utf-8"),
        (b"", b"text/html; charset=utf-8"),
    ],
)
def test_a_program_is_never_handed_a_page(began, media_type):
    line = Line(began)
    Rephrasing(line).sendall(REFUSAL)
    head, _blank, body = line.sent.partition(b"\r\n\r\n")
    assert b"Content-Type: %b\r\n" % media_type in head
    assert b"Content-Length: %d\r\n" % len(body) in head
    if media_type == b"application/problem+json":
        made = json.loads(body)
        assert (made["status"], made["code"]) == (431, "too_large") and made["detail"]


def _rendered(name: str) -> str:
    return engines["django"].get_template(name).render()
