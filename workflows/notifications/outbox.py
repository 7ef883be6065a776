"""What people have to be told is written down in the transaction in which it happens: once, or not at all."""

import json

from django.db import connection
from django.utils import timezone

from sites.models import Event, Site
from sites.services import Beside
from workflows.awaited import Awaited, Raised
from workflows.models import News, Process
from workflows.step import Step

Awaits = dict[str, list[dict]]


def awaits_of(site: Site) -> Awaits:
    """Who is awaited for what at each process of the site, by the site's own row: ask before it is projected anew."""
    return {
        pk: [{name: one[name] for name in ("step", "roles", "cause")} for one in row.get("awaits", [])]
        for pk, row in site.processes.items()
    }


def word_of(site: Site, before: Awaits, *, event: Event, process: Process, step: Step | None = None) -> list[Beside]:
    """The statement that leaves word of what the entry changed: who is awaited that was not, and a decision the
    proposer should hear of; for ``services.save``.

    ``step`` is None when the process was opened. Empty when it concerns nobody.
    """
    after = awaits_of(site)
    proposers = _proposers(process, event) if step and _decides(step, process, event) else []
    changed = [pk for pk in {**before, **after} if before.get(pk, []) != after.get(pk, [])]
    if not (changed or proposers):
        return []
    content = {
        "process": process.pk,
        "kind": process.kind,
        "version": process.version,
        "state": process.state,
        "step": event.step,
        "at": event.recorded_at.isoformat(),
        "actor": event.actor_id,
        "proposers": proposers,
        "changed": [int(pk) for pk in changed],
        "awaited": [
            {"process": int(pk), **row} for pk in changed for row in after.get(pk, []) if row not in before.get(pk, [])
        ],
        "said": {
            "office": event.actor_office,
            "role": event.actor_role,
            "reason_code": event.reason_code,
            "reason_text": event.reason_text,
        },
    }
    return [_inserting(content)]


def write_down_raised(process: Process, awaited: Awaited, raised: Raised) -> None:
    """Leave word that what is overdue at the process was raised to these offices. One INSERT."""
    sql, parameters = _inserting(
        {
            "process": process.pk,
            "version": process.version,
            "at": timezone.now().isoformat(),
            "actor": None,
            "proposers": [],
            "changed": [],
            "awaited": [],
            "raised": [{"step": awaited.step.name, "cause": awaited.cause, "to": [list(pair) for pair in raised.to]}],
        }
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def _inserting(content: dict) -> Beside:
    # By hand: composing the statement would cost a step as much as running it.
    return f"INSERT INTO {News._meta.db_table} (content) VALUES (%s)", [json.dumps(content)]  # noqa: S608


def _proposers(process: Process, event: Event) -> list[int]:
    """Who opened the process or took it out of its first state; not whoever has just decided."""
    begun = {"start"} | {step.name for step in process.steps.values() if process.initial in step.sources}
    people = {person for name in begun for person in process.actors.get(name, [])}
    return sorted(people - {event.actor_id})


def _decides(step: Step, process: Process, event: Event) -> bool:
    """Did the step decide on what was proposed: send it back, stop it, end it, or judge it as another must?"""
    if event.before_state == event.after_state:
        return False
    return step.tone != "forward" or process.state in process.final or bool(step.not_by_actor_of)
