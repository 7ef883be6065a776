"""The machine that plays random histories of one process through the real gate, beside its reference."""

import datetime
import itertools
import uuid
from types import ModuleType
from unittest import mock

from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from accounts.clock import clock
from sites import ledger
from sites.models import Event, Site
from tests.factories import Work
from tests.workflows.machine.reference import Attempt, Papers, Reference
from workflows.read_model import differences
from workflows.refusals import Refused, WrongState
from workflows.services.take_step import StepTaken, take_step
from workflows.services.upkeep import keep_up
from workflows.submission import Reason, Submission

SENTENCE = "Alasan yang ditulis oleh petugas."
WAIVER = Reason("local_condition", SENTENCE)
# Four of five are: otherwise no history comes far.
MEANT_WELL = st.sampled_from([True, True, True, True, False])
ANY = st.integers(0, 9999)


class History(RuleBasedStateMachine):
    """``workflow`` is the module with the hand-written table; ``site`` and ``people`` are there before."""

    workflow: ModuleType
    site: Site
    people: dict

    def __init__(self) -> None:
        super().__init__()
        self.offset = datetime.timedelta()
        self.before = transaction.savepoint()
        real = timezone.now
        self.time = mock.patch("django.utils.timezone.now", lambda: real() + self.offset)
        self.time.start()
        # Its own numbers, so that a history is the same whenever it is played.
        self.numbers = itertools.count(1)
        self.sent: list[Attempt] = []
        self.given: dict[uuid.UUID, StepTaken] = {}

    @initialize()
    def open(self) -> None:
        told = self.workflow
        self.work = Work(told.KIND, self.site, None, opener=self.people[told.OPENER])
        roles = {name: frozenset(held) for name, held in told.PEOPLE.items()}
        self.reference = Reference(told.TABLE, roles, told.FIRST, timezone.localdate())
        self.names = sorted(roles)

    # --- what may happen ---

    @rule(
        well=MEANT_WELL,
        able=MEANT_WELL,
        step=ANY,
        who=ANY,
        behind=st.sampled_from([0, 0, 0, 0, 0, 0, 0, 1, 2]),
        waives=st.booleans(),
        item=ANY,
    )
    def somebody_acts(self, well: bool, able: bool, step: int, who: int, behind: int, waives: bool, item: int) -> None:
        """``well``: a step that is possible here, with its papers. ``able``: by somebody whose role it is."""
        reference, table = self.reference, self.workflow.TABLE
        going_on = [one for one in reference.possible() if not table[one].ends]
        steps = (going_on if well else None) or sorted(table)
        name = steps[step % len(steps)]
        declared = table[name]
        holders = [one for one in self.names if reference.roles[one] & declared.by]
        if well and reference.state in declared.sources:
            for papers in reference.missing(name):
                self._attach(papers, holders[who % len(holders)], declared)
        line = reference.item_for(declared) if well else item % 4 or None
        people = holders if able else self.names
        self._send(
            Attempt(
                key=uuid.UUID(int=next(self.numbers)),
                person=people[who % len(people)],
                step=name,
                version=max(1, reference.version - behind),
                fields=tuple(declared.fields(reference.today, next(self.numbers)).items()),
                item=line if declared.line not in ("", "new") else None,
                waives=waives,
            )
        )

    @rule(which=ANY, other=st.sampled_from(["nothing", "nothing", "person", "fields", "version"]), who=ANY)
    def something_is_sent_again(self, which: int, other: str, who: int) -> None:
        """A repetition as it was; or another request under the same id."""
        if not self.sent:
            return
        first = self.sent[which % len(self.sent)]
        changes = {
            "nothing": {},
            "person": {"person": self.names[who % len(self.names)]},
            # Nobody asks for it and no rule reads it, but it is another request.
            "fields": {"fields": (*first.fields, ("beside", self.reference.version))},
            "version": {"version": self.reference.version},
        }[other]
        self._send(Attempt(**{**vars(first), **changes}))

    @rule(days=st.sampled_from([1, 2, 5, 40]))
    def days_pass(self, days: int) -> None:
        self.offset += datetime.timedelta(days=days)
        self.reference.today = timezone.localdate()
        keep_up(self.site.code, clock=clock())

    # --- what must be true after each ---

    @invariant()
    def everything_is_as_the_reference_says(self) -> None:
        told, row = self.reference, self.work.row
        assert (row.state, row.version) == (told.state, told.version)
        kept = Site.objects.get(pk=self.site.pk)
        assert kept.flags & self.workflow.FLAGS == self.workflow.flags(told)
        assert kept.processes[str(row.pk)]["state"] == told.state
        entries = Event.objects.filter(process_id=row.pk)
        assert entries.filter(verb="step").count() == told.steps
        assert entries.filter(verb="waived").count() == told.waivers

    def teardown(self) -> None:
        try:
            if hasattr(self, "work"):
                for attempt in self.reference.answers.values():
                    if attempt.version != self.reference.version:
                        again = self._take(attempt)
                        assert (again.event_hash, again.state) == (
                            self.given[attempt.key].event_hash,
                            self.given[attempt.key].state,
                        )
                        assert again.replayed
                assert list(ledger.verify(Site.objects.filter(pk=self.site.pk))) == []
                assert list(differences(Site.objects.filter(pk=self.site.pk))) == []
        finally:
            self.time.stop()
            transaction.savepoint_rollback(self.before)

    # --- how ---

    def _send(self, attempt: Attempt) -> None:
        expected = self.reference.expected(attempt)
        try:
            taken = self._take(attempt)
        except Refused as refused:
            said = "WrongState" if isinstance(refused, WrongState) else type(refused).__name__
            assert said == expected, (attempt, refused)
        else:
            assert expected == ("repeated" if taken.replayed else expected), (attempt, expected, taken)
            assert expected in ("taken", "waived", "repeated"), (attempt, expected, taken)
            if expected == "repeated":
                assert taken.event_hash == self.given[attempt.key].event_hash
            else:
                self.reference.take(attempt, waived=expected == "waived")
                self.given[attempt.key] = taken
        self.sent.append(attempt)

    def _take(self, attempt: Attempt) -> StepTaken:
        declared = self.workflow.TABLE[attempt.step]
        fields = dict(attempt.fields)
        broken = declared.unmet(fields)
        submission = Submission(
            version=attempt.version,
            fields=fields,
            reason=Reason(declared.reason, SENTENCE) if declared.reason else Reason(),
            waivers={broken: WAIVER} if attempt.waives and broken else {},
            item=attempt.item,
            client_id=attempt.key,
        )
        person = self.people[attempt.person]
        return take_step(process_id=self.work.process.pk, step=attempt.step, actor=person, submission=submission)

    def _attach(self, papers: Papers, name: str, declared) -> None:
        """By somebody who may take the step for which they are; nothing comes of it when he is kept from that."""
        if any(name in self.reference.actors[earlier] for earlier in declared.not_by):
            return
        if papers.document:
            self.work.document(papers.slot, self.people[name])
        else:
            self.work.photos(papers.slot, self.people[name], papers.count, self.site.position)
        self.reference.attached(papers)
