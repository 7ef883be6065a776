"""The pages of the tables: the list of them, and each with its filters, its order, its day and its files."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rollout.reports import registry
from rollout.reports.asked import Asked, NotAnswerable, read
from rollout.reports.cells import in_words
from rollout.reports.exports.formats import formats_of
from rollout.reports.table import NUMERIC, Drawn, Row, Table, draw
from sites.history.as_of import first_day
from sites.narrowing import region_fields
from sites.stages import FLAG_LABELS, Stage
from workflows import registry as workflows

PER_PAGE = 50


@login_required
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The tables there are, and what each answers."""
    return render(request, "reports/index.html", {"tables": registry.TABLES})


@login_required
@require_safe
def report_table(request: HttpRequest, name: str) -> HttpResponse:
    """One table; 404 for another name, and 400 with the sentence for a question it cannot answer."""
    table = registry.table(name)
    if table is None:
        raise Http404
    try:
        drawn = draw(table, read(request.GET, request.user))
        asked = drawn.asked
    except NotAnswerable as sentence:
        asked = Asked(user=request.user, scope=tuple(request.user.scope.region_codes))
        shown = _frame(request, table, asked) | {"sentence": str(sentence)}
        return render(request, "reports/table.html", shown, status=400)
    rows = drawn.listed
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "reports/table.html",
        {
            **_frame(request, table, asked),
            "columns": [_column(column, drawn) for column in drawn.columns],
            "page": page,
            "rows": [_row(row, drawn) for row in page],
            "total": _total(drawn),
            "chart": table.chart(asked) if table.chart and rows else "",
            "sort": asked.sort,
        },
    )


def _frame(request: HttpRequest, table: Table, asked: Asked) -> dict:
    """What stands around the rows, whether there are any or not."""
    address = reverse("report_table", args=[table.name])
    return {
        **region_fields(request.user, asked.region),
        "table": table,
        "asked": asked,
        "address": asked.address(address),
        "plain_address": address,
        "filtered": bool(asked.to_query()),
        "day": asked.when.date,
        "now": timezone.now(),
        "first_day": first_day(),
        "today": timezone.localdate(),
        "any_kind": "kind" in table.more,
        "kind_options": [(flow.kind_name, flow.label) for flow in workflows.flows()]
        if table.by_workflow or "kind" in table.more
        else [],
        "stage_options": Stage if "stage" in table.more else [],
        "flag_options": [(flag.slug, label) for flag, label in FLAG_LABELS.items()] if "flag" in table.more else [],
        "flag": asked.flag.slug if asked.flag else "",
        "files": [
            (one, asked.address(reverse("report_export", args=[table.name, one.name]))) for one in formats_of(table)
        ],
    }


def _column(column, drawn: Drawn) -> dict:
    return {
        "name": column.name,
        "title": column.title,
        "numeric": column.kind in NUMERIC,
        "sorts": column.name in drawn.orders,
    }


def _row(row: Row, drawn: Drawn) -> dict:
    cells = [
        {
            "title": column.title,
            "words": in_words(cell, column.kind),
            "numeric": column.kind in NUMERIC,
            "href": row.links.get(column.name, ""),
            "nothing": cell == 0,
        }
        for column, cell in zip(drawn.columns, row.cells, strict=True)
    ]
    cells[0]["href"] = row.href or cells[0]["href"]
    return {"head": cells[0], "cells": cells[1:]}


def _total(drawn: Drawn) -> list[dict]:
    return [
        {"words": in_words(cell, column.kind, nothing=""), "numeric": column.kind in NUMERIC}
        for column, cell in zip(drawn.columns, drawn.last_line() or (), strict=False)
    ]
