"""Who stands behind an entry of the ledger: person, role, office, times and the request it came with."""

import datetime
import uuid
from dataclasses import dataclass, replace

from django.utils import timezone

from accounts import delegations
from accounts.scope import Grant
from sites.refusals import NotPermitted

SYSTEM_NAME = "system"


@dataclass(frozen=True, kw_only=True)
class Authorship:
    """The author of a change. ``user`` is None for the program itself (imports, the clock).

    ``recorded_at`` is the server's time and orders decisions; ``device_at`` is the time on the person's device and
    orders facts. ``on_behalf_of`` is the id of the person whose role was exercised by another. ``client_id`` names the
    request as its sender chose it; ``request_digest`` is the SHA-256 of what was sent with it.
    """

    user: object | None
    name: str
    role: str = ""
    office: str = ""
    on_behalf_of: int | None = None
    on_behalf_of_name: str = ""
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
    def under(cls, user, grant: Grant, **more) -> "Authorship":
        """Authorship of a person under a grant; for a lent role inside the transaction that writes, under its lock.

        Raises NotPermitted with the sentence when the delegation ended since the request began.
        """
        return cls.of(user, **_held(grant), **more)

    @classmethod
    def system(cls, name: str = SYSTEM_NAME) -> "Authorship":
        """Authorship of the program, for imports and other work without a person; ``name`` says which work."""
        return cls(user=None, name=name, recorded_at=timezone.now())

    @property
    def simulates(self) -> bool:
        """Is this a demonstration account, whose entries are marked as simulated?"""
        return bool(self.user is not None and self.user.is_demo)

    @property
    def actors(self) -> list[int]:
        """The ids of all whose deed this is: who acted, and for whom."""
        return sorted({self.user.pk, self.on_behalf_of} - {None}) if self.user is not None else []

    def acting_under(self, grant: Grant) -> "Authorship":
        """The same author under another of his roles, for a further entry of one request. Raises as ``under``."""
        return replace(self.without_client_id(), **_held(grant))

    def without_client_id(self) -> "Authorship":
        """The same author for a further entry of one request: only its main entry carries the client's id."""
        return replace(self, client_id=None, request_digest="")


def _held(grant: Grant) -> dict:
    if grant.delegation is not None and (sentence := delegations.hold(grant.delegation)):
        raise NotPermitted(sentence)
    return {
        "role": grant.role,
        "office": grant.office,
        "on_behalf_of": grant.for_user,
        "on_behalf_of_name": grant.for_name,
    }
