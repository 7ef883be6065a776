"""The step page: at the left what is to be filled in, beside it what must be known before."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import uuid4

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from gis_data.forms import PolygonTextField
from sites.models import Event
from workflows import permission, selectors
from workflows.choosing import CORRECTS, answers_to_correct, offer
from workflows.facts import fact_groups
from workflows.forms import step_form
from workflows.judging import Verdict, missing, unread_columns, verdicts
from workflows.line_lists import line_facts
from workflows.models import Process
from workflows.refusals import Unmet
from workflows.selectors import NextStep
from workflows.services.evidence_again import scans_to_offer
from workflows.step import EvidenceSlot, Step
from workflows.timeline import entries_of
from workflows.views.consequences import what_follows
from workflows.views.frame import process_address, process_crumbs, step_address
from workflows.views.gallery import fetch_attached, pictures, shelves
from workflows.views.guard_list import beforehand, guard_lines
from workflows.views.plot_map import map_data
from workflows.views.since_return import since_return
from workflows.views.waivers import WaiverForm, submitted_waivers, waiver_forms


class Envelope(forms.Form):
    """What travels hidden with a step: the version that was read, and the name of this one request."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    client_id = forms.UUIDField(widget=forms.HiddenInput)


class ConfirmForm(forms.Form):
    """A step that stops something is confirmed in so many words."""

    use_required_attribute = False

    confirm = forms.BooleanField(
        widget=forms.CheckboxInput(attrs={"data-not-kept": ""}),
        label=gettext_lazy("I am sure. This stops it, and the reason stands in the record."),
        error_messages={"required": gettext_lazy("Confirm that you are sure.")},
    )


@dataclass(frozen=True, kw_only=True)
class StepPage:
    """One rendering of the page.

    ``data`` is what was typed; ``judged_as`` the step whose rules it is shown judged by (None: not judged); ``unmet``
    what the gate refused; ``news`` the entries since the version the person read; ``version`` the one his next answer
    is bound to (None: the present one).
    """

    request: HttpRequest
    process: Process
    step: Step
    data: QueryDict | None = None
    judged_as: Step | None = None
    errors: dict[str, list[str]] = field(default_factory=dict)
    unmet: tuple[Unmet, ...] = ()
    news: tuple[Event, ...] = ()
    notices: tuple[str, ...] = ()
    version: int | None = None

    def response(self, status: int = 200) -> HttpResponse:
        return render(self.request, "workflows/step.html", self.context(), status=status)

    def context(self) -> dict:
        fetch_attached(self.process)
        events = list(Event.objects.filter(process_id=self.process.pk).order_by("-seq"))
        return {
            "process": self.process,
            "site": self.process.site,
            "crumbs": process_crumbs(self.process),
            "action": step_address(self.process, self.step.name, self.process.item and self.process.item.number),
            "line": line_facts(self.process),
            "back": process_address(self.process),
            "step": self.step,
            "draft": draft_key(self.process, self.step, self.request.user),
            "typed": self.data is not None,
            "unmet": self.unmet,
            "companions": companions(self.process, self.step, self.request.user),
            "form": self.form,
            "envelope": Envelope(initial={"version": self.version or self.process.version, "client_id": uuid4()}),
            "confirm": self.confirm,
            "waivers": self.waivers,
            "slots": [slot_context(slot, self.process, self.request.user) for slot in self.step.evidence],
            "problems": self.problems,
            "notices": self.notices,
            "news": entries_of(self.news),
            "since": since_return(self.process, events),
            "guards": guard_lines(self.verdicts, self.process.site.code),
            "warnings": self.next_step.warnings,
            "pending": any(one.status == "pending" for one in self.verdicts),
            "follows": what_follows(self.process, self.step, self.request.user),
            "groups": fact_groups(self.process, events),
            "shelves": shelves(self.process, beside=self.step.evidence),
            "map_data": map_data(self.process),
            "draws": any(isinstance(field, PolygonTextField) for field in self.form.fields.values()),
            "upload_max_bytes": settings.UPLOAD_MAX_BYTES,
        }

    @cached_property
    def next_step(self) -> NextStep:
        """The step with the present answers of its guards and evidence slots, as this person sees it."""
        found = selectors.next_steps(self.process, self.request.user)
        return next(item for item in found if item.step.name == self.step.name)

    @cached_property
    def answered(self) -> Process:
        """A copy of the process, and of its line, which the form may fill in."""
        process = copy.copy(self.process)
        process.item = copy.copy(process.item)
        return process

    @cached_property
    def form(self) -> forms.ModelForm:
        """The step's form: judged, or only carrying on what was typed. It works on a copy, which it may change."""
        process = self.answered
        if self.judged_as is None:
            form = offer(step_form(process, self.step, localized=True), process, self.step)
            if self.data is not None:
                form.initial |= {name: self.data.get(name, "") for name in form.fields}
            elif number := self.request.GET.get(CORRECTS):
                form.initial |= answers_to_correct(process, form, number)
            return form
        form = offer(step_form(process, self.judged_as, data=self.data, localized=True), process, self.judged_as)
        form.is_valid()
        for name, sentences in self.errors.items():
            for sentence in sentences:
                if sentence not in form.errors.get(name, []):
                    form.add_error(name if name in form.fields else None, sentence)
        return form

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """The rules: by the answers that were sent, when they were judged; else by what stands in the process."""
        if self.judged_as is not self.step:
            return beforehand(self.next_step.guards)
        errors = self.form.errors
        return verdicts(
            self.answered,
            self.step,
            self.roles,
            waivers=submitted_waivers(self.step, self.data),
            unread=unread_columns(self.answered, errors),
        )

    @property
    def roles(self) -> frozenset[str]:
        """What this person is at the site."""
        return self.request.user.scope.roles_at(self.process.site.code)

    @cached_property
    def confirm(self) -> ConfirmForm | None:
        """The box to tick, on the page of a step that stops something."""
        if self.step.tone != "stop":
            return None
        return ConfirmForm(self.data if self.judged_as else None)

    @cached_property
    def waivers(self) -> list[WaiverForm]:
        known = {one.guard.code: one.sentence for one in self.verdicts if one.sentence}
        refused = {item.code: item.sentence for item in self.unmet}
        return waiver_forms(self.step, known, refused, self.roles, self.data)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Everything that stands in the way besides the form's own errors: (where it is mended, sentence)."""
        anchors = {form.guard.code: f"#{form['reason_code'].auto_id}" for form in self.waivers}
        fields = {guard.code: self._field_of(guard.fields) for guard in self.step.guards}
        found = [
            (anchors.get(item.code) or fields.get(item.code) or _slot_anchor(item.code), item.sentence)
            for item in self.unmet
        ]
        if self.judged_as:
            bound = [*self.waivers, *([self.confirm] if self.confirm else [])]
            found += [
                (f"#{bound_field.auto_id}", sentence)
                for form in bound
                for bound_field in form
                for sentence in bound_field.errors
            ]
        return found

    def _field_of(self, names: Iterable[str]) -> str:
        return next((f"#id_{name}" for name in names if name in self.step.fields), "")


def draft_key(process: Process, step: Step, user) -> str:
    """Under what a browser keeps what this person types: his own, for this step, since the process came to its state.

    Begins with ``draft_owner``, which is what a receipt names.
    """
    return f"{draft_owner(process, step, user)}.{int(process.state_since.timestamp())}"


def draft_owner(process: Process, step: Step, user) -> str:
    of_item = f"-{process.item.number}" if process.item and process.item.pk else ""
    return f"{user.pk}.{process.pk}.{step.name}{of_item}"


def companions(process: Process, step: Step, user) -> list[Step]:
    """Steps that keep the same answers without moving on (save the draft): further buttons of one form.

    What changes a line is taken at that line: from here nobody would know which.
    """
    return [
        other
        for other in process.steps_from_here()
        if other.is_note
        and not step.is_note
        and other.record == step.record
        and set(other.fields) == set(step.fields)
        and not permission.objection(other, process, user)
    ]


def slot_context(slot: EvidenceSlot, process: Process, user) -> dict:
    """An evidence slot with the files that count in it, which this person may change; what is missing, and the scans of
    earlier letters that may be attached ``again``."""
    files = process.counted(slot)
    return {
        "slot": slot,
        "pictures": pictures(process, files, sender=user),
        "missing": missing(slot, files),
        "again": pictures(process, scans_to_offer(process, slot), sender=user),
    }


def _slot_anchor(code: str) -> str:
    prefix, _dot, name = code.partition(".")
    return f"#slot-{name}" if prefix == "evidence" else ""
