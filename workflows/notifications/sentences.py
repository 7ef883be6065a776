"""What a notification says, in the language of whoever reads it now."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from workflows import registry
from workflows.awaited import from_row, remedies
from workflows.facts import role_in_words
from workflows.models import Notification, Process
from workflows.step import Step


@dataclass(frozen=True)
class Told:
    """``title``: what is awaited, or what was decided; ``subject``: which process; ``place``: the site's name.

    ``by``: the office (or role) that decided; ``reason``: its reason; ``href``: where to go on. ``open``: it is awaited
    still. ``hint``: what to do when it is not as it should be.
    """

    title: str
    subject: str
    place: str
    by: str
    reason: str
    href: str
    open: bool
    hint: str = ""


def told(note: Notification) -> Told:
    """The notification in words. Reads its site and the site's village; no query when they are fetched along."""
    if note.kind == Notification.Kind.PHONE:
        return _of_a_phone(note)
    site = note.site
    flow = _flow(note)
    step = flow.steps.get(note.step) if flow else None
    if note.kind == Notification.Kind.FIELD:
        return _from_the_field(note, flow)
    awaited = note.kind != Notification.Kind.DECIDED
    return Told(
        title=(_deed(flow, step, note) if awaited else str(step.done or step.label)) if step else note.step,
        subject=f"{flow.label} {flow.number_at(site, note.process_id)}" if flow else "",
        place=site.village.full_name,
        by=note.data.get("office") or role_in_words(note.data.get("role", "")),
        reason=note.data.get("reason_text", ""),
        href=reverse("process_detail", args=[site.code, flow.kind_name, note.process_id]) if flow else "",
        open=awaited and is_open(note),
    )


def _of_a_phone(note: Notification) -> Told:
    """That a phone reports in his name, since when and by whose hand; it leads to where it is revoked."""
    moment = date_format(timezone.localtime(note.created_at), "DATETIME_FORMAT")
    said = {"phone": note.data["phone"], "moment": moment, "name": note.data["by"]}
    title = (
        _("%(name)s enrolled the phone “%(phone)s” in your name on %(moment)s")
        if said["name"]
        else _("The phone “%(phone)s” was enrolled in your name on %(moment)s with your own code or password")
    )
    return Told(
        title=title % said,
        subject="",
        place="",
        by="",
        reason="",
        href=reverse("field_devices"),
        open=True,
        hint=_("If you know nothing of it, open “Phones” and revoke it; it then sends and receives nothing more."),
    )


def _from_the_field(note: Notification, flow: type[Process] | None) -> Told:
    """What became of a report that a phone sent; it leads to the report."""
    titles = {
        "conflict": _("A report from the field does not fit and waits for your decision"),
        "differs": _("Two reports from the field bear one name"),
        "file": _("A photo from the field could not be used"),
        "settled": _("Your report was settled"),
    }
    return Told(
        title=titles.get(note.data.get("about"), note.step),
        subject=f"{flow.label} {flow.number_at(note.site, note.process_id)}" if flow else "",
        place=note.site.village.full_name,
        by="",
        reason=note.data.get("reason_text", ""),
        href=reverse("field_conflict", args=[note.data["item"]]),
        open=True,
    )


def is_open(note: Notification) -> bool:
    """Is it still awaited, by the site's own row?"""
    awaits = note.site.processes.get(str(note.process_id), {}).get("awaits", [])
    return any(row["step"] == note.step and row["cause"] == note.cause for row in awaits)


def _deed(flow: type[Process], step: Step, note: Notification) -> str:
    """The step; or the one by which he makes true the rule that stops it; or that rule, where that lies elsewhere."""
    awaited = from_row(flow, {"step": step.name, "roles": [], "cause": note.cause})
    if awaited.guard is None:
        return str(step.label)
    found = remedies(flow, awaited.guard, step, note.state)
    return ", ".join(str(one.label) for one in found) or str(awaited.guard.label)


def _flow(note: Notification) -> type[Process] | None:
    row = note.site.processes.get(str(note.process_id))
    try:
        return registry.flow(row["kind"]) if row else None
    except registry.UnknownKind:
        return None
