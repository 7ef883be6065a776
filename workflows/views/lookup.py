"""Find what an address names; what does not belong together or lies outside the person's scope does not exist."""

from django.http import Http404, HttpRequest

from workflows import lines, selectors
from workflows.models import Evidence, Process
from workflows.refusals import Invalid
from workflows.step import Step


def process_or_404(request: HttpRequest, code: str, kind: str, pk: int) -> Process:
    """The process as its workflow's class, with its site and place. Raises Http404."""
    try:
        process = selectors.process_for(request.user, pk)
    except Process.DoesNotExist:
        raise Http404 from None
    if (process.site.code, process.kind) != (code, kind):
        raise Http404
    return process


def step_or_404(process: Process, name: str) -> Step:
    """The declared step of that name, whatever the present state. Raises Http404."""
    try:
        return process.steps[name]
    except KeyError:
        raise Http404 from None


def line_or_404(process: Process, step: Step, number: int | None) -> None:
    """Give the process the line that the step is about, whatever its state. Raises Http404 when they do not fit."""
    if (number is not None) != (step.record is not None and not step.record.adds):
        raise Http404
    try:
        lines.find_item(process, step, number)
    except Invalid:
        raise Http404 from None


def evidence_of_or_404(request: HttpRequest, process: Process, pk: int) -> Evidence:
    """The file's record, if it is the process's. Raises Http404."""
    item = evidence_or_404(request, pk)
    if item.process_id != process.pk:
        raise Http404
    return item


def evidence_or_404(request: HttpRequest, pk: int) -> Evidence:
    """The file's record with its process and site, taken back or not. Raises Http404 outside the person's scope."""
    item = Evidence.objects.select_related("process__site").filter(pk=pk).first()
    if item is None or not request.user.scope.covers(item.process.site.code):
        raise Http404
    return item
