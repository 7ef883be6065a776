"""Issue, recognise and revoke API tokens."""

import hashlib
import secrets

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import ApiToken, Device, User
from gis_data.composed import Composed, columns_of, made

PREFIX = "kdmp_"


def digest(token: str) -> str:
    """The hash under which a token is kept."""
    # A 256-bit random token needs no slow hash: there is nothing to guess.
    return hashlib.sha256(token.encode()).hexdigest()


def issue(*, user: User, name: str) -> tuple[ApiToken, str]:
    """Make a token for a person; returns the record and the token, which is not kept anywhere else."""
    token = PREFIX + secrets.token_urlsafe(32)
    return ApiToken.objects.create(user=user, name=name, digest=digest(token)), token


def recognise(token: str) -> User | None:
    """The active person behind a token that was not revoked, or None. Notes the day of use, at most once a day.

    ``device`` of the person is the phone the token belongs to, None for a program's.
    """
    rows = _BY_DIGEST.first_rows(digest(token))
    if not rows:
        return None
    record, person, device = _of(rows[0])
    today = timezone.localdate()
    if record.last_used_on != today:
        ApiToken.objects.filter(pk=record.pk).update(last_used_on=today)
    person.device = device
    return person


def _of(row: tuple) -> tuple[ApiToken, User, Device | None]:
    of_token, of_user = len(columns_of(ApiToken)), len(columns_of(User))
    person, device = made(User, row[of_token:]), row[of_token + of_user :]
    return made(ApiToken, row), person, made(Device, device) if device[0] is not None else None


def _with_digest(value: str) -> QuerySet:
    valid = ApiToken.objects.filter(digest=value, revoked_at=None, user__is_active=True)
    return valid.values_list(*columns_of(ApiToken), *columns_of(User, "user__"), *columns_of(Device, "device__"))


# Asked by every request of a program and a phone.
_BY_DIGEST = Composed(_with_digest, "digest")


def revoke(*, token: ApiToken) -> None:
    """End a token at once; revoking twice changes nothing."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
