"""Receive an item, once for ever: a unique key decides, and the same again gets the same receipt."""

import datetime
import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_data import codes
from sites import services
from sites.models import Site
from workflows import registry
from workflows.field import backlog, files, notices, suspicion, taking
from workflows.field.contents import Content, digest
from workflows.field.models import DifferingItem, FieldItem
from workflows.models import Process
from workflows.refusals import Invalid, Refused
from workflows.services.locking import locked

# What a clock can be wrong by and still be told; beyond it is only noted that it was far off.
_FARTHEST = 2**31 - 1


class ItemDiffers(Refused):
    """Something else came under this name before. Both are kept, and a person looks at them."""

    code = "item_differs"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Another report was received under this name. Both are kept, and the office looks at them."))


class OtherPerson(Refused):
    """Somebody else captured this: it is sent under his name only."""

    code = "other_person"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else captured this. It is received when that person is enrolled on the phone again.")
        )


def receive(
    name: uuid.UUID, body: dict, *, sender, device: uuid.UUID | None = None, sent_at: datetime.datetime | None = None
) -> tuple[FieldItem, bool]:
    """Keep the item for ever and take it, if it can be taken now; returns it and whether it is new.

    ``body``: what was sent, of the form of the API's ``ItemIn``. ``sent_at``: the phone's clock at sending. One
    transaction keeps the item, declares its files and takes its step: killed at any point, all is there or nothing.
    Raises Site.DoesNotExist for a place that never was this person's, Invalid for a workflow that is not, ItemDiffers,
    OtherPerson.
    """
    if body.get("person", sender.pk) != sender.pk:
        raise OtherPerson
    content = Content.of(body)
    try:
        flow = registry.flow(content.kind)
    except registry.UnknownKind as error:
        raise Invalid({"kind": [_("There is no workflow of this name.")]}) from error
    now = timezone.now()
    item = FieldItem(
        item=name,
        sender=sender,
        device=device,
        digest=digest(body),
        body=body,
        kind=content.kind,
        step=content.step,
        status=FieldItem.Status.BACKLOG,
        captured_at=content.captured_at,
        received_at=now,
        skew_s=_skew(now, sent_at),
        simulated=sender.is_demo,
    )
    try:
        with transaction.atomic(durable=True):
            item.site, process = _place(content, sender)
            item.save(force_insert=True)
            item.in_hand = files.declare(item, content, _accepted(flow, content))
            _take_or_wait(item, content, process)
            item.save(update_fields=_SETTLED)
            suspicion.look_at(item, content, item.in_hand)
    except IntegrityError as error:
        if "workflows_fielditem_item_key" not in str(error):
            raise
        return _again(item), False
    backlog.release(item)
    return item, True


# The columns that taking an item changes.
_SETTLED = ["process", "status", "code", "sentence", "errors", "awaits", "event_seq", "line"]


def _again(item: FieldItem) -> FieldItem:
    """The item that was received under this name before, unless it is another. Raises ItemDiffers."""
    there = FieldItem.objects.select_related("site", "sender").get(item=item.item)
    if (there.sender_id, there.digest) != (item.sender_id, item.digest):
        _keep_beside(there, item)
        raise ItemDiffers
    backlog.release(there)
    return there


def _place(content: Content, sender) -> tuple[Site, Process | None]:
    """The site, locked, and the process where the phone knew it and it is there.

    A site is there for whoever may see it, or could when he captured it: an assignment ends, what was seen stays a
    fact. Raises Site.DoesNotExist.
    """
    if content.process is not None:
        try:
            process = locked(content.process, sender)
        except Process.DoesNotExist:
            pass
        else:
            if process.site.code == content.site:
                return process.site, process
    if not sender.scope.covers(content.site):
        held = [codes.prefix(region) for region in sender.assignments.values_list("region_id", flat=True)]
        if not any(content.site.startswith(prefix) for prefix in held):
            raise Site.DoesNotExist
    return services.locked(content.site), None


def _take_or_wait(item: FieldItem, content: Content, process: Process | None) -> None:
    item.awaits = [str(name) for name in backlog.missing(content)]
    if not item.awaits:
        taking.take(item, content, place=process)


def _keep_beside(there: FieldItem, item: FieldItem) -> None:
    """Keep what came under the name of another item; the same again is kept once."""
    made = DifferingItem(
        item=there, sender=item.sender, digest=item.digest, body=item.body, received_at=item.received_at
    )
    with transaction.atomic(durable=True):
        DifferingItem.objects.bulk_create([made], ignore_conflicts=True)
        notices.differs(there)


def _accepted(flow, content: Content) -> dict[str, str]:
    """What the step's slots take, by name."""
    step = flow.steps.get(content.step)
    return {slot.name: slot.accepts for slot in step.evidence} if step else {}


def _skew(now: datetime.datetime, sent_at: datetime.datetime | None) -> int:
    if sent_at is None:
        return 0
    return max(-_FARTHEST, min(_FARTHEST, round((sent_at - now).total_seconds())))
