"""What the web server answers when a request is too broken or too large to reach us: a page, or a program's problem.

Gunicorn refuses such a request itself, with a bare English sentence. Nothing of the request is known then, the chosen
language neither, so the page speaks Indonesian and repeats itself in English. Who asks at the API's addresses is a
program, and gets a problem document.
"""

import logging
from http import HTTPStatus

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from rollout.api.middleware import PREFIX, told

logger = logging.getLogger(__name__)


def page(status: int) -> str:
    """The page for a refusal with that status, drawn without a request and without the database."""
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        with override("id"):
            return render_to_string("500.html")
    with override("en"):
        english = _text(status)
    with override("id"):
        return render_to_string("unread.html", {**_text(status), "english": english})


def _text(status: int) -> dict[str, str]:
    if status == HTTPStatus.REQUEST_URI_TOO_LONG:
        return {
            "heading": _("The address is too long"),
            "message": _("The server reads no address of that length. Nothing was saved."),
            "advice": _("Open the page from the menu, or choose fewer filters."),
        }
    if status == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE:
        return {
            "heading": _("The browser sent too much at once"),
            "message": _("Usually too many cookies have gathered. Nothing was saved."),
            "advice": _("Delete the cookies of this site in the browser’s settings, then log in again."),
        }
    return {
        "heading": _("The request could not be read"),
        "message": _("What the browser or a device on the way sent is damaged. Nothing was saved."),
        "advice": _("Load the page again. If this stays, tell the administrator."),
    }


class Rephrasing:
    """A socket for gunicorn's refusal: sends a page or a problem document of the same status in its place, and is the
    socket otherwise."""

    def __init__(self, client) -> None:
        self._client = client

    def __getattr__(self, name: str):
        return getattr(self._client, name)

    def sendall(self, refusal: bytes) -> None:
        """``refusal`` is a whole answer, as ``gunicorn.util.write_error`` makes it."""
        try:
            refusal = _rephrased(refusal, for_program=_asks_the_api(self._client.began))
        except Exception:
            # A bare sentence is better than no answer.
            logger.exception("The page for an unread request could not be drawn.")
        self._client.sendall(refusal)


def _asks_the_api(began: bytes) -> bool:
    """``began``: the first bytes of the request, "GET /api/v1/sites…"."""
    return began.partition(b" ")[2].startswith(PREFIX.encode())


def _rephrased(refusal: bytes, *, for_program: bool) -> bytes:
    first_line = refusal.partition(b"\r\n")[0]
    status = int(first_line.split()[1])
    body, media_type = _document(status) if for_program else (page(status).encode(), b"text/html; charset=utf-8")
    headers = (
        b"Connection: close",
        b"Content-Type: %b" % media_type,
        b"Content-Length: %d" % len(body),
        b"Content-Security-Policy: default-src 'self'",
        b"Cache-Control: no-store",
    )
    return b"\r\n".join([first_line, *headers, b"", body])


def _document(status: int) -> tuple[bytes, bytes]:
    """The problem document and its media type."""
    with override("id"):
        made = told(status)
    return made.content, made.headers["Content-Type"].encode()
