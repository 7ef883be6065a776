"""A person's notifications: those of the places he may see now, counted, listed, marked as read."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from gis_data.querysets import prefix_q
from workflows.models import Notification

# More than that is "many" for a number in the menu, and costs to count.
MOST_COUNTED = 99


def notifications_of(user, *, unread: bool = False) -> QuerySet[Notification]:
    """What the person was told of places inside his regions and of his phones, the newest first; of places that are not
    his any more nothing is shown."""
    told = prefix_q("site__code", user.scope.region_codes) | Q(kind=Notification.Kind.PHONE)
    found = Notification.objects.filter(told, person=user)
    return found.filter(read_at=None) if unread else found


def unread_count(user) -> int:
    """How many he has not read, at most ``MOST_COUNTED`` + 1."""
    return notifications_of(user, unread=True).order_by()[: MOST_COUNTED + 1].count()


def mark_read(user, pk: int | None = None) -> int:
    """Mark one of them, or all, as read; returns how many were not. Nobody marks another's."""
    unread = Notification.objects.filter(person=user, read_at=None)
    if pk is not None:
        unread = unread.filter(pk=pk)
    return unread.update(read_at=timezone.now())
