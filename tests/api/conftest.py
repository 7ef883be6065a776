"""A program that talks to the API: a client with a person's token."""

import itertools
import json

import pytest
from django.test import Client

from accounts import tokens

PREFIX = "/api/v1"
PROBLEM = "application/problem+json"
_keys = itertools.count(1)


class Program:
    """Calls the API with a person's token; every write gets a key of its own unless one is named."""

    def __init__(self, person, language: str = "en") -> None:
        self.person = person
        self.record, self.token = tokens.issue(user=person, name="test")
        self.headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": language}
        self.client = Client()

    def get(self, path: str, query: dict | None = None, **headers):
        return self.client.get(PREFIX + path, query, headers=self._with(headers))

    def post(self, path: str, body: dict | None = None, *, key: str | None = "", **headers):
        return self.client.post(
            PREFIX + path, json.dumps(body or {}), content_type="application/json", headers=self._with(headers, key)
        )

    def upload(self, path: str, files: list, *, key: str | None = "", **fields):
        return self.client.post(PREFIX + path, {"files": files, **fields}, headers=self._with({}, key))

    def delete(self, path: str, *, key: str | None = "", **headers):
        return self.client.delete(PREFIX + path, headers=self._with(headers, key))

    def _with(self, headers: dict, key: str | None = None) -> dict:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if key is not None:
            named["Idempotency-Key"] = key or f"key-{next(_keys)}"
        return {**self.headers, **named}


@pytest.fixture
def program():
    """``program(person)``: somebody's program."""
    return Program


def problem(answer, status: int, code: str) -> dict:
    """The problem document of the answer, which must be that one."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"].startswith(PROBLEM)
    body = answer.json()
    assert (body["status"], body["code"], body["type"]) == (status, code, f"urn:rollout:problem:{code}")
    assert body["title"]
    assert body["detail"]
    return body
