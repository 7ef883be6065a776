"""Per person and day: what was captured, what was received, what is missing; so the office knows whom to ask."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from workflows.field.holdings import DAYS, receipts_of

PER_PAGE = 100


@require_safe
@login_required
def field_receipts(request: HttpRequest) -> HttpResponse:
    """The last two weeks; ``?show=missing`` only what is not whole."""
    rows = receipts_of(request.user, today=timezone.localdate())
    missing = [row for row in rows if not row.whole]
    only_missing = request.GET.get("show") == "missing"
    page = Paginator(missing if only_missing else rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "only_missing": only_missing,
        "to_ask": sorted({str(row.person) for row in rows if row.missing or row.photos_missing}),
        "days": DAYS,
    }
    return render(request, "workflows/field/receipts.html", context)
