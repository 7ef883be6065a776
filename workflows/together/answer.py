"""The one answer for many cases: the columns that the step asks for, and its papers, each given once."""

import dataclasses
from collections.abc import Mapping

from django import forms
from django.core import signing
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from workflows.evidence_files import KeptFile
from workflows.facts import worded
from workflows.forms import step_form
from workflows.inbox import Queue
from workflows.models import BulkDecision, Process
from workflows.refusals import Invalid
from workflows.services.evidence import keep
from workflows.step import EvidenceSlot, Step

_SALT = "workflows.together.paper"


class GivenAnswer:
    """The answer of an earlier decision, for cases that its letter names too and that were refused then."""

    form = papers = None
    is_valid = True

    def __init__(self, decision: BulkDecision) -> None:
        self.fields = decision.fields
        self.kept = {slot: KeptFile(**file) for slot, file in decision.files.items()}
        self.words: dict[str, str] = {}


class Answer:
    """What was filled in, judged apart from any case. ``data`` None: nothing was yet.

    A paper goes into the store when it is sent, and is named by a signed word from then on, so that nobody names a file
    that he has not sent.
    """

    def __init__(
        self, queue: Queue, user, data=None, files: MultiValueDict | None = None, *, localized: bool = True
    ) -> None:
        self._step: Step = queue.step
        self._user = user
        self.form = step_form(queue.flow(), queue.step, data=data, localized=localized)
        self.papers = _papers_form(queue.step)(data, files)
        self.kept: dict[str, KeptFile] = {}
        if data is not None:
            refused = [self._take(slot, data.get(f"kept-{slot.name}", "")) for slot in queue.step.evidence]
            for slot, sentences in zip(queue.step.evidence, refused, strict=True):
                for sentence in sentences:
                    self.papers.add_error(field_name(slot), sentence)

    @cached_property
    def is_valid(self) -> bool:
        """Could both be read, and is nothing missing?"""
        readable, complete = self.form.is_valid(), self.papers.is_valid()
        return readable and complete

    @property
    def fields(self) -> dict:
        """The values of the asked columns."""
        return {name: self.form.cleaned_data[name] for name in self._step.fields}

    @property
    def words(self) -> dict[str, str]:
        """The papers that were kept, each by the word that names it in the next request."""
        return {slot: word_of(file, self._user) for slot, file in self.kept.items()}

    def _take(self, slot: EvidenceSlot, word: str) -> list[str]:
        """Keep the paper of the slot, if one came or was kept before; returns why one is not taken."""
        name = field_name(slot)
        if sent := self.papers.files.get(name):
            try:
                self.kept[slot.name] = keep(sent, slot)
            except Invalid as refused:
                return refused.errors[slot.name]
        elif word and (file := self._named(word)):
            self.kept[slot.name] = file
        if slot.name in self.kept:
            self.papers.fields[name].required = False
        return []

    def _named(self, word: str) -> KeptFile | None:
        try:
            content = signing.loads(word, salt=_SALT)
        except signing.BadSignature:
            return None
        return KeptFile(**content) if content.pop("by") == self._user.pk else None


def word_of(file: KeptFile, user) -> str:
    """The word by which the person names the kept paper in a later request."""
    return signing.dumps({**dataclasses.asdict(file), "by": user.pk}, salt=_SALT)


def in_rows(flow: type[Process], step: Step, fields: Mapping, files: Mapping[str, KeptFile]) -> list[dict]:
    """An answer in words, as rows of components/summary_list.html."""
    columns = [column for column in flow._meta.local_fields if fields.get(column.name) not in (None, "")]
    stated = [
        {"term": column.verbose_name, "value": worded(column, column.to_python(fields[column.name]))}
        for column in columns
    ]
    papers = [{"term": slot.label, "value": files[slot.name].filename} for slot in step.evidence if slot.name in files]
    return stated + papers


def field_name(slot: EvidenceSlot) -> str:
    return f"paper-{slot.name}"


def _papers_form(step: Step) -> type[forms.Form]:
    fields = {
        field_name(slot): forms.FileField(
            label=slot.label,
            required=not slot.optional,
            widget=forms.ClearableFileInput(attrs={"accept": ".pdf,image/*"}),
        )
        for slot in step.evidence
    }
    return type("PapersForm", (forms.Form,), {**fields, "use_required_attribute": False})
