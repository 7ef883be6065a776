"""Delivering one mail: under its row's lock, so that no two workers send it; what went wrong is kept with it."""

from smtplib import SMTPException, SMTPRecipientsRefused

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from accounts.models import User
from workflows.models import Mail, Notification
from workflows.notifications.digest import compose

_PERMANENT = 500


class NotDelivered(Exception):
    """The mail server could not be reached or would not take the mail; another attempt may succeed."""


@task
def deliver(mail_id: int) -> None:
    """Send the mail if it is still to be sent. Raises NotDelivered, so that the queue tries again later.

    A worker killed between the server's yes and our commit sends it again, under the same Message-ID: no protocol
    closes that gap.
    """
    with transaction.atomic():
        mail = Mail.objects.select_for_update(skip_locked=True, of=("self",)).select_related("person").filter(
            pk=mail_id, outcome=Mail.Outcome.WAITING
        ).first()  # fmt: skip
        trouble = _attempt(mail) if mail is not None else None
    if trouble is not None:
        raise NotDelivered(mail.last_error) from trouble


def _attempt(mail: Mail) -> Exception | None:
    """Send it and keep what came of it; the error when another attempt may help."""
    composed = compose(mail) if _wanted(mail) else None
    if composed is None:
        mail.outcome = Mail.Outcome.DROPPED
        mail.save(update_fields=["outcome"])
        return None
    message, notes = composed
    mail.address, trouble = mail.person.email, None
    mail.attempts += 1
    try:
        message.send()
    except (SMTPException, OSError) as error:
        mail.last_error = _in_words(error)[: Mail._meta.get_field("last_error").max_length]
        if _is_permanent(error):
            mail.outcome = Mail.Outcome.REFUSED
        else:
            trouble = error
    else:
        mail.outcome, mail.sent_at, mail.last_error = Mail.Outcome.SENT, timezone.now(), ""
        Notification.objects.filter(pk__in=notes).update(mailed_at=mail.sent_at)
    mail.save(update_fields=["outcome", "address", "attempts", "last_error", "sent_at"])
    return trouble


def _wanted(mail: Mail) -> bool:
    """Whoever left, has no address any more or wants no mail gets none."""
    person = mail.person
    return bool(
        person.is_active and not person.is_demo and person.email and person.mail_rhythm != User.MailRhythm.NEVER
    )


def _is_permanent(error: Exception) -> bool:
    """Does the server know for certain that there is no such address? A later attempt would only annoy it."""
    return isinstance(error, SMTPRecipientsRefused) and all(
        code >= _PERMANENT for code, _text in error.recipients.values()
    )


def _in_words(error: Exception) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return f"{code} {text.decode(errors='replace')}"
    return f"{type(error).__name__}: {error}"
