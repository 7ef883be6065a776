"""The OpenAPI document: what the library derives from the routes, completed by the conventions every route follows.

Self-contained: every ``$ref`` points into the document itself.
"""

import json
import re
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe
from ninja.operation import Operation

from rollout.api import admission, paging, problems
from rollout.api.conditional import content_digest
from rollout.api.service import api
from sites.api.routes import list_events
from workflows.api.coordination import list_commitments
from workflows.api.processes import list_processes

_PROBLEM_REF = {"$ref": "#/components/schemas/Problem"}
_MEANINGS = {
    400: "The request cannot be read, or a write has no name (`Idempotency-Key`).",
    401: "No valid token and no session.",
    403: "This person may see it but may not do it; or a session without its CSRF proof.",
    404: "It does not exist, or lies outside the person's regions.",
    406: "The `Accept` header leaves nothing this address can answer with.",
    409: "Something else happened first: the state, the version, a rival, or the request's name was used.",
    412: "The version named in `If-Match` is not the present one.",
    460: "All bytes came and are not those that were announced; begin again.",
    413: "Larger than this server accepts.",
    429: "Too many wrong codes or passwords from there.",
    415: "Sent in another media type than this address takes.",
    422: "Answers are missing or not right, or rules do not hold.",
    507: "The server has no room for the file.",
}
_HEADERS = {
    "ETag": {"description": "Send it back as `If-None-Match`.", "schema": {"type": "string"}},
    "Idempotency-Replayed": {
        "description": "Present when this request had been answered before.",
        "schema": {"type": "string", "enum": ["true"]},
    },
    "Location": {"description": "Where the new thing stands.", "schema": {"type": "string", "format": "uri-reference"}},
}
# Lists whose key is a number; those of places are keyed by code.
_NUMBERED = {list_events.__name__, list_processes.__name__, list_commitments.__name__}
_NUMBER = {"type": "string", "pattern": paging.NUMBER}
_LANGUAGE = {
    "in": "header",
    "name": "Accept-Language",
    "description": "The language of labels and sentences: `id` or `en`; without either, the person's own.",
    "required": False,
    "schema": {"type": "string", "examples": ["en"]},
}
_IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "description": "The ETag of the answer you hold.",
    "required": False,
    "schema": {"type": "string"},
}
_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "description": "Your name for this action; the same name and content again happens once.",
    "required": True,
    "schema": {
        "type": "string",
        "minLength": 1,
        "maxLength": admission.LONGEST_KEY,
        "pattern": r"\S",
        "examples": ["4f1d1c1e-7b0e-4c62-9d6b-0a4c51f1f0a2"],
    },
}


@require_safe
def openapi_json(request: HttpRequest) -> HttpResponse:
    """The document. It holds no data of any site, so anybody may read it."""
    text = document_text()
    response = HttpResponse(text, content_type="application/json", headers={"Cache-Control": "public, max-age=3600"})
    response.headers["ETag"] = f'"{content_digest(text)}"'
    return get_conditional_response(request, etag=response.headers["ETag"], response=response)


@cache
def document_text() -> str:
    """The document as JSON; the same for every reader, in English."""
    return json.dumps(document(), ensure_ascii=False, separators=(",", ":"))


def document() -> dict:
    """The document, completed."""
    with translation.override("en"):
        made = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    made["servers"] = [{"url": "/"}]
    made["tags"] = [{"name": name} for name in dict.fromkeys(tag for item in _operations() for tag in item.tags or [])]
    made["components"]["schemas"] |= _problem_schemas()
    for item in _operations():
        for method in item.methods:
            _complete(_entry(made, item, method), item, method)
    _drop_unused(made)
    return made


def _operations() -> list[Operation]:
    return [
        item
        for bound in api._get_bound_routers()
        for view in bound.path_operations.values()
        for item in view.operations
    ]


def _entry(made: dict, item: Operation, method: str) -> dict:
    return made["paths"][api.get_root_path({}) + item.path.lstrip("/")][method.lower()]


def _complete(entry: dict, item: Operation, method: str) -> None:
    entry["operationId"] = item.view_func.__name__
    # An empty list (OpenAPI 3.1, 4.8.10): for nobody in particular.
    entry.setdefault("security", [])
    reads = method == "GET"
    for parameter in entry["parameters"]:
        parameter["schema"] = _without_null(parameter["schema"])
        if parameter["name"] == "after" and entry["operationId"] in _NUMBERED:
            parameter["schema"] = {**_NUMBER, "description": parameter["description"]}
    entry["parameters"].append(_LANGUAGE)
    if reads:
        entry["parameters"].append(_IF_NONE_MATCH)
    elif method not in admission.SAFE_METHODS and admission.needs_key(item):
        entry["parameters"].append(_KEY)
    for status, answer in entry["responses"].items():
        _describe_success(answer, status, reads)
    if reads:
        entry["responses"]["304"] = {"description": "What you hold is current.", "headers": _headers("ETag")}
    entry["responses"] |= {
        str(status): {
            "description": _MEANINGS[status],
            "content": {problems.MEDIA_TYPE: {"schema": _PROBLEM_REF}},
        }
        for status in _refusals(entry, item, reads)
    }


def _describe_success(answer: dict, status: str, reads: bool) -> None:
    content = answer.get("content", {})
    others = [media_type for media_type in content if media_type != "application/json"]
    if others and "application/json" in content:
        # The route answers in a type of its own, with the schema the library filed under JSON.
        schema = content.pop("application/json")
        for media_type in others:
            content[media_type] = schema
    answer["headers"] = _headers("ETag") if reads else _headers("Idempotency-Replayed")
    if status == "201":
        answer["headers"] |= _headers("Location")


def _headers(name: str) -> dict:
    return {name: _HEADERS[name]}


def _refusals(entry: dict, item: Operation, reads: bool) -> list[int]:
    """The statuses an operation can refuse with, from what it takes."""
    named = {parameter["in"] for parameter in entry["parameters"]}
    found = {400, 401, 406, 422}
    if "path" in named:
        found.add(404)
    if not entry["security"]:
        found = found - {401} | {429}
    found |= set(entry.pop("x-refusals", []))
    if not reads:
        found |= {403, 409}
    if any(parameter["name"] in {"If-Match", "If-None-Match"} for parameter in entry["parameters"]):
        found.add(412)
    if admission.body_type(item) is not None:
        found |= {413, 415}
    if admission.body_type(item) == "multipart/form-data":
        found.add(507)
    return sorted(found)


def _without_null(schema: dict) -> dict:
    """A parameter that is not given is absent, never null."""
    variants = [variant for variant in schema.get("anyOf", []) if variant.get("type") != "null"]
    if len(variants) != 1:
        return schema
    return {**{name: value for name, value in schema.items() if name != "anyOf"}, **variants[0]}


def _drop_unused(made: dict) -> None:
    """Leave out schemas that nothing points at: the library also files those it has spread over parameters."""
    schemas = made["components"]["schemas"]
    wanted, found = set(), _references(made["paths"])
    while found:
        wanted |= found
        found = {name for known in found for name in _references(schemas[known])} - wanted
    made["components"]["schemas"] = {name: schemas[name] for name in sorted(wanted)}


def _references(part: object) -> set[str]:
    return set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(part)))


def _problem_schemas() -> dict:
    schema = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    nested = schema.pop("$defs", {})
    return {"Problem": schema, **nested}
