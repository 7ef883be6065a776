"""What only a person can settle: reports that do not fit what is there, names used twice, what waits in vain."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet, TextChoices
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_data.querysets import prefix_q
from gis_data.texts import clean_paragraphs
from sites import ledger, services
from sites.authorship import Authorship
from workflows import permission
from workflows.field import backlog, notices, taking
from workflows.field.contents import Content
from workflows.field.models import DifferingItem, FieldItem
from workflows.field.notices import SUPERVISOR
from workflows.field.verbs import KEPT, PUT_ASIDE
from workflows.models import Process
from workflows.refusals import Invalid, NotPermitted, WrongState
from workflows.services.locking import locked
from workflows.submission import SHORTEST_REASON

# After so many days what an item waits for will hardly come by itself.
WAITED_DAYS = 2


class Choice(TextChoices):
    """What a supervisor can do with a report."""

    TAKE = "take", gettext_lazy("Take it now")
    KEEP = "keep", gettext_lazy("Keep it as a recorded fact")
    ASIDE = "aside", gettext_lazy("Set it aside")


@dataclass(frozen=True)
class Settling:
    """A supervisor's choice; the reason stands in the ledger and on the sender's phone."""

    choice: Choice
    reason: str
    actor: object

    def checked(self) -> "Settling":
        """With the reason as it is kept. Raises Invalid."""
        reason = clean_paragraphs(self.reason)
        if self.choice != Choice.TAKE and len(reason) < SHORTEST_REASON:
            raise Invalid({"reason": [_("Say why, in one or two sentences.")]})
        return Settling(self.choice, reason, self.actor)


def visible_to(user) -> QuerySet[FieldItem]:
    """The reports from places this person may see."""
    return FieldItem.objects.filter(prefix_q("site__code", user.scope.region_codes))


def waiting_for_a_person(items: QuerySet[FieldItem]) -> QuerySet[FieldItem]:
    """Those of the reports that somebody has to settle, oldest first."""
    late = timezone.now() - datetime.timedelta(days=WAITED_DAYS)
    differing = DifferingItem.objects.filter(settled_at=None).values("item")
    wanted = Q(status=FieldItem.Status.CONFLICT) | Q(status=FieldItem.Status.BACKLOG, received_at__lt=late)
    return items.filter(wanted | Q(pk__in=differing)).order_by("pk")


def mine(user) -> QuerySet[FieldItem]:
    """The reports that this person has to settle: of the places where he supervises, but not his own."""
    regions = user.scope.regions_of({SUPERVISOR})
    if not regions:
        return FieldItem.objects.none()
    return waiting_for_a_person(FieldItem.objects.filter(prefix_q("site__code", regions)).exclude(sender=user))


def objection(item: FieldItem, user) -> str:
    """Why this person may not settle the report, in a sentence; "" when he may."""
    if not user.scope.grants_at(item.site.code, {SUPERVISOR}):
        return permission.not_held([SUPERVISOR], item.site.code, user)
    if item.sender_id == user.pk:
        return _("You sent this report yourself; somebody else has to settle it.")
    return ""


def settle(number: int, settling: Settling) -> FieldItem:
    """Settle a report: take it through the gate as it is, keep what it says as a fact, or set it aside with a reason.

    Raises FieldItem.DoesNotExist, NotPermitted, Invalid; WrongState when it is settled already, or when the gate does
    not take it now either, with its sentences. Nothing is changed when it raises.
    """
    settling = settling.checked()
    with transaction.atomic(durable=True):
        item = _locked(number, settling.actor)
        if item.status not in {FieldItem.Status.CONFLICT, FieldItem.Status.BACKLOG}:
            raise WrongState(_("This report has been settled: %(status)s.") % {"status": item.get_status_display()})
        if settling.choice == Choice.TAKE:
            _take(item)
        else:
            _record(item, item.body, settling)
            item.status, item.awaits, item.errors = _STATUS[settling.choice], [], {}
            item.sentence = _told(item, settling)
        item.settled_by, item.settled_at = settling.actor, timezone.now()
        item.save()
        notices.settled(item)
    backlog.release(item)
    return item


def settle_differing(pk: int, settling: Settling) -> DifferingItem:
    """Settle what came under the name of another report: keep it as a fact too, or set it aside; never taken.

    Raises DifferingItem.DoesNotExist, NotPermitted, Invalid, WrongState.
    """
    settling = settling.checked()
    if settling.choice == Choice.TAKE:
        raise Invalid({"choice": [_("Of two reports under one name only the first can be taken.")]})
    with transaction.atomic(durable=True):
        item = _locked(DifferingItem.objects.values_list("item_id", flat=True).get(pk=pk), settling.actor)
        other = DifferingItem.objects.get(pk=pk)
        if other.settled_at:
            raise WrongState(_("This has been settled."))
        _record(item, other.body, settling)
        other.settled_by, other.settled_at, other.reason = settling.actor, timezone.now(), settling.reason
        other.save()
        return other


_STATUS = {Choice.KEEP: FieldItem.Status.SETTLED, Choice.ASIDE: FieldItem.Status.SET_ASIDE}


def _locked(number: int, actor) -> FieldItem:
    """The report and its site, locked in the order of everybody who changes what is at a site."""
    seen = visible_to(actor).values_list("site__code", flat=True).get(pk=number)
    services.locked(seen)
    item = FieldItem.objects.select_for_update(of=("self",)).select_related("site", "sender").get(pk=number)
    if sentence := objection(item, actor):
        raise NotPermitted(sentence)
    return item


def _take(item: FieldItem) -> None:
    taking.take(item, Content.of(item.body), chosen=True)
    if item.status != FieldItem.Status.TAKEN:
        raise WrongState(item.sentence)
    item.awaits = []


def _record(item: FieldItem, body: dict, settling: Settling) -> None:
    """The entry of what was chosen, with all that was captured: what was seen stays a fact whatever becomes of it."""
    grant = settling.actor.scope.grants_at(item.site.code, {SUPERVISOR})[0]
    by = Authorship.under(settling.actor, grant, device_at=Content.of(body).captured_at)
    process = _process(item, settling.actor)
    site = process.site if process else services.locked(item.site.code)
    if process is not None:
        process.version += 1
        process.save(update_fields=["version"])
    ledger.record(
        site,
        verb=KEPT if settling.choice == Choice.KEEP else PUT_ASIDE,
        by=by,
        changes=_captured(item, body),
        evidence=[sent["sha256"] for sent in body.get("files", [])],
        reason_text=settling.reason,
        process_id=process.pk if process else None,
        process_kind=item.kind if process else "",
        process_version=process.version if process else None,
        step=item.step,
    )
    services.save(site, [])


def _captured(item: FieldItem, body: dict) -> dict:
    """As the ledger keeps changes: nothing before, exact values after; numbers that are not whole are text."""
    said = {
        "report": item.receipt,
        "captured_by": str(item.sender),
        **{f"captured.{name}": value for name, value in body.get("fields", {}).items()},
    }
    return {name: [None, str(value) if isinstance(value, float | dict) else value] for name, value in said.items()}


def _process(item: FieldItem, actor) -> Process | None:
    pk = item.process_id or taking.process_of(Content.of(item.body))
    if pk is None:
        return None
    try:
        process = locked(pk, actor)
    except Process.DoesNotExist:
        return None
    return process if process.site_id == item.site_id else None


def _told(item: FieldItem, settling: Settling) -> str:
    """What the sender's phone says of it, in his language."""
    with translation.override(item.sender.language):
        sentence = (
            _("%(name)s kept this as a recorded fact: %(reason)s")
            if settling.choice == Choice.KEEP
            else _("%(name)s set this aside: %(reason)s")
        )
        return sentence % {"name": settling.actor, "reason": settling.reason}
