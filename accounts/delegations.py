"""Lend a role, end it early, and ask under lock whether it still holds: the one way a delegation is written."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Assignment, Delegation, User
from accounts.roles import Role
from gis_data.dates import why_impossible
from gis_data.querysets import prefix_q

# An acting official is appointed for three months at most (SE Kepala BKN 1/SE/I/2021); longer needs a new letter.
MOST_DAYS = 92
# Looking on behalf of somebody is no office; the clock is nobody.
NOT_LENT = frozenset({Role.VIEWER, Role.CLOCK})


@dataclass(frozen=True)
class Letter:
    """The document a role is lent by; ``scan_*`` are "" where no scan was kept."""

    number: str
    date: datetime.date
    scan_sha256: str = ""
    scan_type: str = ""
    scan_name: str = ""


def lendable(user: User) -> QuerySet[Assignment]:
    """The roles of his own that a person could lend today."""
    held = Assignment.objects.valid_on(timezone.localdate()).exclude(role__in=NOT_LENT)
    return held.filter(user=user).select_related("user", "region", "office").order_by("role", "region")


def colleagues_of(assignment: Assignment) -> QuerySet[User]:
    """To whom the role may be lent: people of the same office, or with a role of their own in the same region."""
    today = timezone.localdate()
    near = Q(region_id=assignment.region_id)
    if assignment.office_id:
        near |= Q(office_id=assignment.office_id)
    there = Assignment.objects.valid_on(today).filter(near)
    people = User.objects.filter(is_active=True, is_demo=assignment.user.is_demo, assignments__in=there)
    return people.exclude(pk=assignment.user_id).distinct().order_by("full_name", "username")


def may_lend(assignment: Assignment, user: User) -> bool:
    """May the person record that this role is lent: is it his own, or is he the administrator of its region?"""
    return assignment.user_id == user.pk or user.scope.owns_at(assignment.region_id, Role.ADMIN)


def may_end(delegation: Delegation, user: User) -> bool:
    """May the person end it early? Whoever lent it, whoever holds it, and the administrator of the region."""
    return delegation.receiver_id == user.pk or may_lend(delegation.assignment, user)


def visible_to(user: User) -> QuerySet[Delegation]:
    """The delegations the person gave or received, and those of the regions he administers."""
    administered = [
        grant.region_code for grant in user.scope.grants if grant.role == Role.ADMIN and grant.for_user is None
    ]
    own = Q(assignment__user=user) | Q(receiver=user)
    seen = own | prefix_q("assignment__region__code", administered) if administered else own
    return Delegation.objects.filter(seen).with_people()


def lend(
    *,
    assignment: Assignment,
    receiver: User,
    valid_from: datetime.date,
    valid_to: datetime.date,
    letter: Letter,
    recorded_by: User,
) -> Delegation:
    """Record that a role is lent from day to day, both included.

    Raises PermissionDenied for who may not lend it, and ValidationError with a sentence per field.
    """
    if not may_lend(assignment, recorded_by):
        raise PermissionDenied
    if errors := _why_not(assignment, receiver, valid_from, valid_to, letter, recorded_by):
        raise ValidationError(errors)
    try:
        with transaction.atomic():
            return Delegation.objects.create(
                assignment=assignment,
                receiver=receiver,
                valid_from=valid_from,
                valid_to=valid_to,
                document_number=letter.number,
                document_date=letter.date,
                scan_sha256=letter.scan_sha256,
                scan_type=letter.scan_type,
                scan_name=letter.scan_name,
                recorded_by=recorded_by,
            )
    except IntegrityError as error:
        if "delegation_to_one_at_a_time" not in str(error):
            raise
        raise ValidationError({"valid_from": _overlap(assignment, valid_from, valid_to)}) from error


@transaction.atomic
def revoke(*, delegation_id: int, by: User) -> Delegation:
    """End a delegation now. The row's lock decides between this and a step that is being taken under it.

    Raises Delegation.DoesNotExist for who may not see it, PermissionDenied, and ValidationError when it has ended.
    """
    visible = visible_to(by).filter(pk=delegation_id).values("pk")
    delegation = Delegation.objects.select_for_update(of=("self",)).with_people().get(pk__in=visible)
    if not may_end(delegation, by):
        raise PermissionDenied
    if not delegation.is_open:
        raise ValidationError(_("This delegation has ended already."))
    delegation.revoked_at, delegation.revoked_by = timezone.now(), by
    delegation.save(update_fields=["revoked_at", "revoked_by"])
    return delegation


def hold(delegation_id: int) -> str:
    """Hold a delegation in force until the transaction ends; the sentence why it is not in force, "" when it is.

    What is done under it is asked here last, so that a revocation that came first counts, and one that comes later
    waits until the deed is written.
    """
    delegation = (
        Delegation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("assignment__user")
        .get(pk=delegation_id)
    )
    return delegation.why_not_on(timezone.localdate())


def _why_not(
    assignment: Assignment,
    receiver: User,
    first: datetime.date,
    last: datetime.date,
    letter: Letter,
    recorded_by: User,
) -> dict[str, str]:
    today = timezone.localdate()
    errors: dict[str, str] = {}
    if not lendable(assignment.user).filter(pk=assignment.pk).exists():
        errors["assignment"] = _("This role cannot be lent: it is not held today, or it only looks.")
    if receiver.pk == recorded_by.pk:
        errors["receiver"] = _("Nobody lends a role to himself; somebody else must record this.")
    elif not colleagues_of(assignment).filter(pk=receiver.pk).exists():
        errors["receiver"] = _("%(name)s is no colleague of the same office or region with an account in use.") % {
            "name": receiver
        }
    if sentence := why_impossible(letter.date, past=True):
        errors["document_date"] = sentence
    elif first < letter.date:
        errors["valid_from"] = _("It cannot begin before the letter was written (%(date)s).") % {
            "date": _in_words(letter.date)
        }
    if last < first:
        errors["valid_to"] = _("It ends before it begins.")
    elif last < today:
        errors["valid_to"] = _("This day has passed.")
    elif (last - first).days >= MOST_DAYS:
        errors["valid_to"] = _("A role is lent for at most %(days)d days; longer needs another letter.") % {
            "days": MOST_DAYS
        }
    elif assignment.valid_to and last > assignment.valid_to:
        errors["valid_to"] = _("The role itself ends on %(date)s.") % {"date": _in_words(assignment.valid_to)}
    return errors


def _overlap(assignment: Assignment, first: datetime.date, last: datetime.date) -> str:
    other = assignment.delegations.filter(revoked_at=None, valid_from__lte=last, valid_to__gte=first)
    found = other.select_related("receiver").order_by("valid_from").first()
    if found is None:
        return _("Somebody has just lent this role for these days.")
    return _("The role is lent to %(name)s from %(first)s to %(last)s already; revoke that first.") % {
        "name": found.receiver,
        "first": _in_words(found.valid_from),
        "last": _in_words(found.valid_to),
    }


def _in_words(day: datetime.date) -> str:
    return date_format(day, "j F Y")
