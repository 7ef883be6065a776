"""The workflows in words, written from their declarations: ``docs/workflows.md`` and its diagrams."""

from collections.abc import Iterable

from django.db.models import Model
from django.utils import translation

from accounts.roles import Role
from workflows import diagrams, registry
from workflows.guards import Guard
from workflows.legal.bases import cited
from workflows.models import Process
from workflows.step import EvidenceSlot, OnRecord, Step

LANGUAGES = ("en", "id")
_HEAD = """# Workflows

Written by `manage.py describe_workflows` from the declarations in `workflows/flows/`; do not edit. A test fails when it
is out of date. ⚑ marks a rule that the role named may set aside with a reason; the waiver is its own ledger entry.
Every refusal and return carries a coded reason and a sentence. △ marks a warning: when it does not hold, its sentence
is shown to whoever decides, and blocks nothing. Files "of this round" count for one taking of the step: after a return
or a reopening new ones are asked for, and the earlier ones stay readable.
"""


def files() -> dict[str, str]:
    """What belongs into ``docs/``: file name below it to content."""
    texts = {"workflows.md": document()}
    for flow in registry.flows():
        for language in LANGUAGES:
            with translation.override(language):
                texts[f"workflows/{flow.kind_name}.{language}.svg"] = diagrams.draw(flow)
    return texts


def document() -> str:
    """The whole document, in English with the Indonesian labels beside."""
    with translation.override("en"):
        return "\n".join([_HEAD, *(line for flow in registry.flows() for line in _chapter(flow))])


def edges_call(flow: type[Process]) -> str:
    """The migration operations that give the database the workflow's legal state changes."""
    pairs = "".join(f'        ("{source}", "{target}"),\n' for source, target in sorted(registry.edges(flow)))
    text = f'legal_edges(\n    "{flow.kind_name}",\n    [\n{pairs}    ],\n),\n'
    if flow.single_in:
        states = ", ".join(f'"{state}"' for state in sorted(flow.single_in))
        text += f'single_in("{flow.kind_name}", [{states}]),\n'
    return text


def _chapter(flow: type[Process]) -> list[str]:
    single = ", ".join(f"`{state}`" for state in sorted(flow.single_in))
    return [
        f"## {_both(flow.label)}",
        "",
        f"`{flow.kind_name}` · {(flow.__doc__ or '').strip().splitlines()[0]}",
        "",
        f"Opened by: {_roles(flow.started_by)}." + (f" At most one per site in {single}." if single else ""),
        "",
        *(f"![{flow.kind_name} ({language})](workflows/{flow.kind_name}.{language}.svg)\n" for language in LANGUAGES),
        "### States",
        "",
        "| state | in words | the site counts as | |",
        "|---|---|---|---|",
        *(_state_row(flow, value) for value in flow.State.values),
        "",
        "### Steps",
        "",
        "| step | from → to | who | asks | evidence | rules |",
        "|---|---|---|---|---|---|",
        *(_step_row(flow, step) for step in flow.steps.values()),
        "",
        *_reasons(flow),
    ]


def _state_row(flow: type[Process], value: str) -> str:
    stage = flow.stage_of.get(value)
    marks = ["first"] if value == flow.initial else ["final"] if value in flow.final else []
    return (
        f"| `{value}` | {_both(flow.State(value).label)} | {_both(stage.label) if stage else ''} | {', '.join(marks)} |"
    )


def _step_row(flow: type[Process], step: Step) -> str:
    sources = ", ".join(f"`{state}`" for state in flow.State.values if state in step.sources)
    target = " or ".join(f"`{state}`" for state in sorted(step.targets)) or "the same state"
    who = _roles(step.by)
    if step.within:
        who += f"<br>within {step.within} working days" + (f" of `{step.undoes}`" if step.undoes else "")
    if step.due:
        who += f"<br>{_due(step, flow)}"
    if step.at:
        who += f"<br>of the very region in: {_field(flow, step.at)}"
    if step.bulk:
        who += "<br>also for many at once"
    if step.offline:
        who += "<br>also on a phone without a signal"
    if step.not_by_actor_of:
        who += "<br>not who took: " + ", ".join(f"`{name}`" for name in step.not_by_actor_of)
    asked_of = step.record.model if step.record else flow
    asks = [_field(asked_of, name) for name in step.asks] + [f"*{_field(asked_of, name)}*" for name in step.optional]
    if step.record:
        asks.insert(0, _line(step.record))
    if step.reasons:
        asks.append("a reason and a sentence")
    cells = [
        f"{_both(step.label)}<br>`{step.name}`",
        f"{sources} → {target}",
        who,
        "<br>".join(asks),
        "<br>".join(_slot(slot) for slot in step.evidence),
        "<br>".join([*map(_guard, step.guards), *(f"△ {warning.label}" for warning in step.warnings)]),
    ]
    return f"| {' | '.join(cells)} |"


def _due(step: Step, flow: type[Process]) -> str:
    """When time takes it, in words: "90 days before: Ends on"."""
    on_line = step.record is not None and not step.record.adds
    column = _field(step.record.model if on_line else flow, step.due.column)
    if not step.due.days:
        return f"on: {column}"
    return f"{abs(step.due.days)} days {'before' if step.due.days < 0 else 'after'}: {column}"


def _reasons(flow: type[Process]) -> list[str]:
    lists = {step.reasons: None for step in flow.steps.values() if step.reasons}
    lines = []
    for reasons in lists:
        used = ", ".join(f"`{name}`" for name, step in flow.steps.items() if step.reasons is reasons)
        words = " · ".join(f"`{value}` {_both(reasons(value).label)}" for value in reasons.values)
        lines += [f"Reasons of {used}: {words}", ""]
    return lines


def _slot(slot: EvidenceSlot) -> str:
    kind = {"photo": "photos", "document": "documents (PDF or photo)"}[slot.accepts]
    asked = kind if slot.optional else f"at least {slot.minimum} {kind}"
    marks = (" with a position" if slot.located else "") + (" of this round" if slot.fresh else "")
    return f"{slot.label}: {asked}{marks}" + (", optional" if slot.optional else "")


def _guard(guard: Guard) -> str:
    law = f" ({'; '.join(basis.number for basis in cited(guard.basis))})" if guard.basis else ""
    return f"{guard.label}{law}" + (f" ⚑ {_roles(guard.waivable_by)}" if guard.waivable else "")


def _line(done: OnRecord) -> str:
    """What the step does to a line of the process."""
    if done.adds:
        return f"adds: {done.model.label}"
    states = " or ".join(f"`{state}`" for state in sorted(done.sources) if state) or "any"
    return f"changes: {done.model.label}, {states}" + (f" → `{done.target}`" if done.target else "")


def _field(model: type[Model], name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)


def _roles(roles: Iterable[Role]) -> str:
    held = set(roles)
    return ", ".join(str(role.label) for role in Role if role in held)


def _both(label) -> str:
    """The label in English, with the Indonesian beside it where it differs."""
    english = str(label)
    with translation.override("id"):
        indonesian = str(label)
    return english if english == indonesian else f"{english} · *{indonesian}*"
