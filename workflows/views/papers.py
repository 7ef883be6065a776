"""The register of papers, one paper, and what is done with it: issued, cancelled, brought back signed."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Role
from gis_data.texts import clean_line
from sites.requests import Request
from workflows.papers import issuing, offer
from workflows.papers.codes import spaced
from workflows.papers.models import Paper
from workflows.papers.registry import UnknownPaper, kind, kinds
from workflows.refusals import Invalid
from workflows.views.files import stored_file
from workflows.views.frame import process_address, site_crumbs
from workflows.views.lookup import process_or_404
from workflows.views.receiving import receives_files
from workflows.views.refusals import answers_refusals

PER_PAGE = 50
FILTERS = ("q", "office", "kind", "year", "state")


@require_safe
@login_required
def paper_register(request: HttpRequest) -> HttpResponse:
    """The papers of the person's regions that fit the filter, the latest first."""
    wanted = {name: clean_line(request.GET.get(name, ""))[:160] for name in FILTERS}
    visible = Paper.objects.visible_to(request.user)
    papers = visible.narrowed(**wanted).select_related("process__site__village", "issued_by")
    page = Paginator(papers.order_by("-year", "office", "kind", "-sequence", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "wanted": wanted,
        "filtered": any(wanted.values()),
        "page": page,
        "rows": [{"paper": paper, "label": kind(paper.kind).label, "tag": _tag(paper)} for paper in page],
        "kinds": [(one.name, one.label) for one in kinds()],
        "offices": visible.order_by("office").values_list("office", flat=True).distinct(),
        "years": visible.order_by("-year").values_list("year", flat=True).distinct(),
        "edits": request.user.scope.holds(Role.ADMIN),
    }
    return render(request, "workflows/papers/register.html", context)


@require_safe
@login_required
def paper_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper: what it is, where it stands, its files."""
    return _page(request, _paper_or_404(request, pk))


@require_safe
@login_required
def paper_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF as it was issued."""
    paper = _paper_or_404(request, pk)
    return stored_file(request, paper.sha256, "application/pdf", f"{paper.file_name}.pdf")


@require_safe
@login_required
def paper_signed(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed PDF that was brought back; 404 as long as there is none."""
    paper = _paper_or_404(request, pk)
    if not paper.signed_sha256:
        raise Http404
    name = f"{paper.file_name}-{_('signed')}.pdf"
    return stored_file(request, paper.signed_sha256, "application/pdf", name)


@require_http_methods(["POST"])
@login_required
@answers_refusals
def paper_issue(request: HttpRequest, code: str, kind: str, pk: int, paper: str) -> HttpResponse:
    """Issue the paper from the process as it stands."""
    process = process_or_404(request, code, kind, pk)
    try:
        issued = issuing.issue(process.pk, paper, Request(request.user, _client_id(request)))
    except UnknownPaper:
        raise Http404 from None
    messages.success(request, _("Issued: %(number)s.") % {"number": issued.number})
    return HttpResponseRedirect(reverse("paper_detail", args=[issued.pk]), status=303)


@require_http_methods(["POST"])
@login_required
@answers_refusals
def paper_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel the paper; refused, the page is shown again with what was typed."""
    paper, reason = _paper_or_404(request, pk), request.POST.get("reason", "")
    try:
        issuing.cancel(paper.pk, reason=reason, request=Request(request.user))
    except Invalid as refused:
        return _page(request, paper, reason=reason, errors=refused.errors, status=refused.status)
    messages.success(request, _("The paper %(number)s is cancelled. It stays in the register.") % {"number": paper})
    return HttpResponseRedirect(reverse("paper_detail", args=[pk]), status=303)


@require_http_methods(["POST"])
@login_required
@answers_refusals
@receives_files
def paper_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the signed PDF beside the paper."""
    paper = _paper_or_404(request, pk)
    try:
        content = request.FILES.get("file")
        if content is None:
            raise Invalid({"file": [_("Choose the signed PDF.")]})
        issuing.keep_signed(paper.pk, content, Request(request.user))
    except Invalid as refused:
        return _page(request, paper, errors=refused.errors, status=refused.status)
    messages.success(request, _("The signed copy is kept."))
    return HttpResponseRedirect(reverse("paper_detail", args=[pk]), status=303)


def _page(
    request: HttpRequest, paper: Paper, *, reason: str = "", errors: dict | None = None, status: int = 200
) -> HttpResponse:
    process = paper.process
    site = process.site
    declared = kind(paper.kind)
    may = paper.in_force and offer.keeper_grant(paper, request.user) is not None
    context = {
        "crumbs": [(reverse("paper_register"), _("Papers")), *site_crumbs(site)[1:]],
        "paper": paper,
        "label": declared.label,
        "tag": _tag(paper),
        "process_href": process_address(process),
        "code": spaced(paper.code),
        "may": may,
        "reason": reason,
        "errors": errors or {},
        "told": [one for one in paper.facts["told"] if one["value"] and one["origin"]],
    }
    return render(request, "workflows/papers/detail.html", context, status=status)


def _tag(paper: Paper) -> dict[str, str]:
    if not paper.in_force:
        return {"label": _("Cancelled"), "tone": "blocked"}
    if paper.signed_sha256:
        return {"label": _("Signed copy kept"), "tone": "done"}
    return {"label": _("Issued"), "tone": "waiting"}


def _client_id(request: HttpRequest) -> uuid.UUID | None:
    """The name that the page gave the request, so that a double click issues once."""
    try:
        return uuid.UUID(request.POST.get("client_id", ""))
    except ValueError:
        return None


def _paper_or_404(request: HttpRequest, pk: int) -> Paper:
    papers = Paper.objects.visible_to(request.user)
    paper = papers.select_related(
        "process__site__village__parent__parent", "issued_by", "cancelled_by", "signed_by", "template__region"
    )
    found = paper.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
