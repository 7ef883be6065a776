"""Every answer carries the policy; a stricter one stays; a programmer's error page goes without."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from rollout.content_policy import HEADER, content_policy
from tests import factories


def answer(**given) -> HttpResponse:
    return content_policy(lambda _request: HttpResponse(**given))(RequestFactory().get("/"))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/login/", "/map/", "/map/layer", "/admin/", "/api/v1/me", "/nowhere/"])
def test_everything_is_sent_with_the_policy(client, path):
    client.force_login(factories.user("pejabat"))
    policy = client.get(path).headers[HEADER]
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives == {
        "default-src": "'self'",
        "img-src": "'self' data: blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


def test_what_a_view_sets_stays():
    assert answer(headers={HEADER: "sandbox"})[HEADER] == "sandbox"


@pytest.mark.parametrize(
    "debug,status,sent", [(True, 500, False), (True, 404, False), (True, 200, True), (False, 500, True)]
)
def test_only_a_programmers_error_page_goes_without(settings, debug, status, sent):
    settings.DEBUG = debug
    assert (HEADER in answer(status=status)) == sent
