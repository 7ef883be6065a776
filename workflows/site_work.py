"""What stands at one site and what may happen next, as one person sees it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sites.models import Event, Site
from workflows import registry, selectors
from workflows.lanes import LaneState, lane_of
from workflows.models import Evidence, Process
from workflows.owners import names_of, owners_at
from workflows.selectors import NextStep


@dataclass(frozen=True)
class OpenProcess:
    """A process that goes on: ``duties`` are awaited from whoever owns them, ``others`` this person may take besides.

    ``came_by`` is the ledger entry that brought it where it stands; None for one that has not moved.
    """

    process: Process
    lane: list[LaneState]
    came_by: Event | None
    duties: list[NextStep]
    others: list[NextStep]

    @property
    def mine(self) -> list[NextStep]:
        """The duties that are this person's turn."""
        return [step for step in self.duties if step.turn]


@dataclass(frozen=True)
class EndedProcess:
    """A process that reached its goal or ended beside it, and the ledger entry that ended it (``came_by``)."""

    process: Process
    lane: list[LaneState]
    came_by: Event | None


@dataclass(frozen=True)
class Unopened:
    """A workflow of which nothing is under way or done at the site, and the offices that can open it.

    ``waits_for``: what other workflows have to bring about before its first step can be taken, a sentence each.
    """

    flow: type[Process]
    owners: list[str]
    waits_for: list[str]


@dataclass(frozen=True)
class SiteWork:
    """All processes of a site: going on, at their goal, ended beside it; what is not begun, and what this person may
    open (a further process too)."""

    open: list[OpenProcess]
    settled: list[EndedProcess]
    past: list[EndedProcess]
    unopened: list[Unopened]
    starts: list[type[Process]]

    @property
    def mine(self) -> list[NextStep]:
        """This person's duties in all of them."""
        return [step for work in self.open for step in work.mine]


def site_work(site: Site, user) -> SiteWork:
    """The work at the site. A few queries, however many steps were taken: see tests/queries."""
    processes = selectors.processes_at(site)
    going = [process for process in processes if process.is_open]
    ended = [process for process in processes if not process.is_open]
    _attach_evidence(going)
    # What is begun here, or done, is not waiting to be opened; nothing is at a closed site.
    begun = {process.kind for process in processes if process.is_open_or_won}
    unopened = [] if site.closed_at else [flow for flow in registry.flows() if flow.kind_name not in begun]
    roles = {role for process in going for role in selectors.roles_from_here(process)}
    roles |= {role for flow in unopened for role in flow.started_by}
    owners = owners_at(roles, [site.code])[site.code]
    moves = selectors.last_moves(process.pk for process in processes)
    finished = [EndedProcess(process, lane_of(process), moves.get(process.pk)) for process in ended]
    return SiteWork(
        open=[
            _open(process, moves.get(process.pk), selectors.next_steps(process, user, owners=owners))
            for process in going
        ],
        settled=[one for one in finished if one.process.is_open_or_won],
        past=[one for one in finished if not one.process.is_open_or_won],
        unopened=[Unopened(flow, names_of(flow.started_by, owners), _gates_before(flow, site)) for flow in unopened],
        starts=selectors.possible_starts(site, user),
    )


def _gates_before(flow: type[Process], site: Site) -> list[str]:
    """The rules of its first steps that look at other workflows of the site and do not hold, a sentence each."""
    opened = flow(site=site, kind=flow.kind_name, state=flow.initial)
    first = [step for step in opened.steps_from_here() if step.tone == "forward" and step.duty]
    rules = {guard.code: guard for step in first for guard in step.guards if guard.depends_on}
    return [sentence for guard in rules.values() if (sentence := guard.unmet(opened))]


def cases_of(site: Site) -> list[dict]:
    """What the site's own row keeps of the processes that speak for it, in the order they were opened: for each kind
    those that wait for somebody, else the one whose state stands for the kind. No query."""
    rows = [row for _pk, row in sorted(site.processes.items(), key=lambda item: int(item[0]))]
    cases = []
    for kind, state in site.states.items():
        of_kind = [row for row in rows if row["kind"] == kind]
        cases += [row for row in of_kind if row["waiting"]] or [row for row in of_kind if row["state"] == state][-1:]
    return cases


def _open(process: Process, came_by: Event | None, steps: list[NextStep]) -> OpenProcess:
    duties = [step for step in steps if step.awaited or step.turn]
    others = [step for step in steps if step.permitted and not step.turn and not step.stopped]
    return OpenProcess(process, lane_of(process), came_by, duties, others)


def _attach_evidence(processes: Iterable[Process]) -> None:
    """Fetch the files of all of them at once, where guards and slots will look for them."""
    by_process: dict[int, list[Evidence]] = {process.pk: [] for process in processes}
    if by_process:
        for item in Evidence.objects.filter(process_id__in=by_process, withdrawn_at=None).order_by("pk"):
            by_process[item.process_id].append(item)
    for process in processes:
        process.attached = by_process[process.pk]
