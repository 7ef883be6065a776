"""Steps through the API: their forms, and taking them."""

import re
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Header, Query, Router, Schema
from pydantic import WithJsonSchema

from gis_data.api import Paragraphs
from gis_data.forms import PointTextField, PolygonTextField
from sites.api.ledger_schemas import Receipt, receipt
from workflows import selectors
from workflows.api.form_schemas import StepForm
from workflows.api.ids import Id
from workflows.forms import step_form
from workflows.guards import WaiverReason
from workflows.models import Process
from workflows.refusals import Invalid
from workflows.services.take_step import take_step
from workflows.step import Step
from workflows.submission import LONGEST_REASON, SHORTEST_REASON, Reason, Submission
from workflows.views.lookup import line_or_404, step_or_404

router = Router(tags=["steps"])

StepName = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^[a-z_]{1,40}$", "examples": ["submit"]})]
MAX_VERSION = 2**31 - 1
# An ETag of a process begins with its version (`"7.3f…"`); a proxy that compresses makes it weak.
_IF_MATCH = re.compile(r'(?:W/)?"([1-9][0-9]{0,9})(?:\.[0-9a-f]+)?"', re.ASCII)


class ReasonIn(Schema):
    """A coded reason with its sentence."""

    model_config = {"extra": "forbid"}

    code: str = Field(max_length=40)
    text: Paragraphs = Field(max_length=LONGEST_REASON, description="One or two sentences.")


class WaiverIn(ReasonIn):
    """Why a rule is set aside."""

    code: Literal[*(code for code, _label in WaiverReason.CHOICES)]
    text: Paragraphs = Field(min_length=SHORTEST_REASON, max_length=LONGEST_REASON)


class StepIn(Schema):
    """A step with everything it takes. Its form says which fields there are."""

    model_config = {
        "extra": "forbid",
        "json_schema_extra": {
            "examples": [
                {
                    "version": 3,
                    "fields": {
                        "plot_point": {"type": "Point", "coordinates": [112.9521, -2.5312]},
                        "length_m": 50,
                        "width_m": "40.50",
                        "stated_area_m2": "2025",
                        "owner_kind": "desa",
                        "title_kind": "certificate",
                        "title_number": "HP 12/2024",
                    },
                    "waivers": {"areas_agree": {"code": "data_inaccurate", "text": "The letter rounds the area down."}},
                },
                {"version": 7, "reason": {"code": "swamp_or_coast", "text": "The western half is under water."}},
            ]
        },
    }

    version: int | None = Field(
        None,
        ge=1,
        le=MAX_VERSION,
        strict=True,
        description="The process's version this was decided on; or send `If-Match`.",
    )
    fields: dict[str, str | int | float | bool | dict[str, Any] | None] = Field(
        default_factory=dict, description="Field name to value; shapes as GeoJSON."
    )
    reason: ReasonIn | None = None
    waivers: dict[str, WaiverIn] = Field(default_factory=dict, description="Guard code to the reason.")
    item: int | None = Field(
        None, ge=1, le=MAX_VERSION, strict=True, description="The number of the line, for a step that changes one."
    )


@router.get("/processes/{process_id}/steps/{step}/form", response=StepForm, summary="The form of a step")
def form_of_step(
    request: HttpRequest,
    process_id: Id,
    step: StepName,
    item: Annotated[int | None, Query(None, ge=1, le=MAX_VERSION, description="The number of the line.")] = None,
) -> StepForm:
    """The fields of a step with types, labels, choices and present values, whatever the present state.

    For a step that changes a line of the process, name the line.
    """
    process = selectors.process_for(request.user, process_id)
    declared = step_or_404(process, step)
    line_or_404(process, declared, item)
    return StepForm.of(process, declared)


@router.post("/processes/{process_id}/steps/{step}", response=Receipt, summary="Take a step")
def take_process_step(
    request: HttpRequest,
    response: HttpResponse,
    process_id: Id,
    step: StepName,
    submitted: StepIn,
    if_match: Annotated[str | None, Header(None, alias="If-Match", description="The process's ETag.")] = None,
) -> Receipt:
    """Take a step through the one gate: role, separation, form, evidence, rules.

    A process that moved on answers with what is new; rules that do not hold answer with their sentences, and say which
    of them this person may set aside with a reason.
    """
    process = selectors.process_for(request.user, process_id)
    declared = step_or_404(process, step)
    _check_answers(process, declared, submitted)
    reason = submitted.reason
    take_step(
        process_id=process_id,
        step=step,
        actor=request.user,
        submission=Submission(
            version=_version(submitted.version, if_match),
            fields=submitted.fields,
            reason=Reason(reason.code, reason.text) if reason else Reason(),
            waivers={code: Reason(waiver.code, waiver.text) for code, waiver in submitted.waivers.items()},
            item=submitted.item,
            client_id=request.client_id,
            request_id=request.request_id,
        ),
    )
    return receipt(request, response, site=process.site, process=process)


def _version(stated: int | None, if_match: str | None) -> int:
    """The version the decision is bound to. Raises Invalid when none is named, or two."""
    matched = None
    if if_match is not None:
        found = _IF_MATCH.fullmatch(if_match.strip())
        if found is None or int(found[1]) > MAX_VERSION:
            raise Invalid({"If-Match": [_("Send the ETag of the process as it was read.")]})
        matched = int(found[1])
    if stated is None and matched is None:
        raise Invalid({"version": [_("Name the version of the process that you read.")]})
    if None not in (stated, matched) and stated != matched:
        raise Invalid({"version": [_("This is not the version that If-Match names.")]})
    return stated if stated is not None else matched


def _check_answers(process: Process, step: Step, submitted: StepIn) -> None:
    """What a program sends and no form would: answers nobody asks for, objects where text belongs. Raises Invalid.

    Left unread, a reason or a waiver under a misspelled name would be lost while the step is taken.
    """
    fields = step_form(process, step).fields
    errors = {}
    for name, value in submitted.fields.items():
        if name not in step.fields:
            errors[f"fields.{name}"] = [_("This step does not ask for this.")]
        elif isinstance(value, dict) and not isinstance(fields[name], PointTextField | PolygonTextField):
            errors[f"fields.{name}"] = [_("Write this as text or a number.")]
    if submitted.reason and step.reasons is None:
        errors["reason"] = [_("This step does not ask for this.")]
    waivable = {guard.code for guard in step.guards if guard.waivable}
    for code in submitted.waivers.keys() - waivable:
        errors[f"waivers.{code}"] = [_("This step has no rule of this name that could be set aside.")]
    if errors:
        raise Invalid(errors)
