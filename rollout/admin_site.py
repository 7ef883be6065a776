"""Django's administration, which lets anybody on it filter by anything: what is no value at all is refused politely."""

import logging
from collections.abc import Callable
from functools import wraps

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import BadRequest, ValidationError
from django.db import DataError
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

# What Django and the database raise for a value that is none: for a number, a date, a pattern, a pair with one half.
_NO_VALUE = (ValueError, TypeError, OverflowError, ValidationError, DataError)


class CalmAdminSite(AdminSite):
    """The site whose views answer 400 where an address or a posted choice holds what no column can hold."""

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., HttpResponse]:
        """As Django's; a value that cannot be read raises BadRequest, and is logged: it might be a fault of ours."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            try:
                answer = inner(request, *args, **kwargs)
                # Drawn here, because the lists ask the database while they are drawn.
                return answer.render() if hasattr(answer, "render") else answer
            except _NO_VALUE as error:
                if not (request.GET or request.POST):
                    raise
                logger.warning("%s: a value that cannot be read", request.path, exc_info=error)
                raise BadRequest("a value that cannot be read") from error

        return checked


class CalmAdminConfig(AdminConfig):
    """Django's admin app with this site as its default."""

    default_site = "rollout.admin_site.CalmAdminSite"
