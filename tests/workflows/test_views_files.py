"""Serving evidence: the right bytes under the right type, nothing a browser would run, asked for once."""

import hashlib

import pytest
from django.urls import reverse

from tests import factories
from tests.workflows.pages import browser, file_work
from workflows import evidence_store
from workflows.models import Evidence
from workflows.services.evidence import attach

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(plot):
    content = factories.photo(7, size=(1600, 1200), name='bukti "tanah"; filename=x.html\r\nX-Bad: 1 ü.jpg')
    return attach(process_id=plot.process.pk, slot="plot_photo", files=[content], actor=plot.cast.village_officer)[0]


@pytest.fixture
def document(plot):
    return attach(
        process_id=plot.process.pk, slot="musdes_minutes", files=[factories.pdf(1)], actor=plot.cast.village_officer
    )[0]


def test_the_bytes_come_as_they_were_handed_in(plot, photo):
    answer = browser(plot.cast.viewer).get(reverse("evidence_file", args=[photo.pk]))
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content)
    assert body == factories.photo(7, size=(1600, 1200)).read()
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Length"] == str(len(body))


@pytest.mark.parametrize("kind", ["photo", "document"])
def test_a_browser_runs_nothing_of_it_and_keeps_it(plot, kind, request):
    item = request.getfixturevalue(kind)
    answer = browser(plot.cast.viewer).get(reverse("evidence_file", args=[item.pk]), HTTP_ACCEPT_ENCODING="gzip")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer["ETag"] == f'"{item.sha256}"'
    assert answer["Content-Disposition"].startswith("inline;")
    assert answer["Content-Encoding"] == "identity"


def test_who_has_it_already_gets_no_body(plot, photo):
    client = browser(plot.cast.viewer)
    where = reverse("evidence_file", args=[photo.pk])
    answer = client.get(where, HTTP_IF_NONE_MATCH=f'"{photo.sha256}"')
    assert (answer.status_code, answer.content) == (304, b"")
    assert client.get(where, HTTP_IF_NONE_MATCH='"other"').status_code == 200


def test_who_may_not_see_it_gets_no_304_either(plot, photo):
    where = reverse("evidence_file", args=[photo.pk])
    answer = browser(plot.cast.neighbour).get(where, HTTP_IF_NONE_MATCH=f'"{photo.sha256}"')
    assert answer.status_code == 404


def test_a_hostile_name_breaks_no_header(plot, photo):
    answer = browser(plot.cast.viewer).get(reverse("evidence_file", args=[photo.pk]))
    assert "X-Bad" not in answer.headers
    assert "\n" not in answer["Content-Disposition"]
    assert photo.filename.endswith(".jpg")


def test_photos_have_a_small_version_and_documents_none(plot, photo, document):
    client = browser(plot.cast.viewer)
    preview = client.get(reverse("evidence_preview", args=[photo.pk]))
    small = b"".join(preview.streaming_content)
    assert preview["Content-Type"] == "image/jpeg"
    assert len(small) < photo.size
    assert client.get(reverse("evidence_preview", args=[document.pk])).status_code == 404


@pytest.mark.parametrize("left", [None, b"", b"half of a picture"])
def test_a_small_version_that_a_power_cut_took_is_made_again(plot, photo, settings, left):
    client, where = browser(plot.cast.viewer), reverse("evidence_preview", args=[photo.pk])
    small = b"".join(client.get(where).streaming_content)
    (kept,) = (path for path in settings.MEDIA_ROOT.rglob(photo.preview_sha256) if path.is_file())
    kept.unlink()
    if left is not None:
        kept.write_bytes(left)
    assert b"".join(client.get(where).streaming_content) == small == kept.read_bytes()
    (settings.MEDIA_ROOT / evidence_store.path_of(photo.sha256)).unlink()
    assert client.get(where).status_code == 200
    kept.unlink()
    assert client.get(where).status_code == 404


def test_a_small_version_that_another_encoder_makes_is_known_by_its_own_hash(plot, photo):
    Evidence.objects.filter(pk=photo.pk).update(preview_sha256="0" * 64)
    client, where = browser(plot.cast.viewer), reverse("evidence_preview", args=[photo.pk])
    small = b"".join(client.get(where).streaming_content)
    photo.refresh_from_db()
    assert client.get(where)["ETag"] == f'"{hashlib.sha256(small).hexdigest()}"' == f'"{photo.preview_sha256}"'


def test_a_hash_that_was_only_named_gives_no_small_version_of_anothers_photo(plot, photo):
    Evidence.objects.filter(pk=photo.pk).update(preview_sha256="0" * 64, arrived_at=None)
    assert browser(plot.cast.viewer).get(reverse("evidence_preview", args=[photo.pk])).status_code == 404


def test_bytes_that_are_missing_from_the_store_are_not_found(plot, photo, settings):
    (settings.MEDIA_ROOT / evidence_store.path_of(photo.sha256)).unlink()
    assert browser(plot.cast.viewer).get(reverse("evidence_file", args=[photo.pk])).status_code == 404


def test_files_that_were_taken_back_stay_readable(plot, photo):
    """The ledger names them; whoever checks it must be able to look."""
    client = browser(plot.cast.village_officer)
    client.post(file_work("evidence_withdraw", plot, photo))
    assert Evidence.objects.get(pk=photo.pk).withdrawn_at is not None
    assert client.get(reverse("evidence_file", args=[photo.pk])).status_code == 200


def test_the_address_is_for_reading_only(plot, photo):
    client = browser(plot.cast.village_officer)
    assert client.post(reverse("evidence_file", args=[photo.pk])).status_code == 405
    assert client.get(file_work("evidence_withdraw", plot, photo)).status_code == 405
    assert client.get(reverse("evidence_file", args=[999_999])).status_code == 404
