"""StepTerm: the term of a step as this programme sets it, where it differs from the declaration."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.models.process import Process

LONGEST = 500


class StepTerm(models.Model):
    """How many working days a step's actor has from the day its process came into its state; empty: no term at all.

    It stands in place of the term that the step declares (``step(within=…)``); of a step that takes a decision back, it
    is the time in which that may be done. The clock's next run brings what is
    waited for up to date.
    """

    kind = models.CharField(_("Workflow"), max_length=40)
    step = models.CharField(_("Step"), max_length=40)
    days = models.PositiveSmallIntegerField(
        _("Working days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
        help_text=_("Leave it empty for a step without a term."),
    )
    source = models.CharField(_("Source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("term of a step")
        verbose_name_plural = _("terms of the steps")
        ordering = ["kind", "step"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "step"],
                name="step_term_once",
                violation_error_message=_("This step has a term of its own already."),
            ),
            models.CheckConstraint(condition=Q(days=None) | Q(days__range=(1, LONGEST)), name="step_term_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}.{self.step}: {self.days}"

    def clean(self) -> None:
        """The step must be one that a person takes."""
        flow = next((flow for flow in _flows(Process) if flow.kind_name == self.kind), None)
        if flow is None:
            raise ValidationError({"kind": _("There is no workflow of that name.")})
        declared = flow.steps.get(self.step)
        if declared is None:
            raise ValidationError({"step": _("This workflow has no step of that name.")})
        if declared.undoes and self.days is None:
            raise ValidationError({"days": _("A decision cannot be taken back for ever: enter the working days.")})
        if declared.duty is None and not declared.undoes:
            raise ValidationError({"step": _("Nobody is waited for to take this step, so it has no term.")})


def _flows(base: type[Process]):
    """The workflows; the registry, which knows them too, stands above the models."""
    for child in base.__subclasses__():
        yield from _flows(child)
        if not child._meta.abstract:
            yield child
