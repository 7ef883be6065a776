"""What a mail says: in the person's language, with links that need a log-in, and only places, steps and phones."""

import hashlib
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.models import Mail, Notification
from workflows.notifications.selectors import notifications_of
from workflows.notifications.sentences import is_open, told

# A longer list is read on the page.
MOST_LINES = 40
# What stays worth telling whatever is awaited now.
_ALWAYS_TOLD = {Notification.Kind.DECIDED, Notification.Kind.FIELD, Notification.Kind.PHONE}


def compose(mail: Mail) -> tuple[EmailMultiAlternatives, list[int]] | None:
    """The message, and the ids of the notifications it tells of; None when there is nothing to say any more.

    What the person has read meanwhile, may not see any more, or is no longer awaited, is left out.
    """
    notes = [
        note
        for note in notifications_of(mail.person, unread=True)
        .filter(mail=mail)
        .select_related("site__village", "process")
        .order_by("site__code", "pk")
        if note.kind in _ALWAYS_TOLD or is_open(note)
    ]
    if not notes:
        return None
    with translation.override(mail.person.language):
        message = _message(mail, notes)
    return message, [note.pk for note in notes]


def _message(mail: Mail, notes: list[Notification]) -> EmailMultiAlternatives:
    simulated = any(_is_simulated(note) for note in notes)
    subject = ngettext(
        "Pantau KDMP: %(count)d new notification", "Pantau KDMP: %(count)d new notifications", len(notes)
    )
    subject %= {"count": len(notes)}
    context = {
        "person": mail.person,
        "groups": list(_groups(notes[:MOST_LINES])),
        "more": max(len(notes) - MOST_LINES, 0),
        "simulated": simulated,
        "notifications": _address(reverse("notifications")),
        "profile": _address(reverse("profile")) + "#mail",
    }
    message = EmailMultiAlternatives(
        subject=_("[Simulated] %(subject)s") % {"subject": subject} if simulated else subject,
        body=render_to_string("workflows/mail/digest.txt", context),
        to=[mail.person.email],
        headers={"Message-ID": message_id(mail), "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("workflows/mail/digest.html", context), "text/html")
    return message


def message_id(mail: Mail) -> str:
    """The same for every attempt at one mail, so that the receiving side knows a repetition for what it is."""
    key = hashlib.sha256(f"{mail.pk}:{mail.occasion}:{mail.made_at.isoformat()}".encode()).hexdigest()[:32]
    return f"<{key}@{urlsplit(settings.PUBLIC_URL).hostname}>"


def _groups(notes: Iterable[Notification]) -> Iterable[tuple[str, list[dict]]]:
    """The lines under a heading for each kind: place, step, and whether it is simulated; no more leaves the house."""
    notes = list(notes)
    headings = {
        Notification.Kind.AWAITED: _("Awaiting you"),
        Notification.Kind.RAISED: _("Overdue, raised to you"),
        Notification.Kind.DECIDED: _("Decided"),
        Notification.Kind.FIELD: _("From the field"),
        Notification.Kind.PHONE: _("Phones in your name"),
    }
    for kind, heading in headings.items():
        lines = [
            {
                "title": said.title,
                "place": said.place,
                "code": note.site.code if note.site else "",
                "href": _address(said.href),
                "hint": said.hint,
                "simulated": _is_simulated(note),
            }
            for note in notes
            if note.kind == kind
            for said in [told(note)]
        ]
        if lines:
            yield heading, lines


def _is_simulated(note: Notification) -> bool:
    return note.process is not None and note.process.simulated


def _address(path: str) -> str:
    return settings.PUBLIC_URL + path
