"""Where a process stands among the pages: the path to it, and its addresses."""

from django.urls import reverse
from django.utils.translation import gettext as _

from sites.models import Site
from workflows.inbox import Queue
from workflows.models import Process


def site_crumbs(site: Site) -> list[tuple[str, str]]:
    """The path to the pages of a site's processes."""
    return [(reverse("site_list"), _("Sites")), (reverse("site_detail", args=[site.code]), site.village.full_name)]


def process_crumbs(process: Process) -> list[tuple[str, str]]:
    """The path to the steps of a process."""
    return [*site_crumbs(process.site), (process_address(process), process.caption)]


def process_address(process: Process) -> str:
    return reverse("process_detail", args=[process.site.code, process.kind, process.pk])


def step_address(process: Process, step_name: str) -> str:
    return reverse("take_step", args=[process.site.code, process.kind, process.pk, step_name])


def task_address(queue: Queue, process: Process, *, outside: bool) -> str:
    """Where a person begins with a process of his queue; ``outside``: as ``workflows.inbox.cause_of`` says."""
    # What is put right elsewhere is first read where it stops the work.
    return process_address(process) if outside else step_address(process, queue.step.name)
