"""Turn: an office that is waited for at a process, one row for each role; the inbox and "why stuck" read it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from workflows.models.process import Process


class Turn(models.Model):
    """It is the turn of who holds ``role`` at the place ``code``: to take ``step``, or to put right what it says.

    Derived from the declarations with every step, in its transaction, by ``workflows.turns`` alone. ``awaited`` is the
    step that is waited for; ``cause`` the code of the guard that stops it, "" when nothing does. Then ``step`` is the
    one by which the guard is made true; where none is, it is the stopped step itself. ``due_on`` is the last day of the
    term; ``held_in`` the very region whose office it is (``step(at=…)``), "" for the nearest; ``raised_to`` the region
    of the office it was raised to after that, "" for the office that answers for it. ``barred`` are the people who may
    not take it: what is separated. Which office holds the role there is asked when it is read, as offices change.
    """

    process = models.ForeignKey(Process, models.CASCADE, related_name="turns")
    code = models.CharField(max_length=16)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    step = models.CharField(max_length=40)
    awaited = models.CharField(max_length=40)
    cause = models.CharField(max_length=60, blank=True, default="")
    role = models.CharField(max_length=30, choices=Role)
    since = models.DateTimeField()
    due_on = models.DateField(null=True)
    held_in = models.CharField(max_length=13, blank=True, default="")
    raised_to = models.CharField(max_length=13, blank=True, default="")
    barred = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        verbose_name = _("turn")
        verbose_name_plural = _("turns")
        indexes = [
            # A scope is a prefix of the code.
            models.Index(
                fields=["role", "code", "since"],
                name="turn_of_role_at_place",
                opclasses=["varchar_ops", "varchar_pattern_ops", "timestamptz_ops"],
            ),
            models.Index(fields=["code"], name="turn_at_place", opclasses=["varchar_pattern_ops"]),
            # Those of one region's office alone, and what was raised to it: few, wherever they are.
            models.Index(fields=["held_in"], condition=~models.Q(held_in=""), name="turn_held_in"),
            models.Index(fields=["raised_to"], condition=~models.Q(raised_to=""), name="turn_raised_to"),
            # What has waited longest, case by case: the order of the list of all that wait.
            models.Index(fields=["since", "process", "awaited", "cause"], name="turn_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.kind}.{self.step}: {self.role}"
