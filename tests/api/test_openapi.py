"""The document says everything, needs nothing from elsewhere, and docs/api.md is made of it."""

import json
import re
from collections import Counter

import pytest
from django.test import Client
from ninja import Schema

from rollout.api import reference
from rollout.api.openapi import document
from rollout.api.problems import TITLES

OWN = ("accounts.", "gis_data.", "sites.", "workflows.", "rollout.")
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def made() -> dict:
    return document()


def operations(made) -> list[tuple[str, str, dict]]:
    return [(method, path, entry) for path, methods in made["paths"].items() for method, entry in methods.items()]


def test_anybody_may_read_it(db):
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")
    again = Client().get("/api/v1/openapi.json", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_it_needs_nothing_from_elsewhere(made):
    text = json.dumps(made)
    references = re.findall(r'"\$ref": "([^"]+)"', text)
    assert references
    names = {reference.removeprefix("#/components/schemas/") for reference in references}
    assert names == set(made["components"]["schemas"]) or names < set(made["components"]["schemas"])
    assert not re.search(r"https?://", text)


def test_every_operation_needs_a_person(made):
    for method, path, entry in operations(made):
        # Where a phone is made known, and where anybody verifies a paper.
        if path in ("/api/v1/field/enrolments", "/api/v1/verify/{code}"):
            assert entry["security"] == []
            continue
        assert entry["security"] == [{"Token": []}, {"Session": []}], (method, path)
    assert made["components"]["securitySchemes"]["Token"] == {"type": "http", "scheme": "bearer"}
    assert made["components"]["securitySchemes"]["Session"]["in"] == "cookie"


def test_every_write_needs_a_name_and_every_read_takes_an_etag(made):
    for method, path, entry in operations(made):
        headers = {item["name"]: item["required"] for item in entry["parameters"] if item["in"] == "header"}
        assert ("If-None-Match" in headers) is (method == "get"), path
        named = method in {"get", "head"} or entry.get("x-idempotent", False)
        assert headers.get("Idempotency-Key", False) is not named, path


def test_every_refusal_is_a_problem(made):
    for _method, path, entry in operations(made):
        statuses = set(entry["responses"])
        assert {"400", "406", "422", "401" if entry["security"] else "429"} <= statuses, path
        assert ("404" in statuses) is ("{" in path), path
        for status, answer in entry["responses"].items():
            assert answer["description"]
            if status >= "400":
                assert list(answer["content"]) == ["application/problem+json"]


def test_every_operation_says_what_it_does(made):
    names = [entry["operationId"] for _method, _path, entry in operations(made)]
    assert len(names) == len(set(names))
    assert all(entry["description"] and entry["summary"] and entry["tags"] for *_, entry in operations(made))


def test_the_addresses_the_outside_relies_on(made):
    assert {(method, path.removeprefix("/api/v1")) for method, path, _entry in operations(made)} >= {
        ("get", "/me"),
        ("get", "/regions"),
        ("get", "/regions/{code}"),
        ("get", "/sites"),
        ("get", "/sites.geojson"),
        ("get", "/sites/{code}"),
        ("get", "/sites/{code}/events"),
        ("post", "/sites/{code}/position"),
        ("post", "/sites/{code}/processes"),
        ("get", "/processes"),
        ("get", "/processes/{process_id}"),
        ("get", "/processes/{process_id}/steps/{step}/form"),
        ("post", "/processes/{process_id}/steps/{step}"),
        ("post", "/processes/{process_id}/evidence/{slot}"),
        ("get", "/evidence/{evidence_id}"),
        ("delete", "/evidence/{evidence_id}"),
        ("get", "/evidence/{evidence_id}/file"),
        ("get", "/workflows"),
    }


def test_the_reference_is_current():
    """``manage.py describe_api`` brings it up to date."""
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page()


def test_the_reference_names_every_code():
    text = reference.page()
    assert all(f"`{code}`" in text for code in TITLES)


def test_no_two_schemas_share_a_name():
    """The document files them by name: of two, one would speak for the other."""
    names = Counter(schema.__name__ for schema in every_schema(Schema) if schema.__module__.startswith(OWN))
    assert [name for name, count in names.items() if count > 1] == []


def every_schema(base: type) -> set[type]:
    own = set(base.__subclasses__())
    return own.union(*(every_schema(schema) for schema in own))
