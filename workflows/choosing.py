"""What a step's page offers to choose from: rows, lines by their content; and what it says where there is nothing."""

from dataclasses import dataclass

from django import forms

from workflows.models import Process
from workflows.step import Step

# The column of a line that gives the number of the earlier one whose place it takes.
CORRECTS = "corrects"


@dataclass(frozen=True)
class Nothing:
    """Nothing can be chosen: why, and who provides it; ``href`` is the page where, ``link`` what it is called."""

    sentence: str
    href: str = ""
    link: str = ""


def offer(form: forms.ModelForm, process: Process, step: Step) -> forms.ModelForm:
    """The form as its page shows it; what it takes is not changed.

    The number of a line is chosen among the lines there are, a list without entries says so (``field.nothing``), and
    what a rule asks for is not called optional (``field.judged``).
    """
    read = {name for guard in step.guards for name in guard.fields}
    for name, field in form.fields.items():
        field.judged = name in read and process.must_be_filled(name)
        lines = process.offered_lines(name)
        if lines is not None:
            field.widget = forms.Select(choices=[("", "—"), *((line.number, line.summary) for line in lines)])
        if lines == [] or (isinstance(field, forms.ModelChoiceField) and not field.queryset.exists()):
            field.nothing = process.none_offered(name)
    return form


def answers_to_correct(process: Process, form: forms.ModelForm, number: str) -> dict:
    """What the line to be corrected says, for the form of its correction; empty where there is no such line."""
    lines = (process.offered_lines(CORRECTS) or []) if CORRECTS in form.fields else []
    line = next((one for one in lines if str(one.number) == number), None)
    return {**forms.model_to_dict(line, fields=list(form.fields)), CORRECTS: line.number} if line else {}
