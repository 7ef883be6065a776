"""Enrolled phones: who sees which, revoke one, and what each contact tells of it."""

import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import tokens
from accounts.models import Assignment, Device, User
from accounts.roles import Role
from gis_data.querysets import prefix_q

# So often a contact is written down: a phone that sends asks many times a minute.
CONTACT_EVERY = datetime.timedelta(minutes=1)
LARGEST_SKEW = 2**31 - 1


def people_in_care(user: User) -> QuerySet[User]:
    """The person himself, the people of the regions he administers, and the field officers of those he commands."""
    cared = Q(pk=user.pk)
    for role, whose in ((Role.ADMIN, Q()), (Role.DISTRICT_COMMAND, Q(role=Role.FIELD_OFFICER))):
        regions = [grant.region_code for grant in user.scope.grants if grant.role == role and grant.for_user is None]
        if regions:
            held = Assignment.objects.valid_on(timezone.localdate()).filter(whose, prefix_q("region__code", regions))
            cared |= Q(pk__in=held.values("user"))
    return User.objects.filter(cared).order_by("full_name", "username")


def visible_to(user: User) -> QuerySet[Device]:
    """The phones of the people in his care, his own among them."""
    return Device.objects.filter(user__in=people_in_care(user).order_by().values("pk")).select_related(
        "user", "enrolled_by", "revoked_by"
    )


@transaction.atomic
def revoke(*, device_id: UUID, by: User, reason: str) -> Device:
    """End a phone's enrolment: its next contact is refused. What it holds stays on it.

    Raises Device.DoesNotExist for who may not see it, ValidationError without a reason or when it is revoked already.
    """
    seen = visible_to(by).filter(pk=device_id).values("pk")
    device = Device.objects.select_for_update(of=("self",)).select_related("user", "token").get(pk__in=seen)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, in a few words.")})
    if device.revoked_at:
        raise ValidationError(_("This phone is revoked already."))
    device.revoked_at, device.revoked_by, device.revoke_reason = timezone.now(), by, reason.strip()
    device.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    tokens.revoke(token=device.token)
    return device


def note_contact(
    device: Device, *, device_time: datetime.datetime | None = None, app_version: str | None = None
) -> None:
    """Write down that the phone was here now, and how far its clock is from ours if it said its time.

    Without news of it, at most once in ``CONTACT_EVERY``.
    """
    now = timezone.now()
    changes: dict[str, object] = {}
    if device.last_contact_at is None or now - device.last_contact_at >= CONTACT_EVERY:
        changes["last_contact_at"] = now
    if device_time is not None:
        skew = round((device_time - now).total_seconds())
        changes["clock_skew_s"] = max(-LARGEST_SKEW, min(LARGEST_SKEW, skew))
    if app_version is not None and app_version != device.app_version:
        changes["app_version"] = app_version[:40]
    if changes.get("clock_skew_s", device.clock_skew_s) == device.clock_skew_s:
        changes.pop("clock_skew_s", None)
    if changes:
        Device.objects.filter(pk=device.pk).update(**changes)


def revoked_with(token: str) -> Device | None:
    """The revoked phone whose token this was, or None: its person is told why it is refused."""
    return Device.objects.filter(token__digest=tokens.digest(token), revoked_at__isnull=False).first()
