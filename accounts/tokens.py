"""Issue, recognise and revoke API tokens."""

import hashlib
import secrets

from django.utils import timezone

from accounts.models import ApiToken, User

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
    record = (
        ApiToken.objects.select_related("user", "device")
        .filter(digest=digest(token), revoked_at=None, user__is_active=True)
        .first()
    )
    if record is None:
        return None
    today = timezone.localdate()
    if record.last_used_on != today:
        ApiToken.objects.filter(pk=record.pk).update(last_used_on=today)
    record.user.device = getattr(record, "device", None)
    return record.user


def revoke(*, token: ApiToken) -> None:
    """End a token at once; revoking twice changes nothing."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
