"""The phone's app as it is handed out: small, whole, the same for everybody, in both languages, under one version."""

import gzip
import json
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests import factories
from workflows.phone import shell
from workflows.phone.texts import texts

MOST_BYTES = 120_000
NAMED = re.compile(r'"([a-z_]+)"')
MADE = re.compile(r"\bt\(`([a-z]+_)\$\{")
SAID = re.compile(r'\bt\("([a-z_]+)"')
PLACE = re.compile(r"\{(\w+)\}")


@pytest.fixture(autouse=True)
def _anew():
    """What was worked out once is worked out again for each test."""
    for kept in (shell.names, shell.version, shell.catalogue):
        kept.cache_clear()


@pytest.fixture(scope="module")
def scripts() -> str:
    return "\n".join(shell.content(name).decode() for name in shell.names() if name.endswith(".js"))


def test_the_shell_is_small(db):
    page = Client().get(reverse("field")).content
    parts = [shell.content(name) for name in shell.names()] + [shell.catalogue(language) for language in ("id", "en")]
    total = sum(len(gzip.compress(part)) for part in (*parts, page, shell.worker(plain=False).encode()))
    assert total <= MOST_BYTES


def test_the_page_is_the_same_for_everybody_and_holds_nobodys_data(db):
    client = Client()
    client.force_login(factories.user("orang", full_name="Seorang Babinsa"))
    own, nobodys = client.get(reverse("field")), Client().get(reverse("field"))
    assert own.content == nobodys.content
    assert not own.cookies
    assert "Set-Cookie" not in nobodys.headers


def test_the_page_asks_for_every_script_at_once(db):
    """Over a slow network the app would otherwise wait for each script to name the next."""
    page = Client().get(reverse("field")).content.decode()
    asked = {address.removeprefix(settings.STATIC_URL) for address in re.findall(r'modulepreload" href="(.*?)"', page)}
    assert asked == {name for name in shell.names() if name.endswith(".js")}


def test_the_worker_keeps_every_file_of_the_shell_and_each_is_there(db):
    client = Client()
    script = client.get(reverse("field_worker")).content.decode()
    kept = json.loads(re.search(r"const ASSETS = (\[.*?\]);", script)[1])
    for address in kept:
        if address.startswith(settings.STATIC_URL):
            assert finders.find(address.removeprefix(settings.STATIC_URL)), address
        else:
            assert client.get(address).status_code == 200, address
    page = client.get(reverse("field")).content.decode()
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert address in kept
    # Every module that one of them imports is kept too.
    imported = re.compile(r'from "(\.[^"]+)"')
    for name in shell.names():
        for target in imported.findall(shell.content(name).decode()) if name.endswith(".js") else []:
            parts = [*name.split("/")[:-1], *target.removeprefix("./").split("/")]
            while ".." in parts:
                at = parts.index("..")
                del parts[at - 1 : at + 1]
            assert "/".join(parts) in shell.names(), f"{name} imports {target}"


def test_the_version_changes_with_any_byte(db, monkeypatch):
    before = shell.version()
    shell.version.cache_clear()
    assert shell.version() == before
    known = shell.content
    monkeypatch.setattr(shell, "content", lambda name: known(name) + (b" " if name.endswith("app.css") else b""))
    shell.version.cache_clear()
    assert shell.version() != before


def test_a_browser_without_modules_in_workers_gets_a_plain_one(db):
    plain = Client().get(reverse("field_worker"), {"plain": "1"}).content.decode()
    assert "import " not in plain.split("\n")[0]
    assert Client().get(reverse("field_worker")).content.decode().startswith("import { run } from ")


def test_the_manifest_can_be_installed(db):
    manifest = Client().get(reverse("field_manifest")).json()
    assert manifest["scope"] == manifest["start_url"] == reverse("field")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}


def test_every_sentence_that_is_said_is_there_and_every_one_there_is_said(scripts):
    known, made = set(texts()), set(MADE.findall(scripts))
    assert set(SAID.findall(scripts)) <= known
    named = set(NAMED.findall(scripts))
    unsaid = {name for name in known - named if not name.startswith(tuple(made))}
    assert not unsaid


@pytest.mark.parametrize("language", ["id", "en"])
def test_both_languages_have_every_sentence_with_the_same_places(language):
    given = json.loads(shell.catalogue(language))
    with translation.override("en"):
        english = texts()
    assert given.keys() == english.keys()
    for name, sentence in english.items():
        forms = [sentence] if isinstance(sentence, str) else list(sentence.values())
        others = [given[name]] if isinstance(given[name], str) else list(given[name].values())
        for one, other in zip(forms, others, strict=True):
            assert sorted(PLACE.findall(one)) == sorted(PLACE.findall(other)), name


def test_there_is_no_other_language(db):
    assert Client().get(reverse("field_texts", args=["fr"])).status_code == 404
