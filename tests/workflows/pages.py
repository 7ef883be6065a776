"""How the tests of the step pages read a form and send it back, as a browser would."""

import re
import uuid

from django.test import Client
from django.urls import reverse


def browser(user, **options) -> Client:
    """A client in which the person is logged in; errors become the pages a person sees."""
    client = Client(raise_request_exception=False, **options)
    client.force_login(user)
    return client


def address(plot, step: str) -> str:
    return reverse("take_step", args=[plot.site.code, "land_verification", plot.process.pk, step])


def page_of(plot) -> str:
    return reverse("process_detail", args=[plot.site.code, "land_verification", plot.process.pk])


def upload_to(plot, slot: str) -> str:
    return reverse("evidence_upload", args=[plot.site.code, "land_verification", plot.process.pk, slot])


def file_work(name: str, plot, item) -> str:
    """Where a file of the plot is taken back ("evidence_withdraw") or given its place ("evidence_place")."""
    return reverse(name, args=[plot.site.code, "land_verification", plot.process.pk, item.pk])


def envelope(plot, **changes) -> dict:
    """The hidden fields of a freshly opened page."""
    return {"version": str(plot.version), "client_id": str(uuid.uuid4()), **changes}


def hidden(response, name: str) -> str:
    """The value of a hidden field of the page."""
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


def text_of(response) -> str:
    """The page's words without its markup."""
    body = re.sub(r"(?s)<(script|template|svg)\b.*?</\1>", " ", response.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).replace("&quot;", '"').replace("&#x27;", "'").strip()
