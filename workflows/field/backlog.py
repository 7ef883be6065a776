"""Items that wait for others: what an item waits for, and taking it as soon as nothing is missing."""

import uuid

from django.db import connection, transaction

from sites import services
from workflows.field import taking
from workflows.field.contents import Content
from workflows.field.models import FieldItem

# What waits for such an item goes on: it was taken, or somebody has chosen what becomes of it.
_DONE = [FieldItem.Status.TAKEN, FieldItem.Status.SETTLED, FieldItem.Status.SET_ASIDE]


def missing(content: Content) -> list[uuid.UUID]:
    """The items that must be taken first and are not, in the order they were named."""
    if not content.after:
        return []
    done = set(FieldItem.objects.filter(item__in=content.after, status__in=_DONE).values_list("item", flat=True))
    return [name for name in content.after if name not in done]


def release(item: FieldItem) -> None:
    """After the commit that kept the item: take it, if what it waited for has come meanwhile, and what waits for it.

    Each is a transaction of its own. Two that commit at one moment look after that for each other, so that one of them
    finds the other; whatever a killed server left is found when any of them is sent again.
    """
    pending, seen = [item], set()
    while pending:
        one = pending.pop()
        if one.status == FieldItem.Status.BACKLOG:
            one = _taken(one)
        if one.status in _DONE and one.pk not in seen:
            seen.add(one.pk)
            pending += _waiting_for(one)


def sweep() -> int:
    """Look again at everything that waits: a server that was killed after a commit left it so. Returns how much went
    on. Safe at any time and by several at once."""
    waiting = list(
        FieldItem.objects.filter(status=FieldItem.Status.BACKLOG).order_by("pk").values_list("pk", flat=True)
    )
    went_on = 0
    for pk in waiting:
        # By now it may have been taken, or forgotten with its simulated site.
        still = FieldItem.objects.filter(pk=pk, status=FieldItem.Status.BACKLOG)
        item = still.select_related("site", "sender").first()
        if item is not None and not missing(Content.of(item.body)):
            release(item)
            went_on += 1
    return went_on


def _waiting_for(item: FieldItem) -> list[FieldItem]:
    """What waits for the item, or for the one that it corrects; the oldest last."""
    names = [str(item.item), *filter(None, [item.body.get("corrects")])]
    # By hand: mostly nothing waits, and this is asked after every report.
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {FieldItem._meta.db_table} WHERE status = %s AND awaits ?| %s",  # noqa: S608
            [FieldItem.Status.BACKLOG, names],
        )
        waiting = [pk for (pk,) in cursor.fetchall()]
    if not waiting:
        return []
    return list(FieldItem.objects.filter(pk__in=waiting).select_related("site", "sender").order_by("-pk"))


def _taken(item: FieldItem) -> FieldItem:
    """The item as it stands after another look at what it waits for, under its lock."""
    with transaction.atomic(durable=True):
        # The site before the item, in the order of everybody who changes what is at a site.
        services.locked(item.site.code)
        found = FieldItem.objects.select_for_update(of=("self",)).select_related("site", "sender").get(pk=item.pk)
        if found.status == FieldItem.Status.BACKLOG:
            content = Content.of(found.body)
            waits = missing(content)
            if waits:
                found.awaits = [str(name) for name in waits]
            else:
                found.awaits = []
                taking.take(found, content)
            found.save()
        return found
