"""The ledger in sentences: what each entry says, who stands behind it, and when it was seen and recorded."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.roles import Role
from sites.asset_register import NAMED
from sites.authorship import SYSTEM_NAME
from sites.models import Event
from workflows import registry
from workflows.changes import NOTHING, Change, change_of, changes_of
from workflows.facts import role_in_words
from workflows.field.verbs import KEPT, PUT_ASIDE
from workflows.guards import WaiverReason
from workflows.models import Evidence, Process
from workflows.papers.verbs import CANCELLED, ISSUED, PAPER_VERBS, SIGNED
from workflows.step import Step

SHORT_HASH = 12
# A device's clock and the server's agree within this; what came later was captured without a signal.
LATE = datetime.timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a timeline, as ``components/timeline.html`` shows it.

    ``at`` is when it happened (on the person's device, where there was one); ``received_at`` when it reached the
    server, if that was later. ``number`` and ``hash`` cite the entry; ``process_id`` and ``kind`` name its process, and
    ``href`` and ``link`` are for the page that links to it.
    """

    title: str
    at: datetime.datetime
    received_at: datetime.datetime | None
    by: str
    role: str
    office: str
    text: str
    tone: str
    number: int
    hash: str
    evidence: int
    changes: list[Change] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    process_id: int | None = None
    kind: str = ""
    simulated: bool = False
    href: str = ""
    link: str = ""


def entries_of(events: Iterable[Event]) -> list[Entry]:
    """The entries, in the order given. Everything stands in the events themselves: no query."""
    return [entry_of(event) for event in events]


def entry_of(event: Event) -> Entry:
    """One entry in sentences."""
    flow = _flow(event)
    step = flow.steps.get(event.step) if flow else None
    late = event.device_at is not None and event.recorded_at - event.device_at > LATE
    return Entry(
        title=_title(event, flow, step),
        at=event.device_at if late else event.recorded_at,
        received_at=event.recorded_at if late else None,
        by=_author(event),
        # The clock is its own role: once is enough.
        role="" if event.actor_role == Role.CLOCK else role_in_words(event.actor_role),
        office=event.actor_office,
        text=_text(event, step),
        tone=_tone(event, step),
        number=event.seq,
        hash=event.hash[:SHORT_HASH],
        evidence=len(event.evidence),
        changes=changes_of(event),
        files=[str(name) for name in event.changes.get("files", [])],
        process_id=event.process_id,
        kind=event.process_kind,
        simulated=event.simulated,
    )


def _flow(event: Event) -> type[Process] | None:
    try:
        return registry.flow(event.process_kind)
    except registry.UnknownKind:
        return None


def _title(event: Event, flow: type[Process] | None, step: Step | None) -> str:
    made = _TITLES.get(event.verb)
    return made(event, flow, step) if made else event.verb


def _step_title(event: Event, flow: type[Process] | None, step: Step | None) -> str:
    label = step.label if step else event.step
    if event.before_state == event.after_state:
        return _noted_title(event, step) if step else str(label)
    if step and step.tone in ("back", "stop") and _alone_leads_to(flow, event.after_state):
        return _state(flow, event.after_state)
    return _("%(step)s: now “%(state)s”") % {"step": label, "state": _state(flow, event.after_state)}


def _noted_title(event: Event, step: Step) -> str:
    """The step with what it decided: a note written twice says what it said before."""
    decided = change_of(event, step.duty.until_filled) if step.duty and step.duty.until_filled else None
    if decided is None:
        return str(step.label)
    words = {"step": step.label, "before": decided.before, "after": decided.after}
    return (_("%(step)s: %(after)s") if decided.before == NOTHING else _("%(step)s: %(before)s → %(after)s")) % words


def _alone_leads_to(flow: type[Process], state: str) -> bool:
    """Is there one step only that leads into the state? Then "Reject: now “Rejected”" says the same twice."""
    return sum(step.target == state for step in flow.steps.values()) == 1


def _started_title(event: Event, flow: type[Process] | None, _step: Step | None) -> str:
    return _("%(workflow)s opened") % {"workflow": flow.label if flow else event.process_kind}


def _waived_title(event: Event, flow: type[Process] | None, step: Step | None) -> str:
    code = event.changes.get("guard", [None, ""])[-1]
    rule = next((guard.label for guard in step.guards if guard.code == code), code) if step else code
    return _("Rule set aside: %(rule)s") % {"rule": rule}


def _escalated_title(event: Event, flow: type[Process] | None, step: Step | None) -> str:
    words = {"step": step.label if step else event.step, "offices": event.changes.get("to", [None, ""])[-1]}
    return _("%(step)s is overdue: escalated to %(offices)s") % words


def _files_title(event: Event, flow: type[Process] | None, _step: Step | None, *, added: bool) -> str:
    slots = {slot.name: slot.label for step in flow.steps.values() for slot in step.evidence} if flow else {}
    name = event.changes.get("slot", "")
    count = len(event.changes.get("files", []))
    words = {"num": count, "slot": slots.get(name, name)}
    if added:
        return ngettext("%(slot)s: %(num)d file attached", "%(slot)s: %(num)d files attached", count) % words
    return ngettext("%(slot)s: %(num)d file taken back", "%(slot)s: %(num)d files taken back", count) % words


def _positioned_title(event: Event, flow: type[Process] | None, _step: Step | None) -> str:
    slots = {slot.name: slot.label for step in flow.steps.values() for slot in step.evidence} if flow else {}
    name = event.changes.get("slot", "")
    return _("%(slot)s: position added to a photo") % {"slot": slots.get(name, name)}


def _asset_title(event: Event, flow: type[Process] | None, _step: Step | None) -> str:
    asset = event.changes.get(NAMED, [None, ""])[-1]
    sentence = {
        "asset_registered": _("Asset registered: %(asset)s"),
        "asset_corrected": _("Asset corrected: %(asset)s"),
        "basis_corrected": _("What this rests on was corrected: %(asset)s"),
    }[event.verb]
    return sentence % {"asset": asset}


def _report_title(event: Event, flow: type[Process] | None, step: Step | None) -> str:
    sentence = _("Report kept as a fact: %(step)s") if event.verb == KEPT else _("Report set aside: %(step)s")
    return sentence % {"step": step.label if step else event.step}


def _paper_title(event: Event, _flow: type[Process] | None, _step: Step | None) -> str:
    sentence = {
        ISSUED: _("Paper issued: %(number)s"),
        CANCELLED: _("Paper cancelled: %(number)s"),
        SIGNED: _("Signed copy kept: %(number)s"),
    }[event.verb]
    return sentence % {"number": event.changes.get("number", [None, ""])[-1]}


def _fixed_title(sentence, _event: Event, _flow, _step) -> str:
    return sentence()


# Functions, not texts: the sentence is chosen in the reader's language when it is asked for.
_TITLES = {
    "registered": partial(_fixed_title, lambda: _("Entered in the register")),
    "relocated": partial(_fixed_title, lambda: _("Position changed")),
    "closed": partial(_fixed_title, lambda: _("Site closed")),
    "reopened": partial(_fixed_title, lambda: _("Site opened again")),
    "started": _started_title,
    "step": _step_title,
    "waived": _waived_title,
    "escalated": _escalated_title,
    "evidence_added": partial(_files_title, added=True),
    "evidence_withdrawn": partial(_files_title, added=False),
    "evidence_positioned": _positioned_title,
    KEPT: _report_title,
    PUT_ASIDE: _report_title,
    "asset_registered": _asset_title,
    "asset_corrected": _asset_title,
    "basis_corrected": _asset_title,
    **dict.fromkeys(PAPER_VERBS, _paper_title),
}


def _state(flow: type[Process] | None, value: str) -> str:
    return str(dict(flow.State.choices).get(value, value)) if flow else value


# What the program does by itself, by the name its entries carry; another name is shown as it stands.
_OWN_WORK = {"load_sites": gettext_lazy("registration of the villages")}


def _author(event: Event) -> str:
    if event.actor_id is not None:
        return event.author
    if event.actor_name == SYSTEM_NAME:
        return _("The program")
    return _("The program (%(work)s)") % {"work": _OWN_WORK.get(event.actor_name, event.actor_name)}


def _text(event: Event, step: Step | None) -> str:
    """The reason in words, and for a waiver what the rule had said."""
    lines = [_unmet(event), _position_source(event), _term(event)]
    if event.reason_code or event.reason_text:
        lines.append(": ".join(filter(None, [_reason(event, step), event.reason_text])))
    return "\n".join(filter(None, lines))


def _unmet(event: Event) -> str:
    return str(event.changes.get("unmet", [None, ""])[-1] or "") if event.verb == "waived" else ""


def _term(event: Event) -> str:
    due = event.changes.get("due", [None, ""])[-1] if event.verb == "escalated" else ""
    return (
        _("It was due on %(date)s.") % {"date": date_format(datetime.date.fromisoformat(due), "DATE_FORMAT")}
        if due
        else ""
    )


def _position_source(event: Event) -> str:
    known = event.changes.get("position_source", [None, ""])[-1] if event.verb == "evidence_positioned" else ""
    return str(dict(Evidence.PositionSource.choices).get(known, known))


def _reason(event: Event, step: Step | None) -> str:
    choices = WaiverReason.CHOICES if event.verb == "waived" else step.reasons.choices if step and step.reasons else []
    return str(dict(choices).get(event.reason_code, event.reason_code))


def _tone(event: Event, step: Step | None) -> str:
    """ "attention" for what went back or set a rule aside, "blocked" for what was stopped."""
    if event.verb in ("waived", "closed", "escalated", "evidence_withdrawn", "basis_corrected", PUT_ASIDE, CANCELLED):
        return "attention"
    return {"back": "attention", "stop": "blocked"}.get(step.tone, "") if step and event.verb == "step" else ""
