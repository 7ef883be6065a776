"""Forged encodings, over-long names, odd cookies: refused with a page, never a fault."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("charset", ["hex", "rot13", "idna", "utf-7", "unicode_escape", "undefined"])
@pytest.mark.parametrize("path", ["/login/", "/api/v1/me"])
def test_only_utf8_is_read(client, path, charset):
    answer = client.generic("POST", path, b"a=b", f"application/x-www-form-urlencoded; charset={charset}")
    assert answer.status_code == 400


@pytest.mark.parametrize("address", ["login", "admin:login"])
@pytest.mark.parametrize("length", [151, 256, 5000])
def test_a_name_longer_than_any_account_is_a_wrong_name(client, address, length):
    answer = client.post(reverse(address), {"username": "z" * length, "password": "x"})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("key", ["a\x00bcdefgh", "x' OR 1=1 --", "é" * 12, "z" * 5000])
@pytest.mark.parametrize("path", ["/sites/", "/api/v1/me"])
def test_a_cookie_that_is_no_key_is_no_session(client, path, key):
    client.cookies["sessionid"] = key
    assert client.get(path).status_code in {302, 401}


@pytest.mark.parametrize(("path", "said"), [("/login/", "<h1>"), ("/api/v1/me", "urn:rollout:problem:too_slow")])
def test_a_request_that_stopped_coming_in_is_told_so(client, path, said):
    """tests/rollout/test_web_worker.py does it with the real server."""
    connection = SimpleNamespace(stopped_receiving=True)
    answer = client.post(path, **{"gunicorn.socket": connection})
    assert answer.status_code == 408
    assert said in answer.content.decode()
    connection.stopped_receiving = False
    assert client.post(path, **{"gunicorn.socket": connection}).status_code != 408


def sent(client, path: str, size: int, **headers):
    """A body that says how large it is; it must be refused by what it says, so it need not be there."""
    return client.generic("POST", path, b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(size), **headers)


@pytest.mark.parametrize(
    "path",
    [
        "/login/",
        "/admin/login/",
        "/language/",
        "/sites/",
        "/admin/gis_data/boundary/add/",
        "/nothing/",
        "/a?%00",
        "/%00",
    ],
)
def test_nobody_fills_the_disk_through_a_form(path, monkeypatch):
    """Django's CSRF check would read all of it, files to the disk; and so would its pages of errors."""
    browser = Client(enforce_csrf_checks=True)
    browser.get("/login/")
    monkeypatch.setattr("django.core.handlers.wsgi.WSGIRequest._load_post_and_files", unread)
    answer = sent(browser, path, 6 * 1024 * 1024)
    assert answer.status_code == 413
    assert "<h1>" in answer.content.decode()


def unread(request) -> None:
    raise AssertionError("the body was read")


def test_a_form_for_files_takes_them_from_people_only(client, admin_client):
    path = reverse("admin:gis_data_boundary_add")
    assert sent(client, path, 20 * 1024 * 1024).status_code == 413
    assert sent(admin_client, path, 20 * 1024 * 1024).status_code != 413
    assert sent(admin_client, path, 61 * 1024 * 1024).status_code == 413
    assert sent(admin_client, reverse("login"), 20 * 1024 * 1024).status_code == 413
    assert sent(client, reverse("login"), "12x").status_code == 413


def test_the_api_reads_no_endless_body_for_a_session_either(admin_client, monkeypatch):
    monkeypatch.setattr("django.core.handlers.wsgi.WSGIRequest._load_post_and_files", unread)
    path = "/api/v1/processes/1/evidence/plot_photo"
    answer = sent(admin_client, path, 10**9)
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"


def test_pages_are_kept_by_nobody_but_files_and_layers_keep_their_own_rules(client):
    client.force_login(factories.user("pejabat"))
    assert client.get(reverse("home"))["Cache-Control"] == "private, no-store"
    assert client.get(reverse("map_layer"))["Cache-Control"] == "private, no-cache"
