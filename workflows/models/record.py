"""Record: one line of a process with a life of its own; a report, a defect, an instalment, a document."""

import re
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.models.process import Process


class Record(models.Model):
    """The base of every line. Written only by a step that is declared to add or to change one (``workflows.lines``).

    A kind of line is a child class with ``label``, ``label_plural``, its own columns and, when a line has states of its
    own, ``State`` and ``initial``. ``number`` counts the lines of its kind within the process, from 1: together they
    name a line for good. ``actors`` maps a step's name to the ids of the people who took it on this line: whoever
    mended a defect does not close it. What was recorded stays; a correction is another line that names the one it
    corrects.
    """

    label: ClassVar[str]
    label_plural: ClassVar[str]
    State: ClassVar[type[models.TextChoices] | None] = None
    initial: ClassVar[str] = ""
    # How pages list the kind: its latest few first, or all of them in their order, as of a checklist or a plan.
    whole_list: ClassVar[bool] = False
    # State -> "done", "present", "waiting", "blocked" or "ahead": with what sign it is shown, where that is not plain.
    tones: ClassVar[dict[str, str]] = {}
    # Columns that say nothing beside its caption and state.
    unlisted: ClassVar[set[str]] = set()
    kind_name: ClassVar[str] = ""

    process = models.ForeignKey(Process, models.PROTECT, related_name="%(class)s_set")
    number = models.PositiveIntegerField(_("Number"), editable=False)
    state = models.CharField(_("State"), max_length=40, blank=True, default="", editable=False)
    actors = models.JSONField(default=dict, editable=False)
    # Evidence slot -> the round of it that the line rests on: its files.
    rounds = models.JSONField(default=dict, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)

    class Meta:
        abstract = True
        ordering = ["process_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="%(class)s_numbered_once"),
        ]

    def __init_subclass__(cls, **kwargs) -> None:
        super().__init_subclass__(**kwargs)
        cls.kind_name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()

    def __str__(self) -> str:
        return f"{self.kind_name} {self.number}"

    @property
    def caption(self) -> str:
        """Its name for a reader: "Progress report 12"."""
        return f"{self.label} {self.number}"

    @property
    def summary(self) -> str:
        """The line in few words, to be told from the others where one is chosen."""
        return self.caption

    @property
    def state_label(self) -> str:
        """The state in the reader's language; "" for a line without states."""
        return str(self.State(self.state).label) if self.State and self.state else ""

    @property
    def standing(self) -> str:
        """How it stands today, in words: its state, and what time has made of it."""
        return self.state_label

    @property
    def tone(self) -> str:
        """The sign that goes with ``standing``; "" for the plain one."""
        return self.tones.get(self.state, "")

    def reached(self, target: str) -> str:
        """The state a step with that target leads the line to; by its columns it may have come less far."""
        return target

    def computed_facts(self) -> list:
        """``workflows.facts.Fact``s that follow from the columns and are worth reading beside them."""
        return []

    @classmethod
    def own_columns(cls) -> list[models.Field]:
        """The columns a kind of line adds to the base, in their order."""
        base = {field.name for field in Record._meta.local_fields}
        return [field for field in cls._meta.local_fields if field.name not in base and not field.primary_key]
