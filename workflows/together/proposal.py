"""A decision for several before it is written down: whose queue, which cases, what is wrong with the whole of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows import letters, registry
from workflows.inbox import Queue, queues
from workflows.models import BulkDecision, BulkItem, Turn
from workflows.services.together import Chosen, decide_together
from workflows.together.answer import Answer, GivenAnswer
from workflows.together.cases import MOST, Case, Waiting, judge, waiting_in
from workflows.together.taking_back import entries_since
from workflows.together.tasks import carry_out

MOST_REASONS = 5


class NotTogether(LookupError):
    """The person never decides several by that step, or nobody does."""


def queue_of(user, kind: str, name: str, *, region: str = "") -> Queue:
    """The person's queue of that step, which may be empty. Raises NotTogether for who never has one, and where nothing
    is decided together."""
    try:
        flow = registry.flow(kind)
        step = flow.steps[name]
    except (registry.UnknownKind, KeyError):
        raise NotTogether from None
    if not step.bulk or not any(user.scope.holds(role) for role in step.by):
        raise NotTogether
    empty = Queue(flow, step, Turn.objects.none(), 0, timezone.now())
    return next((one for one in queues(user, region=region) if one.key == empty.key), empty)


def decides_several(user) -> bool:
    """Is there a step of the person's that may be taken for many at once? Asks nothing but his scope."""
    steps = (step for flow in registry.flows() for step in flow.steps.values() if step.bulk)
    return any(user.scope.holds(role) for step in steps for role in step.by)


def earlier_letter(user, queue: Queue, pk: int) -> BulkDecision:
    """The person's earlier decision by that step, whose letter decides more cases. Raises NotTogether."""
    own = BulkDecision.objects.select_related("letter").filter(
        actor=user, kind=queue.flow.kind_name, step=queue.step.name
    )
    found = own.exclude(letter=None).filter(pk=pk).first()
    if found is None:
        raise NotTogether
    return found


def waiting_for(queue: Queue, *, issuer: str = "", under: BulkDecision | None = None, most: int = MOST) -> Waiting:
    """The cases of the queue; ``under`` an earlier decision: those it refused, and those it was taken back at."""
    if under is None:
        return waiting_in(queue, issuer=issuer, most=most)
    refused = under.items.filter(status=BulkItem.Status.REFUSED).values_list("process_id", flat=True)
    return waiting_in(queue, issuer=under.letter.issuer_id, among={*refused, *entries_since(under)}, most=most)


def all_of(waiting: Waiting, queue: Queue, user, *, but: Collection[int] = ()) -> dict[int, int]:
    """The versions of all the waiting processes that need no second look, ``but`` those with these ids: nothing stands
    in the way of deciding them, and nothing about them must be noticed."""
    others = judge([one for one in waiting.processes if one.pk not in but], queue.step, user)
    return {case.process.pk: case.process.version for case in others if case.decidable and not case.warnings}


@dataclass
class Proposal:
    """What is to be decided of which. ``versions``: the chosen processes, each with the version that was read;
    ``confirmed``: the letter's number was looked up when the person saw it, and the database decides now."""

    queue: Queue
    user: object
    waiting: Waiting
    answer: Answer | GivenAnswer
    versions: Mapping[int, int] = field(default_factory=dict)
    under: BulkDecision | None = None
    confirmed: bool = False

    @cached_property
    def cases(self) -> list[Case]:
        """The chosen cases that still await this person, judged by the answer; whatever else was named is nobody's."""
        chosen = [process for process in self.waiting.processes if process.pk in self.versions]
        return judge(chosen, self.queue.step, self.user, answers=self.answer.fields, versions=self.versions)

    @property
    def decidable(self) -> list[Case]:
        return [case for case in self.cases if case.decidable]

    def decide(self, client_id, digest: str = "") -> BulkDecision:
        """Write the decision down; it is carried out in the background. ``client_id`` names the request, ``digest``
        what a program asked by it. What has changed since it was read the gate refuses, as the result then says.

        Raises as ``decide_together``.
        """
        return decide_together(
            step=self.queue.step,
            actor=self.user,
            chosen=[Chosen(case.process, self.versions[case.process.pk]) for case in self.cases],
            fields=self.answer.fields,
            files=self.answer.kept,
            client_id=client_id,
            enqueue=carry_out.enqueue,
            under=self.under,
            digest=digest,
        )

    @property
    def gone(self) -> str:
        """That some of the chosen cases are not this person's any more, in a sentence; "" when all still are."""
        count = len(self.versions) - len(self.cases)
        if not count:
            return ""
        return ngettext(
            "%(count)d of the chosen cases does not await you any more and is left out.",
            "%(count)d of the chosen cases do not await you any more and are left out.",
            count,
        ) % {"count": count}

    @cached_property
    def objections(self) -> list[str]:
        """What is wrong with the whole of it; none as long as the answer cannot be read."""
        if not self.answer.is_valid:
            return []
        if not self.decidable:
            if self.cases:
                # Mostly one and the same: the answer does not fit.
                reasons = dict.fromkeys(sentence for case in self.cases for sentence in case.objections)
                return [_("None of the chosen cases can be decided."), *list(reasons)[:MOST_REASONS]]
            return [_("Choose at least one case.")]
        declared = self.queue.step.letter
        if declared and not self.under and not self.confirmed:
            fields = self.answer.fields
            new = letters.new_letter(
                self.queue.flow.kind_name,
                self.queue.step,
                issuer=self.waiting.issuer,
                number=fields[declared.number],
                dated=fields[declared.dated],
                sha256=self.answer.kept[declared.slot].sha256,
            )
            sentence = letters.used(new)
            return [sentence] if sentence else []
        return []
