"""All lines of one kind of a process, in pages: every progress report, every defect."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from workflows import registry
from workflows.line_lists import line_list
from workflows.views.frame import process_crumbs
from workflows.views.lookup import process_or_404

PER_PAGE = 50


@require_safe
@login_required
def process_lines(request: HttpRequest, code: str, kind: str, pk: int, line: str) -> HttpResponse:
    """The lines of the kind, the newest first."""
    process = process_or_404(request, code, kind, pk)
    model = next((found for found in registry.record_kinds(type(process)) if found.kind_name == line), None)
    if model is None:
        raise Http404
    pages = Paginator(model.objects.filter(process_id=process.pk).order_by("-number"), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "process": process,
        "site": process.site,
        "crumbs": process_crumbs(process),
        "list": line_list(process, model, request.user, (page.number - 1) * PER_PAGE, PER_PAGE),
        "page": page,
    }
    return render(request, "workflows/lines.html", context)
