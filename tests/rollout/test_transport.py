"""Forged encodings, over-long names, odd cookies: refused with a page, never a fault."""

from types import SimpleNamespace

import pytest
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


def test_pages_are_kept_by_nobody_but_files_and_layers_keep_their_own_rules(client):
    client.force_login(factories.user("pejabat"))
    assert client.get(reverse("home"))["Cache-Control"] == "private, no-store"
    assert client.get(reverse("map_layer"))["Cache-Control"] == "private, no-cache"
