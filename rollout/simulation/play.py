"""A story taken through the real gate, scene by scene; what was played before an interruption is not played twice."""

import datetime
import uuid
from dataclasses import dataclass, field, replace

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from rollout.simulation import funds
from rollout.simulation.acts import Act, Answer, Scene
from rollout.simulation.cast import Cast
from rollout.simulation.lots import Lot
from sites import asset_register
from sites.models import Event
from workflows import registry
from workflows.internet import stock
from workflows.models import Evidence, Process
from workflows.refusals import GuardsUnmet
from workflows.services.evidence import Position, attach
from workflows.services.start import start
from workflows.services.take_step import take_step
from workflows.submission import Submission

# Counted up when the stories change: one that was told in an earlier edition is left as it stands.
_EDITION = 4
_ACCURACY_M = 8
_NAMESPACE = uuid.UUID("6b646d70-0000-4000-8000-73696d756c61")


class NotRefused(AssertionError):
    """The gate took what it should have refused."""


@dataclass
class _Run:
    """How far one process has come."""

    process_id: int
    version: int
    actors: dict[str, set[int]] = field(default_factory=dict)


def request_ids(site_code: str, lot: Lot, count: int, *, seed: int) -> list[uuid.UUID]:
    """The ids under which a story's scenes are sent: the same again gets the same answer and no second effect.

    Another seed, lot or edition is another story, with ids of its own.
    """
    return [uuid.uuid5(_NAMESPACE, f"{_EDITION}/{seed}/{site_code}/{lot}/{number}") for number in range(count)]


def play(
    site_code: str, scenes: list[Scene], ids: list[uuid.UUID], *, seed: int, cast: Cast, answered: set[uuid.UUID]
) -> int:
    """Send the scenes under their ids that were not answered yet; returns how many.

    ``answered`` are the ids found in the ledger. Raises a ``workflows.refusals.Refused`` when somebody has changed the
    plot in between.
    """
    player = _Player(site_code, seed, cast)
    done = max((number + 1 for number, name in enumerate(ids) if name in answered), default=0)
    if 0 < done < len(scenes):
        player.resume(scenes[:done], ids[:done])
    for name, scene in zip(ids[done:], scenes[done:], strict=True):
        player.send(scene, name)
    return len(scenes) - done


class _Player:
    def __init__(self, site_code: str, seed: int, cast: Cast) -> None:
        self.site_code, self.seed, self.cast = site_code, seed, cast
        self.runs: dict[str, _Run] = {}
        # The asset registered for each strand.
        self.assets: dict[str, int] = {}
        self.not_before = None

    def resume(self, scenes: list[Scene], ids: list[uuid.UUID]) -> None:
        """Take up the processes that the played scenes opened, as they stand now."""
        entries = Event.objects.filter(client_id__in=ids)
        opened = dict(entries.filter(verb="started").values_list("client_id", "process_id"))
        registered = dict(entries.filter(verb="asset_registered").values_list("client_id", "changes"))
        for scene, name in zip(scenes, ids, strict=True):
            if scene.act.verb == "asset":
                self.assets[scene.act.strand] = registered[name][asset_register.NAMED][0]
            if scene.act.verb == "start":
                process = Process.objects.get(pk=opened[name])
                actors = {step: set(people) for step, people in process.actors.items()}
                self.runs[scene.act.strand] = _Run(process.pk, process.version, actors)
        ends = Event.objects.filter(site__code=self.site_code).order_by("-seq")
        self.not_before = ends.values_list("recorded_at", flat=True)[0]

    def send(self, scene: Scene, name: uuid.UUID) -> None:
        act = scene.act
        at = max(scene.at, self.not_before) if self.not_before else scene.at
        getattr(self, f"_{act.verb}")(act, at, name)

    def _start(self, act: Act, at: datetime.datetime, name: uuid.UUID) -> None:
        process = start(site_code=self.site_code, kind=act.kind, actor=self._anybody(act.role), client_id=name, at=at)
        self.runs[act.strand] = _Run(process.pk, process.version)

    def _kit(self, act: Act, at: datetime.datetime, name: uuid.UUID) -> None:
        stock.register(actor=self._anybody(act.role), fields=_answers(act, act.fields, at), client_id=name)

    def _asset(self, act: Act, at: datetime.datetime, name: uuid.UUID) -> None:
        facts = _answers(act, act.fields, at)
        asset = asset_register.register(
            site_code=self.site_code, facts=facts, actor=self._anybody(act.role), client_id=name, at=at
        )
        self.assets[act.strand] = asset.pk

    def _attach(self, act: Act, at: datetime.datetime, name: uuid.UUID) -> None:
        run = self.runs[act.strand]
        attach(
            process_id=run.process_id,
            slot=act.name,
            files=act.files(at),
            actor=self._actor(act, run),
            position=Position(act.place, Evidence.PositionSource.DEVICE, _ACCURACY_M) if act.place else None,
            at=at,
            client_id=name,
        )
        run.version += 1

    def _step(self, act: Act, at: datetime.datetime, name: uuid.UUID) -> None:
        run = self.runs[act.strand]
        actor = self._actor(act, run)
        fields = _answers(act, act.fields, at)
        if act.refers:
            fields[act.refers] = self.assets[act.strand] if act.refers == "asset" else funds.of(self.site_code).pk
        submission = Submission(
            version=run.version,
            fields=fields,
            reason=act.reason,
            waivers=act.waivers,
            item=act.item,
            client_id=name,
            at=at,
        )
        if act.refused_first:
            refused = replace(submission, fields=_answers(act, act.refused_first, at), client_id=None)
            self._try_in_vain(act, run, actor, refused)
        run.version = take_step(process_id=run.process_id, step=act.name, actor=actor, submission=submission).version
        run.actors.setdefault(act.name, set()).add(actor.pk)

    def _anybody(self, role: Role) -> User:
        return self.cast.choose(role, self.site_code, apart_from=set(), seed=self.seed)

    def _actor(self, act: Act, run: _Run) -> User:
        """Somebody in the role whom the declaration does not keep apart from this step, or from the slot's step."""
        apart = {
            person
            for step in registry.flow(act.kind).steps.values()
            if act.name == step.name or act.name in {slot.name for slot in step.evidence}
            for earlier in step.not_by_actor_of
            for person in run.actors.get(earlier, set())
        }
        if act.role == Role.CLOCK:
            return self.cast.clock
        return self.cast.choose(act.role, self.site_code, apart_from=apart, seed=self.seed)

    def _try_in_vain(self, act: Act, run: _Run, actor: User, submission: Submission) -> None:
        try:
            take_step(process_id=run.process_id, step=act.name, actor=actor, submission=submission)
        except GuardsUnmet:
            return
        raise NotRefused(f"{self.site_code}: {act.name} with {submission.fields}")


def _answers(act: Act, fields: dict[str, Answer], at: datetime.datetime) -> dict[str, str]:
    """What is filled in at that moment."""
    today = timezone.localdate(at).isoformat()
    told = {column: answer(at) if callable(answer) else answer for column, answer in fields.items()}
    return told | dict.fromkeys(act.today, today)
