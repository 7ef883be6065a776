"""What an entry of the ledger changed, written for a person: names of fields, labels of choices, local numbers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSException, GEOSGeometry
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sites.asset_register import NAMED
from sites.models import Asset, Event, Site
from workflows import registry
from workflows.facts import named, worded
from workflows.field.verbs import REPORT_VERBS
from workflows.lines import ITEM
from workflows.models import Record
from workflows.papers.verbs import PAPER_VERBS
from workflows.undoing import TAKES_BACK

NOTHING = "–"
# Kept in the ledger as two numbers, shown as the one place they are.
_POSITION = ("latitude", "longitude")
# What these changed stands in their sentence.
_TOLD_OTHERWISE = ("evidence_added", "evidence_withdrawn", "waived", "escalated", *PAPER_VERBS)


@dataclass(frozen=True)
class Change:
    """One field, before and after, in the reader's words; "–" where there was or is nothing."""

    label: str
    before: str
    after: str


def changes_of(event: Event) -> list[Change]:
    """The entry's changed fields. One query for each that names another record, else none; a field that no longer
    exists keeps the name it had."""
    if event.verb in _TOLD_OTHERWISE:
        return []
    if event.verb == "evidence_positioned":
        return _moved(event.changes)
    drawn_up, pairs = _apart(_pairs(event))
    if "position_note" in pairs and Event.site.is_cached(event):
        pairs["position_note"] = [note and process_in_words(note, event.site) for note in pairs["position_note"]]
    return _in_words(model_of(event), pairs) + drawn_up


def change_of(event: Event, name: str) -> Change | None:
    """What a step's entry says of one field; None when it did not change."""
    pair = _pairs(event).get(name)
    return _change(model_of(event), name, *pair) if pair else None


def changes_since(events: Iterable[Event], model: type[Model], names: Collection[str]) -> list[Change]:
    """What several steps changed together: each field as it was before the first and is after the last of them.

    ``events``: in any order, of one process, whose fields are ``model``'s; ``names``: the fields that count. What came
    back to what it was is left out.
    """
    merged: dict[str, list] = {}
    for event in sorted(events, key=lambda event: event.seq):
        if event.verb == "step":
            for name, (before, after) in _pairs(event).items():
                merged[name] = [merged[name][0] if name in merged else before, after]
    return _in_words(model, {name: pair for name, pair in merged.items() if name in names and pair[0] != pair[1]})


def _pairs(event: Event) -> dict[str, list]:
    """Before and after of each field; which asset an entry speaks of stands in its title."""
    asset = {NAMED} if event.verb in ("asset_registered", "asset_corrected", "basis_corrected") else set()
    pairs = ((name, pair) for name, pair in event.changes.items() if name not in asset)
    return {name: pair for name, pair in pairs if isinstance(pair, list) and len(pair) == 2}


def _apart(pairs: dict[str, list]) -> tuple[list[Change], dict[str, list]]:
    """Lines that the process opened with or a step drew up ("instalment 3.due_on"), counted; and the other pairs."""
    numbers: dict[str, set[str]] = {}
    rest = {}
    for name, pair in pairs.items():
        kind, space, number = name.partition(".")[0].partition(" ")
        if space and kind in _line_models():
            numbers.setdefault(kind, set()).add(number)
        else:
            rest[name] = pair
    counted = [
        Change(
            str(_line_models()[kind].label_plural),
            NOTHING,
            ngettext("%(count)d line", "%(count)d lines", len(found)) % {"count": len(found)},
        )
        for kind, found in numbers.items()
    ]
    return counted, rest


def _in_words(model: type[Model], pairs: dict[str, list]) -> list[Change]:
    # The database keeps an object's keys in an order of its own; a person reads the fields as the form asks for them.
    order = {field.name: place for place, field in enumerate(model._meta.get_fields())}
    names = sorted(pairs.keys() - set(_POSITION), key=lambda name: (order.get(name, len(order)), name))
    changes = [*_moved(pairs), *(_change(model, name, *pairs[name]) for name in names)]
    return [change for change in changes if change.before != change.after]


def model_of(event: Event) -> type[Model]:
    """The model whose fields the entry speaks of: a workflow's own, or the site's."""
    try:
        if event.verb in REPORT_VERBS:
            return _asked_of(registry.flow(event.process_kind), event.step)
        return registry.flow(event.process_kind) if event.verb in ("step", "basis_corrected") else Site
    except registry.UnknownKind:
        return Site


def _asked_of(flow: type[Model], step: str) -> type[Model]:
    """What a captured report of that step speaks of: a line of the process, or the process itself."""
    declared = flow.steps.get(step)
    return declared.record.model if declared and declared.record else flow


def _change(model: type[Model], name: str, before, after) -> Change:
    if name == TAKES_BACK:
        return Change(_("Takes back"), "", _("entry %(number)s") % {"number": str(after).partition(" ")[0]})
    if name == ITEM:
        return Change(_("Line"), "", line_in_words(after))
    kind, _dot, column = name.partition(".")
    if column:
        model, name = {**_line_models(), NAMED: Asset}.get(kind, model), column
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        known = {"source": _("Source"), "report": _("Report"), "captured_by": _("Captured by")}
        return Change(known.get(name, name), _text(before), _text(after))
    change = Change(label_of(field), value_in_words(field, before), value_in_words(field, after))
    if isinstance(field, GeometryField) and change.before == change.after:
        # As many corners around the same middle: larger or smaller, which the words do not say.
        return replace(change, after=_("%(place)s, drawn anew") % {"place": change.after})
    return change


def line_in_words(name: str) -> str:
    """The name of a line as the ledger keeps it ("progress_report 12") in the reader's language."""
    kind, _space, number = name.rpartition(" ")
    model = _line_models().get(kind)
    return f"{model.label} {number}" if model else name


def _line_models() -> dict[str, type[Record]]:
    return {kind.kind_name: kind for flow in registry.flows() for kind in registry.record_kinds(flow)}


def _states_of(field: Field) -> type[TextChoices] | None:
    """The states that the column keeps one of: a line's own, or where what is suspended goes on; None for others."""
    if field.name == "state":
        return getattr(field.model, "State", None)
    return field.model.State if _is_resumed_from(field) else None


def _is_resumed_from(field: Field) -> bool:
    steps = getattr(field.model, "steps", {}).values()
    return any(step.resumption and step.resumption.column == field.name for step in steps)


def label_of(field: Field) -> str:
    if _is_resumed_from(field):
        return _("Goes on from")
    return str(field.verbose_name)[:1].upper() + str(field.verbose_name)[1:]


def value_in_words(field: Field, value) -> str:
    """One value of a column, as the ledger keeps it (numbers other than integers, dates and geometry are text)."""
    if value in (None, ""):
        return NOTHING
    if states := _states_of(field):
        return str(dict(states.choices).get(value, value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.name == "position_note":
        return process_in_words(value)
    try:
        if field.is_relation:
            row = field.related_model._default_manager.filter(pk=value).first()
            return named(row) if row else _text(value)
        return worded(field, GEOSGeometry(value) if isinstance(field, GeometryField) else field.to_python(value))
    except (ValidationError, GEOSException, ValueError, TypeError):
        return _text(value)


def process_in_words(note: str, site: Site | None = None) -> str:
    """A note that names a process by its id ("land_verification 12") in the reader's language, with its number at the
    site where that is known; any other note as it is."""
    kind, _space, pk = note.rpartition(" ")
    try:
        flow = registry.flow(kind)
    except registry.UnknownKind:
        return note
    if site is not None and pk in site.processes:
        return f"{flow.label} {flow(pk=int(pk), kind=kind, site=site).number}"
    return f"{flow.label} {pk}" if pk.isdigit() else note


def _moved(pairs: dict) -> list[Change]:
    """The position that changed, or nothing. A coordinate that stayed the same is not in the entry."""
    touched = [name for name in _POSITION if name in pairs]
    if not touched:
        return []
    if len(touched) == 2:
        before, after = ([pairs[name][side] for name in _POSITION] for side in (0, 1))
        return [Change(_("Position"), _pair(before), _pair(after))]
    name = touched[0]
    label = _("Latitude") if name == "latitude" else _("Longitude")
    return [Change(label, _text(pairs[name][0]), _text(pairs[name][1]))]


def _pair(coordinates: list) -> str:
    return NOTHING if None in coordinates else ", ".join(coordinates)


def _text(value) -> str:
    return NOTHING if value in (None, "") else str(value)
