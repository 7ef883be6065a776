"""Where a process stands among the pages: the path to it, and its addresses."""

from django.urls import reverse
from django.utils.translation import gettext as _

from sites.models import Site
from workflows.inbox import Queue
from workflows.models import Process
from workflows.step import Step


def site_crumbs(site: Site) -> list[tuple[str, str]]:
    """The path to the pages of a site's processes."""
    return [(reverse("site_list"), _("Sites")), (reverse("site_detail", args=[site.code]), site.village.full_name)]


def process_crumbs(process: Process) -> list[tuple[str, str]]:
    """The path to the steps of a process."""
    return [*site_crumbs(process.site), (process_address(process), process.caption)]


def process_address(process: Process) -> str:
    return reverse("process_detail", args=[process.site.code, process.kind, process.pk])


def step_link(process: Process, step: Step) -> str:
    """Where the step is taken: its page, or the lines of the process of which it changes one."""
    if step.record is not None and not step.record.adds:
        return f"{process_address(process)}#{step.record.model.kind_name}-title"
    return step_address(process, step.name)


def step_address(process: Process, step_name: str, item: int | None = None) -> str:
    """The page of a step; ``item`` is the number of the line that it changes."""
    where = [process.site.code, process.kind, process.pk, step_name]
    return reverse("take_step", args=where) if item is None else reverse("take_step_on", args=[*where, item])


def together_address(queue: Queue) -> str:
    """Where several cases of the queue are decided by one answer; "" where that is not possible."""
    if not queue.step.bulk or queue.count < 2:
        return ""
    return reverse("decide_several", args=[queue.flow.kind_name, queue.step.name])


def task_address(queue: Queue, process: Process, *, outside: bool) -> str:
    """Where a person begins with a process of his queue; ``outside``: as ``workflows.inbox.cause_of`` says."""
    # What is put right elsewhere is first read where it stops the work.
    return process_address(process) if outside else step_link(process, queue.step)
