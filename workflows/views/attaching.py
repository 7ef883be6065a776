"""Take the files of a request into their slots, one by one, so that a bad one does not cost the good ones."""

from dataclasses import dataclass, field
from uuid import uuid4

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gis_data.forms import PointTextField
from workflows.models import Evidence, Process
from workflows.refusals import Invalid
from workflows.services.evidence import Position, attach
from workflows.services.evidence_gate import FILE_VERBS
from workflows.services.take_step import news_since
from workflows.step import Step


class PlaceForm(forms.Form):
    """Where the files of a slot were captured; empty when the camera wrote it, or nobody knows."""

    position = PointTextField(required=False)
    source = forms.ChoiceField(
        choices=[(choice, choice) for choice in (Evidence.PositionSource.DEVICE, Evidence.PositionSource.TYPED)],
        required=False,
    )
    accuracy = forms.IntegerField(min_value=0, max_value=1_000_000, required=False)

    def place(self) -> Position | None:
        """The position, or None when none was given. Raises Invalid."""
        if not self.is_valid():
            raise Invalid({"position": [sentence for found in self.errors.values() for sentence in found]})
        point = self.cleaned_data["position"]
        if point is None:
            return None
        source = self.cleaned_data["source"] or Evidence.PositionSource.TYPED
        return Position(point, source, self.cleaned_data["accuracy"])


@dataclass
class Outcome:
    """What became of the files: how many were kept, a sentence for each that was not, and the page's new version.

    ``known``: a sentence for each that is attached already, which is no refusal.
    """

    kept: int = 0
    refused: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    version: int = 0

    @property
    def sentences(self) -> list[str]:
        """Whatever a person must be told of single files."""
        return [*self.refused, *self.known]

    def notices(self) -> tuple[str, ...]:
        """All of it in sentences."""
        kept = ngettext("%(count)d file was added.", "%(count)d files were added.", self.kept) % {"count": self.kept}
        return (*([kept] if self.kept else []), *self.sentences)


def sent_slots(request: HttpRequest, step: Step) -> list[str]:
    """The slots of the step for which files came with the request."""
    return [slot.name for slot in step.evidence if request.FILES.getlist(_field(slot.name))]


def attach_sent(request: HttpRequest, process: Process, slots: list[str]) -> Outcome:
    """Attach the files sent for the slots. Raises NotPermitted, WrongState, StorageFull and the like."""
    outcome = Outcome()
    for slot in slots:
        files = request.FILES.getlist(_field(slot))
        if not files:
            outcome.refused.append(_("Choose at least one file."))
            continue
        try:
            place = PlaceForm(request.POST, prefix=f"place-{slot}").place()
        except Invalid as refused:
            outcome.refused += refused.errors["position"]
            continue
        for file in files:
            before = _attached(process, slot)
            try:
                rows = attach(
                    process_id=process.pk,
                    slot=slot,
                    files=[file],
                    actor=request.user,
                    position=place,
                    request_id=uuid4(),
                )
                if before.issuperset(row.pk for row in rows):
                    outcome.known.append(_("%(file)s: this file is already attached.") % {"file": file.name})
                else:
                    outcome.kept += 1
            except Invalid as refused:
                outcome.refused += [sentence for found in refused.errors.values() for sentence in found]
    outcome.version = version_for(request, process)
    return outcome


def version_for(request: HttpRequest, process: Process) -> int:
    """The version a person's open page may be bound to after his own work on files.

    The present one, when nothing else happened since the page was read; otherwise the one he read, so that the gate
    shows him what is new.
    """
    present = Process.objects.values_list("version", flat=True).get(pk=process.pk)
    try:
        read = int(request.POST.get("version", ""))
    except ValueError:
        return present
    news = [event for event in news_since(process, read) if event.process_version <= present]
    own = all(event.verb in FILE_VERBS and event.actor_id == request.user.pk for event in news)
    return present if own else read


def _attached(process: Process, slot: str) -> set[int]:
    return set(process.evidence.filter(slot=slot, withdrawn_at=None).values_list("pk", flat=True))


def _field(slot: str) -> str:
    return f"files-{slot}"
