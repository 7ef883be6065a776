"""The calendar in the admin: terms of steps are set here; holidays and runs of the clock are looked at."""

from django import forms
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sites.admin import ReadOnlyAdmin
from workflows import registry
from workflows.calendar import kept
from workflows.models import ClockRun, Holiday, StepTerm


def _steps() -> list[tuple[str, list[tuple[str, str]]]]:
    """Under each workflow its steps that somebody is waited for to take, and those that take a decision back."""
    return [
        (str(flow.label), [(step.name, str(step.label)) for step in flow.steps.values() if step.duty or step.undoes])
        for flow in registry.flows()
    ]


class StepTermForm(forms.ModelForm):
    """A term with workflow and step to choose from; that they belong together, ``StepTerm.clean`` says."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(flow.kind_name, str(flow.label)) for flow in registry.flows()]
        self.fields["kind"] = forms.ChoiceField(label=self.fields["kind"].label, choices=kinds)
        self.fields["step"] = forms.ChoiceField(label=self.fields["step"].label, choices=_steps())


@admin.register(StepTerm)
class StepTermAdmin(admin.ModelAdmin):
    """Deadlines follow with the clock's next run."""

    form = StepTermForm
    list_display = ["workflow", "step_label", "days", "declared", "source"]

    @admin.display(description=_("workflow"), ordering="kind")
    def workflow(self, term: StepTerm) -> str:
        return next((str(flow.label) for flow in registry.flows() if flow.kind_name == term.kind), term.kind)

    @admin.display(description=_("step"), ordering="step")
    def step_label(self, term: StepTerm) -> str:
        step = _declared(term)
        return str(step.label) if step else term.step

    @admin.display(description=_("working days as declared"))
    def declared(self, term: StepTerm) -> int | None:
        step = _declared(term)
        return step.within if step else None

    def save_model(self, request: HttpRequest, obj: StepTerm, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        transaction.on_commit(kept.forget)

    def delete_model(self, request: HttpRequest, obj: StepTerm) -> None:
        super().delete_model(request, obj)
        transaction.on_commit(kept.forget)

    def delete_queryset(self, request: HttpRequest, queryset) -> None:
        super().delete_queryset(request, queryset)
        transaction.on_commit(kept.forget)


@admin.register(Holiday)
class HolidayAdmin(ReadOnlyAdmin):
    """Holidays come whole, by year and decree: ``manage.py load_holidays``."""

    list_display = ["day", "name", "kind", "estimated", "source"]
    list_filter = ["kind", "estimated"]
    date_hierarchy = "day"
    search_fields = ["name"]


@admin.register(ClockRun)
class ClockRunAdmin(ReadOnlyAdmin):
    list_display = ["day", "started_at", "finished_at", "steps", "raised", "renewed", "failed"]

    @admin.display(description=_("not done"))
    def failed(self, run: ClockRun) -> int:
        return len(run.failures)


def _declared(term: StepTerm):
    flow = next((flow for flow in registry.flows() if flow.kind_name == term.kind), None)
    return flow.steps.get(term.step) if flow else None
