"""A decision for several that is taken back: what has become of its cases since, and which of them still stand."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sites.models import Event
from workflows import registry
from workflows.calendar.deadlines import due_on
from workflows.models import BulkDecision, BulkItem, Process
from workflows.services.together import Chosen, decide_together
from workflows.step import Step
from workflows.submission import Reason
from workflows.together.cases import Case, judge
from workflows.together.tasks import carry_out
from workflows.undoing import step_back_from


@dataclass(frozen=True)
class TakingBack:
    """``step`` takes the ``decision`` back; ``cases`` are those where it still stands, judged by its rules. ``last``:
    the last day on which one of them can be taken back; None when there is none."""

    decision: BulkDecision
    step: Step
    cases: list[Case]

    @property
    def possible(self) -> list[Case]:
        return [case for case in self.cases if case.decidable]

    @property
    def last(self) -> datetime.date | None:
        days = [due_on(case.process, self.step) for case in self.possible]
        return max((day for day in days if day), default=None)

    def decide(self, user, versions: Mapping[int, int], reason: Reason, client_id, digest: str = "") -> BulkDecision:
        """Write down a decision of its own that takes this one back, at the possible cases among ``versions``, each
        with the version that was read. The rest as ``Proposal.decide``.
        """
        return decide_together(
            step=self.step,
            actor=user,
            chosen=[
                Chosen(case.process, versions[case.process.pk]) for case in self.possible if case.process.pk in versions
            ],
            fields={},
            files={},
            client_id=client_id,
            enqueue=carry_out.enqueue,
            reason=reason,
            takes_back=self.decision,
            digest=digest,
        )


def taking_back(decision: BulkDecision, user, since: Collection[int] | None = None) -> TakingBack | None:
    """How the decision is taken back by the person; None where no declared step does. ``since``: the processes of
    ``entries_since``, where they are known.

    A case that was taken back by itself, or decided anew since, is not among the cases: that is not this decision.
    The same number of queries however many there are.
    """
    flow = registry.flow(decision.kind)
    step = step_back_from(flow, flow.steps[decision.step])
    if step is None:
        return None
    processes = list(
        flow.objects.select_related("site__village__parent__parent")
        .filter(pk__in=_standing(decision, step, since))
        .order_by("pk")
    )
    seen = [process for process in processes if user.scope.covers(process.site.code)]
    still = [process for process in seen if process.state in step.sources]
    flow.fetch_for_judging(still)
    gone = [Case(process, [_gone_on(process)], []) for process in seen if process.state not in step.sources]
    return TakingBack(decision, step, judge(still, step, user) + gone)


def _gone_on(process: Process) -> str:
    return _("It has gone on since: the state is “%(state)s”.") % {"state": process.state_label}


def _standing(decision: BulkDecision, back: Step, since: Collection[int] | None = None) -> list[int]:
    """The processes where the decision was taken and is the last of its kind: not taken back, nor decided anew."""
    since = entries_since(decision, back) if since is None else since
    done = decision.items.filter(status=BulkItem.Status.DONE).values_list("process_id", flat=True)
    return [pk for pk in done if pk not in since]


def entries_since(decision: BulkDecision, back: Step | None = None) -> dict[int, Event]:
    """For each process where the decision does not stand any more, the entry by which it was taken back, or decided
    anew. One query, or two."""
    flow = registry.flow(decision.kind)
    back = back or step_back_from(flow, flow.steps[decision.step])
    if back is None:
        return {}
    taken = dict(decision.items.filter(status=BulkItem.Status.DONE).values_list("process_id", "event_seq"))
    later = Event.objects.filter(process_id__in=taken, verb="step", step__in=[decision.step, back.name])
    found: dict[int, Event] = {}
    for event in later.order_by("seq"):
        if event.seq > taken[event.process_id]:
            found.setdefault(event.process_id, event)
    return found
