"""Open a process at a site."""

from django.db import transaction
from django.utils.translation import gettext as _

from sites import ledger, services, simulated_time
from sites.authorship import Authorship
from sites.models import Site
from sites.requests import answered, answered_once, digest_of
from workflows import lines, permission, projection, registry
from workflows.models import Process
from workflows.notifications import outbox
from workflows.refusals import NotPermitted, WrongState


def start(*, site_code: str, kind: str, actor, client_id=None, request_id=None, at=None) -> Process:
    """Open a process of the kind at the site, in its initial state, with the lines it begins with and its ledger entry.

    The same client id again returns the process it opened. Raises Site.DoesNotExist for a site the actor may not see,
    registry.UnknownKind, NotPermitted, WrongState (see ``objection``), ClientIdReused.
    """
    with answered_once(), transaction.atomic(durable=True):
        return start_inside(
            site_code=site_code, kind=kind, actor=actor, client_id=client_id, request_id=request_id, at=at
        )


def start_inside(
    *, site_code: str, kind: str, actor, client_id=None, request_id=None, at=None, device_at=None
) -> Process:
    """The same inside the caller's transaction, to be undone when it raises. ``device_at``: the phone's time."""
    flow = registry.flow(kind)
    digest = digest_of({"start": kind, "site": site_code})
    if not actor.scope.covers(site_code):
        raise Site.DoesNotExist
    site = services.locked(site_code)
    if opened := answered(client_id, actor=actor, digest=digest):
        return flow.objects.get(pk=opened.process_id)
    grant = permission.may_start(flow, site_code, actor)
    if grant is None:
        raise NotPermitted(permission.not_held(flow.started_by, site_code, actor))
    if sentence := objection(flow, site):
        raise WrongState(sentence)
    simulated = actor.is_demo or site.simulated
    by = Authorship.under(
        actor,
        grant,
        recorded_at=simulated_time.checked(at, site=site, simulated=simulated),
        device_at=device_at,
        client_id=client_id,
        request_id=request_id,
        request_digest=digest if client_id else "",
    )
    process = flow(
        site=site,
        kind=kind,
        state=flow.initial,
        opened_as=grant.role,
        opened_at=by.recorded_at,
        state_since=by.recorded_at,
        actors={"start": by.actors},
        simulated=simulated,
    )
    opening = process.opening_lines()
    process.save(force_insert=True)
    opened_with = lines.add_all(process, opening, by)
    awaited_before = outbox.awaits_of(site)
    event = ledger.record(
        site,
        verb="started",
        by=by,
        changes=opened_with,
        process_id=process.pk,
        process_kind=kind,
        process_version=process.version,
        after_state=process.state,
    )
    judged = projection.project(site, process)
    word = outbox.word_of(site, awaited_before, event=event, process=process)
    projection.keep(site, judged, beside=word)
    return process


def objection(flow: type[Process], site: Site) -> str:
    """Why nobody may open a process of the kind at the site now, in a sentence; "" when one may be opened."""
    if site.closed_at:
        return _("This site is closed.")
    if (pk := flow.single_at(site)) is None:
        return ""
    state = site.processes[str(pk)]["state"]
    known = {
        "process": f"{flow.label} {flow.number_at(site, pk)}",
        "state": flow.State(state).label.lower(),
    }
    if state in flow.final:
        sentence = _(
            "This site has one already: “%(process)s”, %(state)s. "
            "Only after that one is reopened can another be opened."
        )
    else:
        sentence = _(
            "This site has one already: “%(process)s”, %(state)s. Another can be opened when that one has ended."
        )
    return sentence % known
