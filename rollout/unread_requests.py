"""What the web server answers when a request is too broken or too large to reach the pages: a page as well.

Gunicorn refuses such a request itself, with a bare English sentence. Nothing of the request is known then, the chosen
language neither, so the page speaks Indonesian and repeats itself in English.
"""

import logging
from http import HTTPStatus

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

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
    """A socket for gunicorn's refusal: sends a page with the same status in its place, and is the socket otherwise."""

    def __init__(self, client) -> None:
        self._client = client

    def __getattr__(self, name: str):
        return getattr(self._client, name)

    def sendall(self, refusal: bytes) -> None:
        """``refusal`` is a whole answer, as ``gunicorn.util.write_error`` makes it."""
        try:
            refusal = _rephrased(refusal)
        except Exception:
            # A bare sentence is better than no answer.
            logger.exception("The page for an unread request could not be drawn.")
        self._client.sendall(refusal)


def _rephrased(refusal: bytes) -> bytes:
    first_line = refusal.partition(b"\r\n")[0]
    body = page(int(first_line.split()[1])).encode()
    headers = (
        b"Connection: close",
        b"Content-Type: text/html; charset=utf-8",
        b"Content-Length: %d" % len(body),
        b"Content-Security-Policy: default-src 'self'",
        b"Cache-Control: no-store",
    )
    return b"\r\n".join([first_line, *headers, b"", body])
