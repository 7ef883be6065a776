"""What a person was told: the list, and marking it as read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.posting import posted_from
from workflows.notifications.selectors import mark_read, notifications_of, unread_count
from workflows.notifications.sentences import told

PER_PAGE = 50
_SHAPES = ("site__position", "site__village__point", "site__village__boundary")


@require_safe
@never_cache
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    """What he has not read, or everything (``?show=all``), the newest first."""
    everything = request.GET.get("show") == "all"
    found = notifications_of(request.user, unread=not everything).order_by("-pk")
    page = Paginator(found.select_related("site__village"), PER_PAGE).get_page(request.GET.get("page"))
    unread = unread_count(request.user)
    context = {
        "page": page,
        "rows": [(note, told(note)) for note in page],
        "everything": everything,
        "unread_count": unread,
    }
    return render(request, "workflows/notifications.html", context)


@posted_from("notifications")
@login_required
def notification_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read; somebody else's does not exist."""
    if not notifications_of(request.user).filter(pk=pk).exists():
        raise Http404
    mark_read(request.user, pk)
    return redirect("notifications")


@posted_from("notifications")
@login_required
def notifications_read(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    count = mark_read(request.user)
    if count:
        said = ngettext(
            "%(count)d notification is marked as read.", "%(count)d notifications are marked as read.", count
        )
        messages.success(request, said % {"count": count})
    return redirect("notifications")
