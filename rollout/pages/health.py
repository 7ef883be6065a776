"""/healthz: is the service able to answer? For load balancers and for people who watch."""

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rollout.context import version
from rollout.queue.status import queue_status


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers with PostGIS, else 503; says nothing about anybody's data.

    ``queue`` tells how far background work is behind; pages are served without it, so it does not decide the answer.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT postgis_lib_version()")
            postgis = cursor.fetchone()[0]
        queue = queue_status().as_dict()
    except Error:
        return JsonResponse({"status": "down", "detail": _("The database does not answer.")}, status=503)
    return JsonResponse({"status": "up", "version": version(), "postgis": postgis, "queue": queue})
