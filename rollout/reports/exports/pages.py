"""The pages of files: a table as a file at once, or from the queue; the person's exports, fetched and cancelled."""

import tempfile

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rollout.models import Export
from rollout.reports import registry
from rollout.reports.asked import NotAnswerable, read
from rollout.reports.exports import making
from rollout.reports.exports.cover import cover
from rollout.reports.exports.formats import FORMATS, Format, format_of, refuse_too_many, write
from rollout.reports.table import Drawn, draw

# A file a request writes stays in memory up to here, and goes to the disk beyond.
_IN_MEMORY = 1 << 20
# How many of the schedule's files are listed.
_SCHEDULED = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_export(request: HttpRequest, name: str, wanted: str) -> HttpResponse:
    """The table as a file. A large one is put into the queue by POST; before that a page says so. 400 with the sentence
    for a question the table cannot answer."""
    table = registry.table(name)
    format_ = format_of(table, wanted) if table else None
    if format_ is None:
        raise Http404
    try:
        asked = read(request.GET, request.user)
        drawn = draw(table, asked)
        refuse_too_many(format_, drawn)
        lines = len(drawn.rows)
        if request.method == "POST" and lines > format_.at_once:
            making.ask_for(request.user, name, wanted, urlencode(drawn.asked.to_query()), lines)
            return redirect("exports")
        if lines <= format_.at_once:
            return _at_once(request, format_, drawn)
    except NotAnswerable as sentence:
        refused = {"table": table, "sentence": str(sentence), "address": reverse("report_table", args=[name])}
        return render(request, "reports/export.html", refused, status=400)
    shown = {
        "table": table,
        "format": format_,
        "lines": lines,
        "address": asked.address(reverse("report_table", args=[name])),
        "action": request.get_full_path(),
    }
    return render(request, "reports/export.html", shown)


def _at_once(request: HttpRequest, wanted: Format, drawn: Drawn) -> FileResponse:
    about = cover(drawn, request.user.full_name)
    written = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the response closes it
    write(wanted, drawn, about, written)
    written.seek(0)
    return _sent(written, f"{about.file_name}.{wanted.name}", wanted.content_type)


def _sent(content, name: str, content_type: str) -> FileResponse:
    response = FileResponse(content, as_attachment=True, filename=name, content_type=content_type)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """The person's exports of the last days, the newest first."""
    found = list(Export.objects.filter(user=request.user))
    scheduled = [one for one in Export.objects.filter(user=None) if _may(request.user, one)]
    shown = {
        "rows": [_row(one, request.user) for one in found],
        "scheduled": [_row(one, request.user) for one in scheduled[:_SCHEDULED]],
        "under_way": any(one.under_way for one in found),
        "kept_days": making.KEPT_DAYS,
    }
    return render(request, "reports/exports.html", shown)


@login_required
@require_safe
def export_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, for the person who asked for it or, where the schedule made it, for all, as long as he may see all that
    is in it; else 404."""
    his = Export.objects.filter(Q(user=request.user) | Q(user=None), status=Export.Status.DONE)
    export = get_object_or_404(his, pk=pk)
    if not _may(request.user, export):
        raise Http404
    wanted = next(one for one in FORMATS if one.name == export.format)
    try:
        content = export.file.open()
    except FileNotFoundError:
        raise Http404 from None
    return _sent(content, export.file_name, wanted.content_type)


@login_required
@require_POST
def export_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """End an export that is under way."""
    making.cancel(get_object_or_404(Export, pk=pk, user=request.user))
    return redirect("exports")


def _row(export: Export, user) -> dict:
    table = registry.table(export.table)
    title = table.title if table else _("Weekly report of the rollout")
    address = f"{reverse('report_table', args=[table.name])}?{export.query}" if table else ""
    return {"export": export, "title": title, "address": address, "may": _may(user, export)}


def _may(user, export: Export) -> bool:
    return bool(export.regions) and all(user.scope.covers(code) for code in export.regions)
