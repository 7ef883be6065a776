"""What follows from time alone at a site: terms that ended are raised to the next office, its read-model is renewed."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from accounts.roles import Role
from sites import ledger, services
from sites.authorship import Authorship
from sites.models import Site
from workflows import projection, rows
from workflows.awaited import Awaited, awaited_at, remedies
from workflows.escalation import next_offices
from workflows.models import Process
from workflows.notifications import outbox
from workflows.selectors import processes_at


@dataclass
class Kept:
    """What was done at a site: how many awaited steps were raised, how many could be raised to nobody, and whether
    its read-model changed."""

    raised: int = 0
    unheard: list[str] = field(default_factory=list)
    renewed: bool = False


def keep_up(site_code: str, *, clock) -> Kept:
    """Raise what is overdue at the site and was not raised yet, and derive its read-model for today.

    Under the site's lock, whole or not at all; a second call finds nothing to do. Raises Site.DoesNotExist.
    """
    with transaction.atomic(durable=True):
        site = services.locked(site_code)
        before = {name: getattr(site, name) for name in projection.SITE_FIELDS}
        processes = processes_at(site)
        kept = Kept()
        for process in processes:
            _raise_overdue(process, clock, kept)
        judged = projection.project_all(site, processes)
        kept.renewed = any(getattr(site, name) != was for name, was in before.items())
        if kept.renewed or site.new_events:
            projection.keep(site, judged)
    return kept


def _raise_overdue(process: Process, clock, kept: Kept) -> None:
    """Raise each awaited step of the process whose term has ended, once while the process stands in its state.

    Nobody is troubled for a site that was closed.
    """
    if process.site.closed_at:
        return
    today = timezone.localdate()
    awaited = awaited_at(process)
    late = [one for one in awaited if one.due is not None and one.due < today and not one.raised]
    for one in late:
        raised = next_offices(one, process.site.code)
        if raised is None:
            kept.unheard.append(f"{process.kind}.{one.step.name}")
            continue
        process.escalations = {**process.escalations, one.key: raised.as_kept()}
        if not _told_by_another(one, awaited, process):
            outbox.write_down_raised(process, one, raised)
            _record(process, one, raised.names, clock)
            kept.raised += 1
    if late:
        rows.write(process, ["escalations"])


def _told_by_another(one: Awaited, awaited: list[Awaited], process: Process) -> bool:
    """Is the step by which its rule is made true awaited too, of the same offices? Then that is what is raised."""
    if one.guard is None:
        return False
    by = remedies(type(process), one.guard, one.step, process.state)
    return any(other.guard is None and other.step in by and other.roles >= one.roles for other in awaited)


def _record(process: Process, awaited: Awaited, names: tuple[str, ...], clock) -> None:
    ledger.record(
        process.site,
        verb="escalated",
        by=Authorship.of(clock, role=Role.CLOCK),
        # A text and not a list: offices have commas in their names.
        changes={
            "due": [None, awaited.due.isoformat()],
            "to": [None, "; ".join(names)],
            "cause": [None, awaited.cause],
        },
        process_id=process.pk,
        process_kind=process.kind,
        process_version=process.version,
        step=awaited.step.name,
        before_state=process.state,
        after_state=process.state,
    )


def sites_to_keep_up(today) -> list[str]:
    """The codes of the sites at which something follows from today's date, in their order. One query."""
    return list(Site.objects.filter(renew_on__lte=today).order_by("code").values_list("code", flat=True))
