"""What the tests of pages share: plain static files, and a browser-like client that reads English."""

import pytest
from django.core.cache import cache
from django.test import Client


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Pages are rendered without collecting the static files first; nothing is remembered from another test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    cache.clear()


@pytest.fixture
def visit(settings):
    """``visit(person, path, **query)``: the answer a logged-in person gets, in English; None is nobody."""

    def get(person, path: str, **query):
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        if person is not None:
            client.force_login(person)
        return client.get(path, query)

    return get
