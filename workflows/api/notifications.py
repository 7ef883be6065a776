"""Notifications through the API: what the person behind the token was told."""

import datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from gis_data.api import Named
from workflows.api.ids import Id
from workflows.models import Notification
from workflows.notifications.selectors import mark_read, notifications_of, unread_count
from workflows.notifications.sentences import told

router = Router(tags=["notifications"])


class NotificationQuery(Schema):
    """What the list is narrowed to."""

    unread: bool = Field(False, description="Only those not read yet.")


class NotificationOut(Schema):
    """One thing the person was told."""

    id: int
    kind: Named
    site: str = Field(description="The site's code; empty for what is about a phone.")
    place: str
    process: int | None
    step: str
    title: str = Field(description="What is awaited, or what was decided.")
    by: str = Field(description="The office that decided; empty for what is awaited.")
    reason: str
    hint: str = Field(description="What to do when it is not as it should be; empty for most.")
    open: bool = Field(description="Is it awaited still?")
    simulated: bool
    created_at: datetime.datetime
    read_at: datetime.datetime | None

    @staticmethod
    def resolve_kind(note: Notification) -> Named:
        return Named.of(Notification.Kind(note.kind))

    @staticmethod
    def resolve_site(note: Notification) -> str:
        return note.site.code if note.site else ""

    @staticmethod
    def resolve_place(note: Notification) -> str:
        return told(note).place

    @staticmethod
    def resolve_process(note: Notification) -> int:
        return note.process_id

    @staticmethod
    def resolve_title(note: Notification) -> str:
        return told(note).title

    @staticmethod
    def resolve_by(note: Notification) -> str:
        return told(note).by

    @staticmethod
    def resolve_reason(note: Notification) -> str:
        return told(note).reason

    @staticmethod
    def resolve_hint(note: Notification) -> str:
        return told(note).hint

    @staticmethod
    def resolve_open(note: Notification) -> bool:
        return told(note).open

    @staticmethod
    def resolve_simulated(note: Notification) -> bool:
        return note.process is not None and note.process.simulated


class UnreadOut(Schema):
    """What is left to read."""

    unread: int


@router.get("/notifications", response=list[NotificationOut], summary="Notifications")
@paginate
def list_notifications(request: HttpRequest, wanted: Query[NotificationQuery]) -> QuerySet[Notification]:
    """What newly awaited this person, and what became of what he proposed, in the order he was told.

    Of places he may not see any more nothing is listed.
    """
    found = notifications_of(request.user, unread=wanted.unread)
    return found.select_related("site__village", "process").order_by("pk")


@router.post("/notifications/read", response=UnreadOut, summary="Mark all as read")
def read_notifications(request: HttpRequest) -> UnreadOut:
    """Mark everything as read that this person was told."""
    mark_read(request.user)
    return UnreadOut(unread=unread_count(request.user))


@router.post("/notifications/{notification_id}/read", response=NotificationOut, summary="Mark one as read")
def read_notification(request: HttpRequest, notification_id: Id) -> Notification:
    """Mark one as read, and keep when it was first read; somebody else's does not exist."""
    found = notifications_of(request.user).select_related("site__village", "process")
    found.get(pk=notification_id)
    mark_read(request.user, notification_id)
    return found.get(pk=notification_id)
