"""Who stands behind an entry of the ledger: person, role, office, times and the request it came with."""

import datetime
import uuid
from dataclasses import dataclass, replace

from django.utils import timezone

SYSTEM_NAME = "system"


@dataclass(frozen=True, kw_only=True)
class Authorship:
    """The author of a change. ``user`` is None for the program itself (imports, the clock).

    ``recorded_at`` is the server's time and orders decisions; ``device_at`` is the time on the person's device and
    orders facts. ``client_id`` names the request as its sender chose it; ``request_digest`` is the SHA-256 of what
    was sent with it.
    """

    user: object | None
    name: str
    role: str = ""
    office: str = ""
    recorded_at: datetime.datetime
    device_at: datetime.datetime | None = None
    request_id: uuid.UUID | None = None
    client_id: uuid.UUID | None = None
    request_digest: str = ""

    @classmethod
    def of(
        cls, user, *, role: str = "", office: str = "", recorded_at: datetime.datetime | None = None, **more
    ) -> "Authorship":
        """Authorship of a person; the time is now unless a simulation says otherwise."""
        return cls(
            user=user, name=str(user), role=role, office=office, recorded_at=recorded_at or timezone.now(), **more
        )

    @classmethod
    def system(cls, name: str = SYSTEM_NAME) -> "Authorship":
        """Authorship of the program, for imports and other work without a person; ``name`` says which work."""
        return cls(user=None, name=name, recorded_at=timezone.now())

    @property
    def simulates(self) -> bool:
        """Is this a demonstration account, whose entries are marked as simulated?"""
        return bool(self.user is not None and self.user.is_demo)

    def without_client_id(self) -> "Authorship":
        """The same author for a further entry of one request: only its main entry carries the client's id."""
        return replace(self, client_id=None, request_digest="")
