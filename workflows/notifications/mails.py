"""Mails to people: made once for an occasion, for those who want them, from what they have not read."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from workflows.models import Mail, Notification
from workflows.notifications.delivery import deliver

# A mail that was not delivered for so long leaves what it had to say to the next one.
_LEFT_TO_THE_NEXT = datetime.timedelta(hours=20)


def write_mails(rhythm: User.MailRhythm, occasion: str, people: Iterable[int] | None = None) -> int:
    """Make a mail for everybody of that rhythm (among ``people``) who has unread news, and put it into the queue.

    Once per person and occasion, however often it is called. Demonstration accounts get none, nor do people without an
    address. Returns how many were made.
    """
    if not settings.SENDS_MAIL:
        return 0
    now = timezone.now()
    pending = Notification.objects.filter(
        Q(mail=None) | Q(mail__made_at__lt=now - _LEFT_TO_THE_NEXT), person=OuterRef("pk"), read_at=None, mailed_at=None
    )
    wanting = User.objects.filter(Exists(pending), mail_rhythm=rhythm, is_active=True, is_demo=False).exclude(email="")
    if people is not None:
        wanting = wanting.filter(pk__in=people)
    with transaction.atomic():
        rows = [Mail(person_id=pk, occasion=occasion, made_at=now) for pk in wanting.values_list("pk", flat=True)]
        Mail.objects.bulk_create(rows, ignore_conflicts=True)
        # Another worker's rows are not ours to send: only those of this very moment are.
        made = Mail.objects.filter(occasion=occasion, made_at=now)
        Notification.objects.filter(
            Q(mail=None) | Q(mail__made_at__lt=now - _LEFT_TO_THE_NEXT),
            person__in=made.values("person"),
            read_at=None,
            mailed_at=None,
        ).update(mail=Subquery(made.filter(person=OuterRef("person")).values("pk")[:1]))
        ids = list(made.values_list("pk", flat=True))
        for pk in ids:
            deliver.enqueue(pk)
    return len(ids)


def send_again(mails) -> int:
    """Put mails that were not delivered into the queue again, as somebody decided; returns how many."""
    ids = list(mails.exclude(outcome=Mail.Outcome.SENT).values_list("pk", flat=True))
    with transaction.atomic():
        Mail.objects.filter(pk__in=ids).update(outcome=Mail.Outcome.WAITING)
        for pk in ids:
            deliver.enqueue(pk)
    return len(ids)


def mail_trouble(user) -> str:
    """That the last mail to the person could not be delivered, in a sentence; "" when it could, or there is none."""
    if not user.is_authenticated:
        return ""
    last = Mail.objects.filter(person=user).exclude(outcome=Mail.Outcome.DROPPED).order_by("-pk").first()
    if last is None or last.outcome == Mail.Outcome.SENT or not last.last_error:
        return ""
    return _("The last e-mail to %(address)s could not be delivered. Ask the administrator to check your address.") % {
        "address": last.address
    }
