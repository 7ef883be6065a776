"""The page of one process: where it stands, what is known, what may happen next and who owns it."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sites.models import Event
from sites.stages import BLOCKING_FLAGS, FLAG_LABELS, flags_in
from workflows import diagrams, selectors
from workflows.facts import fact_groups, totals
from workflows.field.arrival import arrivals
from workflows.field.suspicion import Sign, signs_for
from workflows.lanes import lane_of
from workflows.line_lists import LineList, line_lists
from workflows.models import Process
from workflows.papers.offer import offers
from workflows.selectors import NextStep
from workflows.step import Step
from workflows.timeline import Entry, entries_of, entry_of
from workflows.views.frame import site_crumbs, step_address
from workflows.views.gallery import fetch_attached, shelves
from workflows.views.lookup import process_or_404
from workflows.views.plot_map import map_data
from workflows.views.step_page import companions

# The site's page has all of them, in pages.
ENTRIES_SHOWN = 40


@require_safe
@login_required
def process_detail(request: HttpRequest, code: str, kind: str, pk: int) -> HttpResponse:
    """Facts, files, map, timeline, drawing, and the steps: this person's own first, then whoever else is waited for."""
    process = process_or_404(request, code, kind, pk)
    fetch_attached(process)
    events = list(Event.objects.filter(process_id=process.pk).order_by("-seq"))
    lists = line_lists(process, request.user)
    mine, others = _steps(process, request.user, lists)
    context = {
        "process": process,
        "site": process.site,
        "crumbs": site_crumbs(process.site),
        "lede": _lede(process, mine, others),
        "tone": _tone(process, mine),
        "flags": [
            {"label": FLAG_LABELS[flag], "blocked": bool(flag & BLOCKING_FLAGS)} for flag in flags_in(process.flags())
        ],
        "lane": lane_of(process),
        "diagram": diagrams.drawing_of(process),
        "returned": _reasoned_entry(events),
        "mine": mine,
        "others": others,
        "totals": totals(process),
        "lists": lists,
        "groups": fact_groups(process, events),
        "shelves": shelves(process),
        "signs": _by_report(signs_for(process, request.user)),
        "on_their_way": arrivals([process.pk]).get(process.pk, []),
        "map_data": map_data(process),
        "papers": offers(process, request.user),
        "paper_token": uuid.uuid4(),
        "entries": entries_of(events[:ENTRIES_SHOWN]),
        "older": max(0, len(events) - ENTRIES_SHOWN),
    }
    return render(request, "workflows/process.html", context)


def _by_report(signs: list[Sign]) -> list[Sign]:
    """The newest report first; what several of its photos tell alike is said once."""
    return sorted(dict.fromkeys(signs), key=lambda sign: sign.receipt, reverse=True)


def _reasoned_entry(events: list[Event]) -> list[Entry]:
    """The entry that led to the present state, when a reason came with it: what the next person must know first.

    ``events``: newest first. Empty, or that one entry.
    """
    latest = next((event for event in events if event.before_state != event.after_state), None)
    return [entry_of(latest)] if latest is not None and latest.reason_text else []


def _steps(process: Process, user, lists: list[LineList]) -> tuple[list[dict], list[NextStep]]:
    """What the person may do, in the order he will want it, also at some line; and what is waited for from others."""
    steps = selectors.next_steps(process, user)
    beside = {other.name for item in steps if item.permitted for other in companions(process, item.step, user)}
    mine = [
        {"next": item, "href": step_address(process, item.step.name), "primary": item.turn}
        for item in steps
        if item.permitted and not item.stopped and item.step.name not in beside and not changes_line(item.step)
    ]
    mine += [
        {"next": item, "href": _where_on_lines(process, item.step, lists), "primary": True}
        for item in steps
        if item.turn and changes_line(item.step)
    ]
    others = [item for item in steps if item.awaited and not item.turn]
    # His turn first; then what is recorded again and again, before what is seldom done.
    return sorted(mine, key=lambda item: (not item["primary"], not _adds_line(item["next"].step))), others


def _where_on_lines(process: Process, step: Step, lists: list[LineList]) -> str:
    """The step at the only line it can be taken on; of several, their list further down the page."""
    found = [line.item.number for one in lists for line in one.lines if step in line.steps]
    if len(found) == 1:
        return step_address(process, step.name, found[0])
    return f"#{step.record.model.kind_name}-title"


def _adds_line(step: Step) -> bool:
    return step.record is not None and step.record.adds


def changes_line(step: Step) -> bool:
    """Is the step offered at the lines it can change, not here?"""
    return step.record is not None and not step.record.adds


def _lede(process: Process, mine: list[dict], others: list[NextStep]) -> str:
    due = [str(item["next"].step.label) for item in mine if item["primary"]]
    if due:
        return _("It is your turn: %(steps)s.") % {"steps": ", ".join(due)}
    owners = dict.fromkeys(name for item in others for one in item.awaited for name in one.offices)
    if owners:
        # Offices have commas in their names: "Dinas Koperasi, UKM".
        return _("Nothing here awaits you. Waiting for: %(owners)s.") % {"owners": "; ".join(owners)}
    return "" if others else _("Nothing here awaits anybody.")


def _tone(process: Process, mine: list[dict]) -> str:
    if process.is_open and (process.waiting or process.rival):
        return "present" if any(item["primary"] for item in mine) else "waiting"
    return "done" if process.is_open_or_won else "blocked"
