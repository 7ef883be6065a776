"""Every refusal is a problem document, in the reader's language, and shows nothing of the inside."""

import json

import pytest
from django.db import OperationalError, connection
from django.test import Client

from gis_data.models import Region
from rollout.api.problems import TITLES
from sites.models import Event
from tests.api.conftest import problem

pytestmark = pytest.mark.django_db
POSITION = {"longitude": 112.9, "latitude": -2.5, "source": "document", "as_of": "2025-11-03"}


@pytest.fixture
def caller(program, plot):
    return program(plot.cast.dinkop)


@pytest.fixture
def step(plot):
    return f"/processes/{plot.process.pk}/steps/save_draft"


def send(caller, path: str, body: bytes, content_type: str = "application/json"):
    headers = {**caller.headers, "Idempotency-Key": "raw"}
    return Client().post("/api/v1" + path, body, content_type=content_type, headers=headers)


def test_an_unknown_address(caller):
    for path in ("/nothing", "/sites/", "/", "/openapi", "/processes/1/steps/submit/"):
        problem(caller.get(path), 404, "not_found")
    problem(Client().get("/api/v2/sites"), 404, "not_found")


def test_a_method_the_address_does_not_take(caller):
    answer = caller.client.put("/api/v1/sites", headers=caller.headers)
    problem(answer, 405, "method_not_allowed")
    assert answer["Allow"] == "GET"


def test_a_form_the_address_does_not_give(caller):
    problem(caller.get("/sites", Accept="text/html"), 406, "not_acceptable")
    problem(caller.get("/sites", Accept="application/json;q=0"), 406, "not_acceptable")
    for accepted in ("*/*", "application/*", "text/html, application/json;q=0.1"):
        assert caller.get("/sites", Accept=accepted).status_code == 200
    assert caller.get("/sites.geojson", Accept="application/geo+json").status_code == 200


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_form_the_address_does_not_take(caller, step, content_type):
    problem(send(caller, step, b"{}", content_type), 415, "unsupported_media_type")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[1,2",
        b"\xff\xfe{}",
        b'{"version": NaN}',
        b'{"version": 1, "version": 2}',
        b'{"fields": {"title_number": "a\\u0000b"}}',
        b'{"fields": {"title_number": "\\ud800"}}',
        b'{"version": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"fields": {"plot": ' + b"[" * 60 + b"]" * 60 + b"}}",
    ],
)
def test_a_body_that_is_no_json_for_us(caller, step, body):
    problem(send(caller, step, body), 400, "malformed")


@pytest.mark.parametrize("body", [b"[]", b"7", b'"text"', b"null", b'{"version": "1"}', b'{"version": 1e3}', b"{}"])
def test_a_body_of_another_shape(caller, step, body):
    assert problem(send(caller, step, body), 422, "invalid")["errors"]


def test_a_body_too_large(caller, step, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    body = json.dumps({"version": 1, "fields": {"title_number": "x" * 2000}}).encode()
    problem(send(caller, step, body), 413, "too_large")


def test_many_files_too_large_together(caller, plot, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    path = f"/processes/{plot.process.pk}/evidence/plot_photo"
    problem(send(caller, path, b"x" * 80_000, "multipart/form-data; boundary=x"), 413, "too_large")


@pytest.mark.parametrize("length", ["-1", "x", "9" * 5000])
def test_a_length_that_is_none(caller, step, length):
    headers = {**caller.headers, "Idempotency-Key": "raw"}
    answer = Client().post("/api/v1" + step, b"{}", "application/json", headers=headers, CONTENT_LENGTH=length)
    problem(answer, 413, "too_large")


def test_broken_multipart(caller, plot):
    path = f"/processes/{plot.process.pk}/evidence/plot_photo"
    problem(send(caller, path, b"--x\r\nnonsense", "multipart/form-data"), 400, "malformed")
    assert send(caller, path, b"--x\r\nnonsense", "multipart/form-data; boundary=x").status_code in {400, 422}


@pytest.mark.parametrize(
    "path", ["/processes/0", "/processes/-1", "/processes/abc", "/processes/99999999999999999999999", "/evidence/1.5"]
)
def test_a_number_no_row_can_have_is_an_address_of_nothing(caller, path):
    problem(caller.get(path), 404, "not_found")


@pytest.mark.parametrize("path", ["/sites/%00", "/sites/62.02.01.2001%00", "/regions/%00", "/sites/%ff%fe"])
def test_no_text_in_the_address(caller, path):
    problem(caller.get(path), 404, "not_found")


def test_no_text_in_the_query(caller):
    problem(caller.get("/sites", {"search": "a\x00b"}), 400, "malformed")


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"regoin": "62"}, "regoin"),
        ({"region": "62.1"}, "region"),
        ({"region": "6201011011"}, "region"),
        ({"stage": "finished"}, "stage"),
        ({"flag": "x"}, "flag"),
        ({"waiting_days": "0"}, "waiting_days"),
        ({"waiting_days": "9" * 30}, "waiting_days"),
        ({"state": "land_verification"}, "state"),
        ({"search": "x" * 101}, "search"),
        ({"limit": "201"}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"after": "'; DROP TABLE sites_site; --"}, "after"),
    ],
)
def test_a_filter_that_is_not_understood_never_answers_with_everything(caller, query, parameter):
    body = problem(caller.get("/sites", query), 422, "invalid")
    assert list(body["errors"]) == [parameter]
    assert body["errors"][parameter][0].endswith(".")


def test_a_number_list_takes_numbers_as_its_key(caller):
    assert "after" in problem(caller.get("/processes", {"after": "62.02"}), 422, "invalid")["errors"]
    assert caller.get("/processes", {"after": "9" * 18}).json()["items"] == []


def test_a_code_that_lost_its_dots_gets_the_sentence_that_explains_it(caller):
    body = problem(caller.get("/regions", {"within": "6202"}), 422, "invalid")
    assert "no dots" in body["errors"]["within"][0]


def test_sentences_follow_the_language(program, plot):
    """Each language's own sentences: they differ, and each is what the service says in that language."""
    from django.utils.translation import override

    seen = {}
    for language in ("en", "id"):
        answer = program(plot.cast.dinkop, language).get("/sites/62.02.01.9999")
        assert answer["Content-Language"] == language
        with override(language):
            assert answer.json()["title"] == str(TITLES["not_found"])
        seen[language] = answer.json()["detail"]
    assert seen["en"] == "There is nothing at this address, or it lies outside your regions."


def test_a_fault_of_ours_shows_nothing_and_is_noted(caller, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(Region.objects, "all", fail)
    answer = caller.get("/regions")
    body = problem(answer, 500, "failed")
    assert b"secret" not in answer.content
    assert b"Traceback" not in answer.content
    assert body["instance"].startswith("urn:uuid:")
    assert body["instance"] in caplog.text
    assert "the secret inside" in caplog.text


def test_debug_shows_no_more(caller, monkeypatch, settings):
    settings.DEBUG = True
    monkeypatch.setattr(Region.objects, "all", lambda: 1 / 0)
    problem(caller.get("/regions"), 500, "failed")
    problem(caller.get("/nothing"), 404, "not_found")


def test_a_database_that_does_not_answer(caller, monkeypatch, plot):
    def gone(*args, **kwargs):
        raise OperationalError("server closed the connection")

    before = Event.objects.count()
    monkeypatch.setattr("workflows.services.take_step.locked", gone)
    answer = caller.post(f"/processes/{plot.process.pk}/steps/save_draft", {"version": 1})
    problem(answer, 503, "unavailable")
    assert answer["Retry-After"]
    assert Event.objects.count() == before


def test_a_database_that_fails_is_told_before_a_collection_is_promised(caller):
    def failing(execute, sql, *rest):
        if "AsGeoJSON" in sql:
            raise OperationalError("server closed the connection")
        return execute(sql, *rest)

    with connection.execute_wrapper(failing):
        problem(caller.get("/sites.geojson"), 503, "unavailable")


def test_a_refused_host_is_told_in_the_same_form(settings, db):
    answer = Client().get("/api/v1/me", headers={"Host": "evil.example"})
    problem(answer, 400, "malformed")


def test_pages_keep_their_own_errors(db):
    answer = Client().get("/nothing/")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/html")


def test_refusals_are_kept_by_nobody(caller):
    assert caller.get("/sites/62.02.01.9999")["Cache-Control"] == "no-store"


def test_position_errors_name_their_fields(caller, site):
    body = caller.post(f"/sites/{site.code}/position", {**POSITION, "longitude": "112", "as_of": "soon", "extra": 1})
    assert set(problem(body, 422, "invalid")["errors"]) == {"longitude", "as_of", "extra"}


@pytest.mark.parametrize("day", ["0001-01-01", "0202-11-03", "2999-01-01", "9999-12-31"])
def test_a_day_nobody_can_mean_is_refused(caller, site, day):
    body = caller.post(f"/sites/{site.code}/position", {**POSITION, "as_of": day})
    assert list(problem(body, 422, "invalid")["errors"]) == ["as_of"]


def test_notes_and_reasons_are_kept_without_what_nobody_can_see(program, plot):
    caller = program(plot.cast.dinkop)
    noted = {**POSITION, "note": "surat\u202e 12\u200b\r\n"}
    assert caller.post(f"/sites/{plot.site.code}/position", noted).status_code == 200
    steps = f"/processes/{plot.process.pk}/steps"
    drafted = {"version": plot.version, "fields": {"title_number": "HP\u2066 12\u0007"}}
    assert caller.post(f"{steps}/save_draft", drafted).status_code == 200
    reason = {"code": "no_land", "text": "Tidak\u202e ada.\r\nCafe\u0301\u200b"}
    assert caller.post(f"{steps}/withdraw", {"version": plot.version, "reason": reason}).status_code == 200
    told = {event.verb + event.step: event for event in Event.objects.filter(site=plot.site)}
    assert told["relocated"].changes["position_note"][1] == "surat 12"
    assert told["stepsave_draft"].changes["title_number"][1] == "HP 12"
    assert told["stepwithdraw"].reason_text == "Tidak ada.\nCafé"


def test_a_reason_of_which_nothing_is_left_is_no_reason(program, plot):
    caller = program(plot.cast.dinkop)
    body = {"version": plot.version, "reason": {"code": "no_land", "text": "\u200b" * 9}}
    answer = caller.post(f"/processes/{plot.process.pk}/steps/withdraw", body)
    assert list(problem(answer, 422, "invalid")["errors"]) == ["reason_text"]
