"""A request named by its sender is answered once: the same again gets the first answer, other content is refused."""

import hashlib
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import IntegrityError

from accounts.scope import Grant
from sites.authorship import Authorship
from sites.models import Event
from sites.refusals import ClientIdReused


@dataclass(frozen=True)
class Request:
    """Who asks, and under which names: ``client_id`` is the sender's own, ``request_id`` this server's."""

    actor: object
    client_id: uuid.UUID | None = None
    request_id: uuid.UUID | None = None

    def author(self, grant: Grant, digest: str) -> Authorship:
        """The person under that grant. Raises NotPermitted when it was lent and ended meanwhile."""
        return Authorship.under(
            self.actor,
            grant,
            client_id=self.client_id,
            request_id=self.request_id,
            request_digest=digest if self.client_id else "",
        )


def digest_of(content: dict) -> str:
    """SHA-256 over what was asked for, as canonical JSON; the same request again has the same digest."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def answered(client_id: uuid.UUID | None, *, actor, digest: str) -> Event | None:
    """The entry that this request wrote when it came before, with its site; None when it is new or bears no id.

    Raises ClientIdReused when the id was used by another person or with other content.
    """
    if client_id is None:
        return None
    event = Event.objects.select_related("site").filter(client_id=client_id).first()
    if event is not None and (event.actor_id, event.request_digest) != (actor.pk, digest):
        raise ClientIdReused
    return event


@contextmanager
def answered_once() -> Iterator[None]:
    """Around a transaction: two requests under one id at two sites meet only in the database, which takes one.

    Raises ClientIdReused for the other.
    """
    try:
        yield
    except IntegrityError as error:
        if "event_client_id_once" in str(error):
            raise ClientIdReused from error
        raise
