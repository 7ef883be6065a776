"""What phones say they hold, beside what was received: who has to be asked to open the app."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import Assignment, Device, User
from accounts.roles import Role
from gis_data.querysets import prefix_q
from workflows.field import conflicts
from workflows.field.models import FieldFile, FieldHolding, FieldItem

DAYS = 14
# Days are those of the phones' own clocks, which may be ahead.
CLOCKS_AHEAD = datetime.timedelta(days=31)


@dataclass(frozen=True)
class Held:
    """One day on one phone, by its own account."""

    day: datetime.date
    captured: int
    sent: int
    files_waiting: int


@dataclass
class PersonDay:
    """What one person captured on one day: by his phones, and by what was received of it.

    ``captured`` None: no phone has said. ``photos_missing``: declared, and not here.
    """

    person: User
    day: datetime.date
    captured: int | None = None
    received: int = 0
    waiting: int = 0
    photos_missing: int = 0
    contact: datetime.datetime | None = None

    @property
    def missing(self) -> int:
        """Reports that are on a phone still."""
        return max(0, (self.captured or 0) - self.received)

    @property
    def whole(self) -> bool:
        return not (self.missing or self.photos_missing or self.waiting)


def tell(sender, *, device: uuid.UUID | None, days: list[Held], storage: dict) -> None:
    """Keep what a phone says of its days; said again, the later word counts."""
    now = timezone.now()
    FieldHolding.objects.bulk_create(
        (
            FieldHolding(
                sender=sender,
                device=device,
                day=held.day,
                captured=held.captured,
                sent=held.sent,
                files_waiting=held.files_waiting,
                storage=storage,
                told_at=now,
            )
            for held in days
        ),
        update_conflicts=True,
        unique_fields=["sender", "device", "day"],
        update_fields=["captured", "sent", "files_waiting", "storage", "told_at"],
    )


def receipts_of(user, *, today: datetime.date, days: int = DAYS) -> list[PersonDay]:
    """Per person and day what the person sees of it, the newest day first and within it what is not whole first.

    Reports from the places he sees; of phones, those of the field officers of his regions and his own. The number of
    queries does not grow with the reports.
    """
    since = today - datetime.timedelta(days=days - 1)
    found: dict[tuple[int, datetime.date], PersonDay] = {}
    people = {person.pk: person for person in _people(user, since)}

    def of(person: int, day: datetime.date) -> PersonDay | None:
        if person not in people or not since <= day <= today + CLOCKS_AHEAD:
            return None
        return found.setdefault((person, day), PersonDay(people[person], day))

    for row in _received(user, since):
        if row_of := of(row["sender"], row["day"]):
            row_of.received, row_of.waiting, row_of.photos_missing = row["received"], row["waiting"], row["photos"]
    for row in _held(people, since):
        if row_of := of(row["sender"], row["day"]):
            row_of.captured, row_of.contact = row["captured"], row["contact"]
    contacts = _contacts(people)
    for one in found.values():
        known = [moment for moment in (one.contact, contacts.get(one.person.pk)) if moment]
        one.contact = max(known, default=None)
    return sorted(found.values(), key=lambda one: (-one.day.toordinal(), one.whole, str(one.person)))


def _people(user, since: datetime.date) -> list[User]:
    officers = Assignment.objects.valid_on(timezone.localdate()).filter(
        prefix_q("region__code", user.scope.region_codes), role=Role.FIELD_OFFICER
    )
    senders = _captured_since(user, since).values("sender")
    wanted = Q(pk=user.pk) | Q(pk__in=officers.values("user")) | Q(pk__in=senders)
    return list(User.objects.filter(wanted))


def _captured_since(user, since: datetime.date):
    items = conflicts.visible_to(user).annotate(day=TruncDate("captured_at", tzinfo=timezone.get_current_timezone()))
    return items.filter(day__gte=since).order_by()


def _received(user, since: datetime.date):
    waiting = [FieldItem.Status.BACKLOG, FieldItem.Status.CONFLICT, FieldItem.Status.REFUSED]
    missing = Q(files__status=FieldFile.Status.WAITING, files__original="")
    return (
        _captured_since(user, since)
        .values("sender", "day")
        .annotate(
            received=Count("pk", distinct=True),
            waiting=Count("pk", distinct=True, filter=Q(status__in=waiting)),
            photos=Count("files", distinct=True, filter=missing),
        )
    )


def _held(people: dict, since: datetime.date):
    held = FieldHolding.objects.filter(sender__in=people, day__gte=since).order_by()
    return held.values("sender", "day").annotate(captured=Sum("captured"), contact=Max("told_at"))


def _contacts(people: dict) -> dict[int, datetime.datetime]:
    phones = Device.objects.filter(user__in=people, last_contact_at__isnull=False).order_by()
    return dict(phones.values_list("user").annotate(last=Max("last_contact_at")))
