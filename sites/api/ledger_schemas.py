"""What the API says about the ledger: its entries as they are hashed, and the receipt of a write."""

import uuid
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema
from pydantic import WithJsonSchema

from sites.ledger import instant
from sites.models import Event, Site

# Kept as the very text that is hashed, so that a reader can check the chain from what this API sends.
Instant = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]


class LedgerEntry(Schema):
    """One entry of a site's chain, field for field what its hash is taken over (see `sites/chain.py`)."""

    site: str
    seq: int
    previous_hash: str
    verb: str
    process_id: int | None
    process_kind: str
    process_version: int | None
    step: str
    before_state: str
    after_state: str
    reason_code: str
    reason_text: str
    changes: dict[str, Any] = Field(description="Field name to [before, after].")
    evidence: list[str] = Field(description="SHA-256 of the files this entry rests on.")
    actor: int | None
    actor_name: str
    actor_role: str
    actor_office: str
    on_behalf_of: int | None = Field(description="Whose role the actor exercised; null when it was his own.")
    on_behalf_of_name: str = Field(description="Empty when the actor exercised his own role.")
    device_at: Instant | None
    recorded_at: Instant
    request_id: uuid.UUID | None
    client_id: uuid.UUID | None
    request_digest: str
    simulated: bool
    hash: str

    @staticmethod
    def resolve_site(event: Event) -> str:
        return event.site.code

    @staticmethod
    def resolve_actor(event: Event) -> int | None:
        return event.actor_id

    @staticmethod
    def resolve_on_behalf_of(event: Event) -> int | None:
        return event.on_behalf_of_id

    @staticmethod
    def resolve_device_at(event: Event) -> str | None:
        return instant(event.device_at)

    @staticmethod
    def resolve_recorded_at(event: Event) -> str:
        return instant(event.recorded_at)


class EntryRef(Schema):
    """A ledger entry by its place in the site's chain and its hash."""

    seq: int
    hash: str


class Receipt(Schema):
    """The answer to a write: what the ledger recorded. The same request again gets the same receipt."""

    site: str
    process: int | None
    kind: str = Field(description="The workflow; empty when no process is concerned.")
    step: str
    state: str = Field(description="The state the process came to; empty when its state was not concerned.")
    version: int | None = Field(description="The process's version after the write: name it with the next step.")
    entry: EntryRef | None = Field(description="Null when everything stood so already and nothing was written.")


def receipt(request: HttpRequest, response: HttpResponse, *, site: Site, process=None) -> Receipt:
    """The receipt of the write that ``request.client_id`` names.

    An entry that another request wrote is an answer given before: the response says so in a header. Without an entry
    the receipt speaks of the site and the process as they are.
    """
    event = Event.objects.filter(client_id=request.client_id).first()
    if event is None:
        return Receipt(
            site=site.code,
            process=process.pk if process else None,
            kind=process.kind if process else "",
            step="",
            state="",
            version=process.version if process else None,
            entry=None,
        )
    if event.request_id != request.request_id:
        response["Idempotency-Replayed"] = "true"
    return Receipt(
        site=site.code,
        process=event.process_id,
        kind=event.process_kind,
        step=event.step,
        state=event.after_state,
        version=event.process_version,
        entry=EntryRef(seq=event.seq, hash=event.hash),
    )
