"""Who may ask: tokens and sessions, and what a stranger learns."""

import pytest
from django.test import Client

from accounts import tokens
from tests import factories
from tests.api.conftest import problem

pytestmark = pytest.mark.django_db
ME = "/api/v1/me"


def ask(value: str | None, path: str = ME):
    return Client().get(path, headers={"Authorization": value} if value is not None else {})


def test_a_person_is_known_by_his_token(program, cast):
    body = program(cast.dinkop).get("/me").json()
    assert body["username"] == "dinkop"
    assert [(grant["role"]["value"], grant["region"]["code"], grant["office"]) for grant in body["grants"]] == [
        ("cooperative_office", "62.02", "Dinas Koperasi Kotim")
    ]


def test_a_superuser_sees_the_country_even_where_it_was_not_loaded(program, db):
    body = program(factories.user("root", is_superuser=True)).get("/me").json()
    assert body["grants"][0]["region"]["code"] == "ID"


def test_nobody_is_challenged(db):
    answer = ask(None)
    problem(answer, 401, "not_authenticated")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("value", ["Bearer kdmp_wrong", "Bearer ", "Bearer", "Basic YTpi", "kdmp_x", "Bearer \xff"])
def test_what_is_no_valid_token_is_refused(db, value):
    problem(ask(value), 401, "not_authenticated")


def test_unknown_revoked_and_closed_look_the_same(program, cast):
    revoked, closed = program(cast.viewer), program(cast.bpkad)
    assert revoked.get("/me").status_code == 200
    tokens.revoke(token=revoked.record)
    cast.bpkad.is_active = False
    cast.bpkad.save()
    answers = [
        ask("Bearer kdmp_" + "x" * 43, ME),
        Client().get(ME, headers={"Authorization": revoked.headers["Authorization"]}),
        Client().get(ME, headers={"Authorization": closed.headers["Authorization"]}),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert len({answer["WWW-Authenticate"] for answer in answers}) == 1


def test_a_wrong_token_is_not_rescued_by_a_session(cast):
    client = Client()
    client.force_login(cast.viewer)
    assert client.get(ME).status_code == 200
    assert client.get(ME, headers={"Authorization": "Bearer kdmp_wrong"}).status_code == 401


def test_a_session_reads_and_writes_with_its_proof_only(plot):
    client = Client(enforce_csrf_checks=True)
    client.force_login(plot.cast.dinkop)
    path = f"/api/v1/sites/{plot.site.code}/processes"

    def write(**headers):
        body = '{"kind": "land_verification"}'
        return client.post(
            path, body, content_type="application/json", headers={"Idempotency-Key": "session-1", **headers}
        )

    assert client.get(ME).status_code == 200
    problem(write(), 403, "csrf")
    client.get("/login/")
    client.cookies["csrftoken"] = "a" * 32
    assert write(**{"X-CSRFToken": "a" * 32}).status_code == 201


@pytest.mark.parametrize(
    "path", ["/sites/62.02.01.2001", "/sites/62.99.01.2001", "/processes/1", "/evidence/999999", "/regions/62?x=%00"]
)
def test_a_stranger_learns_nothing(plot, path):
    """The same refusal for what exists, what does not, and what is malformed: the person comes first."""
    assert Client().get("/api/v1" + path).content == Client().get(ME).content


def test_a_strangers_body_is_not_read(plot):
    answer = Client().post("/api/v1/processes/1/steps/submit", "{broken", content_type="application/json")
    problem(answer, 401, "not_authenticated")


def test_the_day_of_use_is_noted(program, cast):
    caller = program(cast.viewer)
    caller.get("/me")
    caller.record.refresh_from_db()
    assert caller.record.last_used_on is not None


@pytest.mark.parametrize(
    ("asked", "spoken"), [("en", "en"), ("id", "id"), ("en-US,en;q=0.9", "en"), ("fr, *;q=0.1", "id"), ("", "id")]
)
def test_the_language_asked_for_else_the_persons_own(program, cast, asked, spoken):
    answer = program(cast.viewer, language=asked).get("/me")
    assert answer["Content-Language"] == spoken


def test_a_person_who_reads_english_need_not_ask(program, db):
    answer = program(factories.user("reader", language="en"), language="").get("/me")
    assert answer["Content-Language"] == "en"
