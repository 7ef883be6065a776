"""Tell a person that a phone was enrolled in his name: whoever did it without his knowledge shall not stay unseen."""

from django.dispatch import receiver

from accounts.models import Device, User
from accounts.signals import phone_enrolled
from workflows.models import Notification
from workflows.notifications.mails import write_mails


@receiver(phone_enrolled)
def tell_of_phone(sender, *, device: Device, **_more) -> None:
    """In the transaction of the enrolment; by mail at once, also to whoever gets his other news once a day."""
    person = device.user
    Notification.objects.create(
        kind=Notification.Kind.PHONE,
        person=person,
        process_version=0,
        step="",
        cause=str(device.pk),
        state="",
        data={"phone": device.name, "by": "" if device.enrolled_by_id == person.pk else str(device.enrolled_by)},
        created_at=device.enrolled_at,
    )
    if person.mail_rhythm != User.MailRhythm.NEVER:
        write_mails(person.mail_rhythm, f"phone {device.pk.hex[:30]}", [person.pk])
