"""Tell people what became of what a phone sent: whoever sent it, and whoever supervises the place."""

from django.utils import timezone

from accounts.roles import Role
from workflows.field.models import FieldFile, FieldItem
from workflows.models import Notification
from workflows.notifications.recipients import holders_of

SUPERVISOR = Role.DISTRICT_COMMAND


def conflict(item: FieldItem) -> None:
    """A report cannot be taken as it stands: the supervisor has to choose."""
    _tell(item, supervisors_of(item), "conflict", item.sentence)


def differs(item: FieldItem) -> None:
    """Other content came under the name of a report: the supervisor has to look at both."""
    _tell(item, supervisors_of(item), "differs", "")


def file_put_aside(item: FieldItem, file: FieldFile) -> None:
    """The bytes of a file are no evidence: the sender can send another, and the supervisor knows why one is missing."""
    _tell(item, {*supervisors_of(item), item.sender_id}, f"file {file.pk}", file.sentence)


def settled(item: FieldItem) -> None:
    """A person has chosen: the sender learns it here too, not only on the phone."""
    _tell(item, {item.sender_id}, "settled", item.sentence)


def supervisors_of(item: FieldItem) -> set[int]:
    """The people who hold the Kodim's role nearest to the place."""
    return set(holders_of([SUPERVISOR], [item.site.code])[SUPERVISOR, item.site.code]) - {item.sender_id}


def _tell(item: FieldItem, people: set[int], about: str, sentence: str) -> None:
    if item.process_id is None:
        return
    Notification.objects.bulk_create(
        (
            Notification(
                kind=Notification.Kind.FIELD,
                person_id=person,
                site_id=item.site_id,
                process_id=item.process_id,
                process_version=0,
                step=item.step,
                cause=f"{item.receipt} {about}",
                state="",
                data={"item": item.pk, "about": about.partition(" ")[0], "reason_text": sentence},
                created_at=timezone.now(),
            )
            for person in sorted(people)
        ),
        ignore_conflicts=True,
    )
