"""From what was written down to what each person is told: many steps at once, each told once."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from workflows import registry
from workflows.models import News, Notification, Process
from workflows.notifications.recipients import Turn, holders_of, people_of, prefixes_of, turns

PORTION = 200
# What is longer ago is no news: a worker that stood still, a story that was simulated.
NEWS_DAYS = 30


@dataclass(frozen=True)
class _Awaited:
    """A row of what is awaited, with the process it is about and whose turn it is."""

    news: dict
    process: Process
    row: dict
    turns: list[Turn]


def tell_portion() -> set[int] | None:
    """Tell what is written down, some of it: the ids of the people who were told, None when nothing was left.

    In one transaction what was written down goes and the notifications come: told once, by however many workers.
    """
    with transaction.atomic():
        waiting = News.objects.select_for_update(skip_locked=True).order_by("pk")
        rows = list(waiting[:PORTION])
        if not rows:
            return None
        told = _tell([row.content for row in rows])
        News.objects.filter(pk__in=[row.pk for row in rows]).delete()
        return told


def _tell(news: list[dict]) -> set[int]:
    ids = {item["process"] for item in news} | {pk for item in news for pk in item["changed"]}
    found = Process.objects.filter(pk__in=ids).select_related("site").defer("site__position")
    processes = {process.pk: process for process in found}
    known = _settle(processes)
    since = timezone.now() - datetime.timedelta(days=NEWS_DAYS)
    recent = [item for item in news if parse_datetime(item["at"]) >= since and item["process"] in processes]
    decided = list(_decided(recent, processes))
    # Whoever hears that it came back to him knows that it awaits him.
    aware = {(note.person_id, note.process_id, note.process_version) for note in decided}
    awaited = [
        note
        for note in _awaited(recent, processes)
        if (note.person_id, note.process_id, note.process_version) not in aware
    ]
    notes = [note for note in [*awaited, *_raised(recent, processes)] if _key(note) not in known] + decided
    Notification.objects.bulk_create(notes, ignore_conflicts=True)
    return {note.person_id for note in notes}


def _awaited(news: Iterable[dict], processes: dict[int, Process]) -> Iterable[Notification]:
    """To the nearest offices' holders, but not to whoever has just acted, nor where it is not so any more."""
    # What was awaited, was not, and is again, is told once: as it was written down last.
    last = {(row["process"], row["step"], row["cause"]): (item, row) for item in news for row in item["awaited"]}
    found = [
        _Awaited(item, process, row, turns(registry.flow(process.kind), process, row))
        for item, row in last.values()
        if (process := processes.get(row["process"])) and _still(process, row["step"], row["cause"])
    ]
    roles = {role for one in found for turn in one.turns for role in turn.roles}
    holders = holders_of(roles, {one.process.site.code for one in found}) if roles else {}
    for one in found:
        people = {
            person
            for turn in one.turns
            for role in turn.roles
            for person, names in holders[role, one.process.site.code].items()
            if not names & turn.closed_to
        }
        for person in sorted(people - {one.news["actor"]}):
            yield _note(
                Notification.Kind.AWAITED,
                person,
                one.process,
                one.news,
                version=one.news["version"] if one.process.pk == one.news["process"] else one.process.version,
                step=one.row["step"],
                cause=one.row["cause"],
                state=one.process.state,
            )


def _decided(news: Iterable[dict], processes: dict[int, Process]) -> Iterable[Notification]:
    """To whoever proposed it, as long as he may still see the place."""
    news = [item for item in news if item["proposers"]]
    sees = prefixes_of(person for item in news for person in item["proposers"])
    for item in news:
        process = processes[item["process"]]
        for person in item["proposers"]:
            if any(process.site.code.startswith(prefix) for prefix in sees.get(person, [])):
                yield _note(
                    Notification.Kind.DECIDED,
                    person,
                    process,
                    item,
                    version=item["version"],
                    step=item["step"],
                    state=item["state"],
                    data=item["said"],
                )


def _raised(news: Iterable[dict], processes: dict[int, Process]) -> Iterable[Notification]:
    """To the holders of the offices that what is overdue was raised to, while it is still awaited."""
    found = [
        (item, processes[item["process"]], row)
        for item in news
        for row in item.get("raised", [])
        if _still(processes[item["process"]], row["step"], row["cause"])
    ]
    pairs = {tuple(pair) for _item, _process, row in found for pair in row["to"]}
    holders = people_of({role for role, _ in pairs}, {region for _, region in pairs}) if pairs else {}
    for item, process, row in found:
        for person in sorted({person for pair in row["to"] for person in holders.get(tuple(pair), {})}):
            yield _note(
                Notification.Kind.RAISED,
                person,
                process,
                item,
                version=item["version"],
                step=row["step"],
                cause=row["cause"],
                state=process.state,
            )


def _note(kind: str, person: int, process: Process, item: dict, *, version: int, **more) -> Notification:
    return Notification(
        kind=kind,
        person_id=person,
        site_id=process.site_id,
        process_id=process.pk,
        process_version=version,
        created_at=parse_datetime(item["at"]),
        **more,
    )


def _settle(processes: dict[int, Process]) -> set[tuple]:
    """Nobody need read any more that something awaits him which does not; returns the keys of what he still need."""
    unread = Notification.objects.filter(process__in=processes, read_at=None)
    unread = unread.filter(kind__in=[Notification.Kind.AWAITED, Notification.Kind.RAISED])
    known, settled = set(), []
    for note in unread.only("kind", "person_id", "process_id", "step", "cause"):
        if _still(processes[note.process_id], note.step, note.cause):
            known.add(_key(note))
        else:
            settled.append(note.pk)
    if settled:
        Notification.objects.filter(pk__in=settled).update(read_at=timezone.now())
    return known


def _key(note: Notification) -> tuple:
    return str(note.kind), note.person_id, note.process_id, note.step, note.cause


def _still(process: Process, step: str, cause: str) -> bool:
    """Does the site's row say that this is awaited?"""
    awaits = process.site.processes.get(str(process.pk), {}).get("awaits", [])
    return any(row["step"] == step and row["cause"] == cause for row in awaits)
