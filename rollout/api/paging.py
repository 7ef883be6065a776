"""Pages by key: each names the address of the next, and no count betrays or costs anything."""

import re
from typing import Any

from django.db.models import IntegerField, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Schema
from ninja.pagination import PaginationBase

from rollout.api.problems import Trouble

PAGE, LARGEST_PAGE = 50, 200
# What a number of a row can be, and no more than the database can compare.
NUMBER = "^[0-9]{1,18}$"


class KeysetPagination(PaginationBase):
    """For querysets ordered by one unique column; routers ask for it by ``ninja.pagination.paginate`` (see settings).

    A row that is added or taken away between two pages shifts nothing, and the thousandth page costs what the first
    does.
    """

    class Input(Schema):
        after: str | None = Field(
            None, pattern=r"^[0-9A-Za-z.-]{1,40}$", description="Only what follows this key; `next` fills it in."
        )
        limit: int = Field(PAGE, ge=1, le=LARGEST_PAGE, description="How many to a page.")

    class Output(Schema):
        items: list[Any]
        next: str | None = Field(description="The address of the next page; null on the last.")

    def paginate_queryset(self, queryset: QuerySet, pagination: Input, request: HttpRequest, **params) -> dict:
        """The page after the key, and the address of the one that follows."""
        (key,) = queryset.query.order_by
        if pagination.after is not None:
            queryset = queryset.filter(**{f"{key}__gt": _value(queryset, key, pagination.after)})
        rows = list(queryset[: pagination.limit + 1])
        page = rows[: pagination.limit]
        more = len(rows) > pagination.limit
        return {"items": page, "next": _address(request, getattr(page[-1], key)) if more else None}


def _value(queryset: QuerySet, key: str, text: str) -> object:
    meta = queryset.model._meta
    field = meta.pk if key == "pk" else meta.get_field(key)
    if isinstance(field, IntegerField) and not re.fullmatch(NUMBER, text, re.ASCII):
        sentence = _("This is no key of this list; take it from “next”.")
        raise Trouble(
            422, "invalid", _("Some answers are missing or not right."), more={"errors": {"after": [sentence]}}
        )
    return field.to_python(text)


def _address(request: HttpRequest, key: object) -> str:
    query = request.GET.copy()
    query["after"] = str(key)
    return f"{request.path}?{query.urlencode()}"
