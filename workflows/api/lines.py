"""The lines of a process through the API: progress reports, defects, equipment and the like."""

import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from gis_data.api import Named
from workflows import registry, selectors
from workflows.api.ids import Id
from workflows.api.process_schemas import value_of
from workflows.api.steps import StepName
from workflows.models import Record

router = Router(tags=["processes"])


class LineOut(Schema):
    """One line with its columns."""

    number: int = Field(description="Counts the lines of the kind within the process, from 1; names the line for good.")
    state: Named | None = Field(description="Null for a line without states.")
    fields: dict[str, Any] = Field(description="Its columns: decimals as text, dates as ISO 8601.")
    recorded_by: str
    recorded_at: datetime.datetime
    changed_at: datetime.datetime

    @staticmethod
    def resolve_state(line: Record) -> Named | None:
        return Named.of(line.State(line.state)) if line.State else None

    @staticmethod
    def resolve_fields(line: Record) -> dict[str, Any]:
        return {column.name: value_of(line, column.name) for column in line.own_columns()}

    @staticmethod
    def resolve_recorded_by(line: Record) -> str:
        return str(line.recorded_by)


@router.get("/processes/{process_id}/lines/{line}", response=list[LineOut], summary="The lines of a process")
@paginate
def list_lines(request: HttpRequest, process_id: Id, line: StepName):
    """The lines of one kind, in the order they were recorded."""
    process = selectors.process_for(request.user, process_id)
    kind = next((found for found in registry.record_kinds(type(process)) if found.kind_name == line), None)
    if kind is None:
        raise Http404
    return kind.objects.filter(process_id=process.pk).select_related("recorded_by").order_by("number")
