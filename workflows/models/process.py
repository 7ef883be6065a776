"""Process: one run of a workflow at a site; each workflow adds its own columns in a child table."""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import ClassVar

from django.contrib.gis.geos import Point
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from sites.models import Site
from sites.stages import Flag, Stage
from workflows.fields import StateField
from workflows.models.duties import Duties
from workflows.step import EvidenceSlot, Step, fresh_slots


class Process(Duties, models.Model):
    """The base row. ``state`` changes only through ``workflows.services.take_step``.

    A workflow is a child class with ``label``, ``State``, ``initial``, ``final`` and methods decorated with ``step``.
    ``version`` moves with every change of the process or its evidence; a decision names the version it was read at.
    ``actors`` maps a step's name to the ids of the people who took it, which is what separation is judged by.
    ``rounds`` counts, for each fresh evidence slot, how often the process has come into a state that asks for it.
    ``escalations`` are the awaited steps whose term ended in the present state, and to whom each was raised:
    {"step:cause": {"on", "to": [[role, region], …], "names"}} (``workflows.services.escalate``).
    ``standing`` names the round that the decision in force rests on, for slots of steps that keep the state.
    """

    label: ClassVar[str]
    # Its place among the workflows where they are shown: as the work at a site goes.
    order: ClassVar[int] = 100
    # What the button says that opens a further process at a site that has one.
    another_label: ClassVar[str] = ""
    State: ClassVar[type[models.TextChoices]]
    initial: ClassVar[str]
    final: ClassVar[set[str]]
    # Who may open a process of this kind; the states that count towards a stage; at most one process in these states.
    started_by: ClassVar[list[str]]
    stage_of: ClassVar[dict[str, Stage]] = {}
    single_in: ClassVar[set[str]] = set()
    # May it be opened on a phone without a signal?
    started_offline: ClassVar[bool] = False
    # Final states in which it reached what it was for, where no stage of the site tells it.
    goal: ClassVar[set[str]] = set()
    # Polygon column -> the column with its area as the papers state it: the two are shown beside each other.
    stated_areas: ClassVar[dict[str, str]] = {}
    # Polygon column -> the columns (position, length and width in metres) it is made of when nobody draws it.
    made_of: ClassVar[dict[str, tuple[str, str, str]]] = {}
    steps: ClassVar[dict[str, Step]] = {}
    # Fresh evidence slot -> the states in which it is filled.
    fresh_slots: ClassVar[dict[str, set[str]]] = {}
    kind_name: ClassVar[str] = ""
    # Slots whose files belong to lines of the process.
    record_slots: ClassVar[set[str]] = set()
    # Slots with the scan of a numbered letter: the same letter may decide the same process again.
    letter_slots: ClassVar[set[str]] = set()
    # People are paid here: no number that could be somebody's is kept in any text (``workflows.privacy``).
    keeps_no_people: ClassVar[bool] = False
    # The line (``workflows.models.Record``) that the step at hand adds or changes.
    item = None
    # Lines that the step at hand draws up by itself; its body puts them here, the gate writes them.
    drawn_up: Sequence = ()
    # Those that one answer decides before this one, where several are looked at together: what they use up is gone.
    decided_before: Sequence = ()

    site = models.ForeignKey(Site, models.PROTECT, related_name="process_set", verbose_name=_("Site"))
    kind = models.CharField(max_length=40, editable=False)
    state = StateField(_("State"), max_length=40, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    # The role under which it was opened.
    opened_as = models.CharField(max_length=30, choices=Role, blank=True, default="", editable=False)
    opened_at = models.DateTimeField(editable=False)
    state_since = models.DateTimeField(editable=False)
    actors = models.JSONField(default=dict, editable=False)
    rounds = models.JSONField(default=dict, editable=False)
    standing = models.JSONField(default=dict, editable=False)
    escalations = models.JSONField(default=dict, editable=False)
    # {step: moment}: steps that came to be awaited later than the process came into its state.
    duties_since = models.JSONField(default=dict, editable=False)
    waived = models.BooleanField(default=False, editable=False)
    simulated = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("process")
        verbose_name_plural = _("processes")
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "state", "state_since"], name="process_kind_state_since")]

    def __init_subclass__(cls, **kwargs) -> None:
        super().__init_subclass__(**kwargs)
        cls.kind_name = cls.__module__.rpartition(".")[2]
        # Those of a shared base come first, in their order; the class's own after them, or in their place.
        declared = {name: method for base in reversed(cls.__mro__) for name, method in vars(base).items()}
        cls.steps = {
            name: method.step for name, method in declared.items() if isinstance(getattr(method, "step", None), Step)
        }
        cls.fresh_slots = fresh_slots(cls.steps.values())
        cls.record_slots = {
            slot.name for declared in cls.steps.values() if declared.record for slot in declared.evidence
        }
        cls.letter_slots = {declared.letter.slot for declared in cls.steps.values() if declared.letter}

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def number(self) -> int:
        """Its number among the processes of its kind at the site, in the order they were opened, from 1.

        From the site's own row: no query where the site is fetched along.
        """
        return self.number_at(self.site, self.pk)

    @classmethod
    def number_at(cls, site: Site, pk: int) -> int:
        """The number of the process of this kind with that id at the site, from the site's own row."""
        return sum(int(other) < pk for other, row in site.processes.items() if row["kind"] == cls.kind_name) + 1

    @classmethod
    def single_at(cls, site: Site) -> int | None:
        """The id of the site's process of this kind in a state that only one may be in, from the site's own row."""
        rows = site.processes.items()
        taken = (pk for pk, row in rows if row["kind"] == cls.kind_name and row["state"] in cls.single_in)
        return next(map(int, taken), None)

    @property
    def rival(self) -> int | None:
        """The id of another process that holds what only one may have, so that this one cannot come to its goal."""
        found = self.single_at(self.site) if self.single_in and self.site_id else None
        return None if found == self.pk else found

    @property
    def caption(self) -> str:
        """A short name that tells it from the others at its site: "Land verification 2"; workflows may say more."""
        return f"{self.label} {self.number}"

    @property
    def state_label(self) -> str:
        """The state in the reader's language."""
        return str(self.State(self.state).label)

    @cached_property
    def attached(self) -> list:
        """The files attached now, oldest first; one query, made when a guard or an evidence slot first asks."""
        return list(self.attached_files())

    def attached_files(self, also: Iterable[str] = ()) -> models.QuerySet:
        """The same as a query. Files that a line of the process rests on belong to the line and are left out.

        ``also``: hashes of files that are wanted whatever rests on them.
        """
        files = self.evidence.filter(withdrawn_at=None)
        for slot, rounds in self.rounds.items():  # in its first round, 0, no line rests on a file yet
            if slot in self.record_slots and rounds:
                files = files.exclude(models.Q(slot=slot, round__lt=rounds) & ~models.Q(sha256__in=also))
        return files

    def keep_attached(self, files: Iterable) -> None:
        """Hold these as ``attached``, whoever read or wrote them, but for those that belong to a line."""
        self.attached = [
            row for row in files if row.slot not in self.record_slots or row.round >= self.rounds.get(row.slot, 0)
        ]

    @classmethod
    def fetch_for_judging(cls, processes: list) -> None:
        """Fetch for all of them at once what rules read besides the rows: the files; workflows add their own."""
        files: dict[int, list] = {process.pk: [] for process in processes}
        for row in cls.evidence.rel.related_model.objects.filter(process__in=files, withdrawn_at=None).order_by("pk"):
            files[row.process_id].append(row)
        for process in processes:
            process.keep_attached(files[process.pk])

    def counted(self, slot: EvidenceSlot) -> list:
        """The attached files that count in the slot now: in a fresh slot those of the present round."""
        return [item for item in self.attached if item.slot == slot.name and self.counts(item, slot)]

    def earlier_rounds(self, slot: EvidenceSlot) -> list:
        """The files of a fresh slot that no decision in force rests on any more, oldest first; kept to be read."""
        past = [item for item in self.attached if item.slot == slot.name and not self.counts(item, slot)]
        return [item for item in past if item.round != self.standing.get(slot.name)]

    def in_force(self, slot: EvidenceSlot) -> list:
        """The files that a decision in force rests on, where a new one of its kind would rest on its own."""
        past = [item for item in self.attached if item.slot == slot.name and not self.counts(item, slot)]
        return [item for item in past if item.round == self.standing.get(slot.name)]

    def counts(self, item, slot: EvidenceSlot) -> bool:
        """Does a file of the slot belong to its present round?"""
        return not slot.fresh or item.round == self._round(slot)

    def _round(self, slot: EvidenceSlot) -> int:
        return self.rounds.get(slot.name, 0)

    def begin_rounds(self, taken: Step, before: str) -> bool:
        """Begin the rounds that a step begins, which led here from the state ``before``; did it begin any?"""
        begun = [
            slot
            for slot, states in self.fresh_slots.items()
            if self.state in states and (before not in states or slot in {item.name for item in taken.evidence})
        ]
        if self.state == before:
            self.standing = {**self.standing, **{slot.name: self._round(slot) for slot in taken.evidence if slot.fresh}}
        if begun:
            self.rounds = {**self.rounds, **{slot: self.rounds.get(slot, 0) + 1 for slot in begun}}
        return bool(begun)

    @property
    def is_open(self) -> bool:
        """Is there still something to happen?"""
        return self.state not in self.final

    def steps_from_here(self) -> list[Step]:
        """The declared steps that start in the present state, whoever may take them."""
        return [declared for declared in self.steps.values() if self.state in declared.sources]

    @property
    def waiting(self) -> bool:
        """Does some step await its actor? Nobody is awaited for what cannot come to its goal."""
        return self.rival is None and any(
            declared.duty is not None and declared.duty.holds(self) for declared in self.steps_from_here()
        )

    @property
    def stage(self) -> Stage:
        """The stage of the site that this process proves."""
        return self.stage_of.get(self.state, Stage.REGISTERED)

    @property
    def progress(self) -> Decimal | None:
        """How far it is in percent, for workflows that build something; None for the others."""
        return None

    def flags(self) -> Flag:
        """What must be noticed about the site because of this process; workflows add their own to it."""
        return Flag.WAIVER if self.waived and self.is_open_or_won else Flag.NONE

    def flags_change_on(self, today: datetime.date) -> datetime.date | None:
        """The first day after today on which time alone changes what ``flags`` says; None: only a step does."""
        return None

    @property
    def is_open_or_won(self) -> bool:
        """Still going, or ended at its goal or in a state that counts towards a stage: the end of a refused plot raises
        no flag."""
        return self.is_open or self.state in self.stage_of or self.state in self.goal

    def located(self) -> tuple[Point, int | None] | None:
        """The position (SRID 4326) and its accuracy in metres that a step with ``locates`` establishes, or None."""
        return None

    def aspects(self) -> list[str]:
        """Words that the rules of other workflows read besides the state, from the site's own row ("premises")."""
        return []

    def fact_corrected(self) -> None:
        """A record outside that the process rests on was corrected: bring the columns taken from it up to date."""

    def opening_lines(self) -> list:
        """The lines a process of this kind begins with, not written yet: a checklist whose items are all missing.

        Asked before the process is written: what they add up to may be put into its columns here.
        """
        return []

    def claims(self) -> list:
        """``workflows.claims.Wanted``: what this process alone may hold while it is in its present state."""
        return []

    def offered(self, column: str) -> models.QuerySet | None:
        """What may be chosen in a column of this process, or of its lines, that refers to a table; None: all of it."""
        return None

    def offered_lines(self, column: str) -> list | None:
        """The lines whose number may be given in a column of a line, the likeliest first; None: it names no line."""
        return None

    def none_offered(self, column: str) -> object | None:
        """``workflows.choosing.Nothing``, where there is nothing to choose in a column; None: an empty list."""
        return None

    def must_be_filled(self, column: str) -> bool:
        """Does a rule ask for the column, though the form may leave it empty? Then it is not called optional."""
        return False

    def computed_facts(self) -> list:
        """``workflows.facts.Fact``s that follow from the columns and are worth reading beside them."""
        return []

    def facts(self) -> list[str]:
        """The names of the columns shown as this process's facts, in order: all that its steps ask for.

        What a step asks of a line of the process is the line's.
        """
        return list(
            dict.fromkeys(name for declared in self.steps.values() if not declared.record for name in declared.fields)
        )
