"""Problem documents (RFC 9457): the one form in which this API says no."""

import uuid
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Field, Schema
from ninja.responses import Response

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:rollout:problem:"

# What a code means, whatever the occasion; ``detail`` says the particulars. docs/api.md lists them.
TITLES = {
    "malformed": _("The request cannot be read"),
    "idempotency_key": _("The request has no usable name"),
    "not_authenticated": _("Not identified"),
    "device_revoked": _("This phone was revoked"),
    "csrf": _("The page’s proof is missing"),
    "not_permitted": _("Not permitted"),
    "not_found": _("Not found"),
    "method_not_allowed": _("Not possible at this address"),
    "not_acceptable": _("Not available in this form"),
    "wrong_state": _("Not possible in this state"),
    "stale": _("Changed since you read it"),
    "conflict": _("In conflict with something else"),
    "client_id_reused": _("The request’s name was used before"),
    "item_differs": _("Something else came under this name"),
    "other_person": _("Captured by somebody else"),
    "wrong_offset": _("The piece does not begin where the file ends"),
    "other_bytes": _("Not the bytes that were announced"),
    "simulation_mixed": _("Simulated and real records do not mix"),
    "too_slow": _("Sent too slowly"),
    "too_large": _("Too large"),
    "unsupported_media_type": _("Sent in another form than expected"),
    "invalid": _("Answers are missing or not right"),
    "guards_unmet": _("Rules do not hold"),
    "too_many": _("Too many requests"),
    "failed": _("A fault on our side"),
    "unavailable": _("Not available at the moment"),
    "storage_full": _("No room"),
}


class UnmetOut(Schema):
    """A rule or evidence that stands in the way of a step."""

    code: str = Field(examples=["plot_at_least"])
    sentence: str
    waivable: bool = Field(description="May this person set it aside, with a reason in `waivers`?")


class NewsOut(Schema):
    """A ledger entry written since the version the request was decided on."""

    seq: int
    verb: str
    step: str
    state: str
    version: int
    by: str
    role: str
    at: str = Field(json_schema_extra={"format": "date-time"})


class Problem(Schema):
    """Why a request was refused, in sentences for the person behind it. Nothing was changed."""

    type: str = Field(description="The code as a URN.", examples=[TYPE_PREFIX + "guards_unmet"])
    title: str = Field(description="What the code means, the same on every occasion.")
    status: int
    detail: str = Field(description="What is the matter this time.")
    code: str = Field(description="For programs; the sentences are for people.", examples=["guards_unmet"])
    errors: dict[str, list[str]] | None = Field(None, description="Field or parameter to its sentences.")
    unmet: list[UnmetOut] | None = Field(
        None, description="With `guards_unmet`, and with `invalid` where it could be judged: what does not hold."
    )
    news: list[NewsOut] | None = Field(None, description="With `stale`: what happened since.")
    version: int | None = Field(None, description="With `stale`: the version to read now.")
    instance: str | None = Field(None, description="With `failed`: name it when you report the fault.")


@dataclass
class Trouble(Exception):
    """Raised by the API's own conventions; everything else that is refused is raised by the domain."""

    status: int
    code: str
    detail: str
    headers: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)


def problem(status: int, code: str, detail: str = "", headers: dict[str, str] | None = None, **more) -> HttpResponse:
    """The problem document as a response; ``more`` are the members that this kind of problem has besides."""
    title = str(TITLES[code] if code in TITLES else HTTPStatus(status).phrase)
    body = {
        "type": TYPE_PREFIX + code,
        "title": title,
        "status": status,
        "detail": str(detail) or title,
        "code": code,
        **{name: value for name, value in more.items() if value is not None},
    }
    return Response(body, status=status, content_type=MEDIA_TYPE, headers=headers or {})


def from_trouble(trouble: Trouble) -> HttpResponse:
    """The response for a broken convention."""
    return problem(trouble.status, trouble.code, trouble.detail, trouble.headers, **trouble.more)


def unmet_out(unmet) -> list[dict]:
    """``workflows.refusals.Unmet`` as members of a problem."""
    return [asdict(item) for item in unmet]


def instance_of(request_id: uuid.UUID | None) -> str:
    """The request's number in our log, as a URN."""
    return f"urn:uuid:{request_id or uuid.uuid4()}"
