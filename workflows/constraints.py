"""What a violated constraint means, in a sentence: the database has the last word on what may stand twice."""

from django.db import IntegrityError
from django.db.models import BaseConstraint
from django.utils.translation import gettext as _

from workflows import registry
from workflows.refusals import Conflict, Invalid


def explained(error: IntegrityError) -> Exception:
    """The refusal that a violated constraint stands for; one that says nothing of itself stays the error it is."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    if name.startswith("process_single_"):
        return Conflict(_("Another process of this site is already in that state; only one may be."))
    declared = _declared(name)
    if declared is None or declared.violation_error_message == BaseConstraint.default_violation_error_message:
        return error
    return Invalid({"__all__": [str(declared.violation_error_message)]})


def _declared(name: str) -> BaseConstraint | None:
    models = [model for flow in registry.flows() for model in (flow, *registry.record_kinds(flow))]
    return next((found for model in models for found in model._meta.constraints if found.name == name), None)
