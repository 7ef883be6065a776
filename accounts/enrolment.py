"""Enrol a phone: a code for oneself or for somebody in one's care, used once, or the person's own password."""

import datetime
import hashlib
import secrets
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import tokens
from accounts.models import Device, EnrolmentCode, User
from accounts.roles import Role
from accounts.signals import phone_enrolled

VALID_FOR = datetime.timedelta(minutes=15)
# Without letters and digits that are taken for one another; twelve of them are 58 bits, for a quarter of an hour.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
GROUPS, GROUP = 3, 4


def may_enrol(issuer: User, person: User) -> bool:
    """May he make a code for that person: himself, or somebody all of whose roles lie in his care?

    All of them, lent ones too, because the phone will hold them all: the administrator of a regency must not come by
    a role in the province. A district command cares for its field officers.
    """
    if issuer.pk == person.pk:
        return True
    if person.is_superuser or person.is_staff or not person.is_active or person.is_demo != issuer.is_demo:
        return False
    grants = person.scope.grants
    return bool(grants) and all(_cares_for(issuer, grant.role, grant.region_code) for grant in grants)


def _cares_for(issuer: User, role: str, region_code: str) -> bool:
    if issuer.scope.owns_at(region_code, Role.ADMIN):
        return True
    return role == Role.FIELD_OFFICER and issuer.scope.owns_at(region_code, Role.DISTRICT_COMMAND)


def issue_code(*, person: User, by: User) -> tuple[EnrolmentCode, str]:
    """A code that enrols one phone for the person; returns the record and the code, which is kept nowhere else.

    Raises PermissionDenied for who may not enrol for him.
    """
    if not may_enrol(by, person):
        raise PermissionDenied
    groups = ["".join(secrets.choice(ALPHABET) for _n in range(GROUP)) for _m in range(GROUPS)]
    code = "-".join(groups)
    record = EnrolmentCode.objects.create(
        digest=_digest(code), user=person, issued_by=by, expires_at=timezone.now() + VALID_FOR
    )
    return record, code


def by_code(*, code: str, device_id: UUID, name: str) -> tuple[Device, str]:
    """Enrol the phone with a code; the device and its token. The same phone gets another token for the same code,
    because the first answer may have been lost on its way.

    Raises ValidationError when the code is not good (any more), or the phone's id is used.
    """
    now = timezone.now()
    with transaction.atomic():
        # The row decides between two phones: the second waits for it and finds it used. Without a join, for which
        # Django would look the row up in a subquery that is not asked again after the wait.
        open_or_ours = Q(used_at=None) | Q(device_id=device_id)
        good = EnrolmentCode.objects.filter(open_or_ours, digest=_digest(code), expires_at__gt=now)
        taken = good.update(used_at=now, device_id=device_id)
        used = EnrolmentCode.objects.select_related("user", "issued_by").get(digest=_digest(code)) if taken else None
        if used is None or not used.user.is_active:
            raise ValidationError({"code": _("This code is not valid, or was used, or is older than 15 minutes.")})
        return enrol(person=used.user, device_id=device_id, name=name, by=used.issued_by)


@transaction.atomic
def enrol(*, person: User, device_id: UUID, name: str, by: User) -> tuple[Device, str]:
    """Enrol the phone for the person; the device and its token, of which the last one given is good.

    Raises ValidationError when that id is another enrolment's, or one that was revoked.
    """
    record, token = tokens.issue(user=person, name=name)
    try:
        with transaction.atomic():
            device = Device.objects.create(id=device_id, user=person, name=name, token=record, enrolled_by=by)
    except IntegrityError:
        device = Device.objects.select_for_update(of=("self",)).select_related("token").get(pk=device_id)
    else:
        phone_enrolled.send(Device, device=device)
        return device, token
    if device.user_id != person.pk or device.revoked_at:
        raise ValidationError({"device": _("This phone must be enrolled under a new number.")})
    lost, device.token = device.token, record
    device.save(update_fields=["token"])
    lost.delete()
    return device, token


def _digest(code: str) -> str:
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(typed.encode()).hexdigest()
