"""When the machine fails: too much at once, a full disk, a database that goes away, two at the same moment."""

import resource
import threading
import uuid
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from django.test.client import BOUNDARY, MULTIPART_CONTENT, FakePayload, encode_multipart
from django.urls import reverse

from sites.models import Event, Site
from tests import factories
from tests.workflows.pages import address, browser, envelope, page_of, text_of, upload_to
from workflows.models import Evidence

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


@contextmanager
def disk_takes_no_file_larger_than(size: int):
    """The kernel refuses to let a file of this process grow beyond ``size`` bytes, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def large_photo(size: int) -> SimpleUploadedFile:
    """A photo padded to the size: readers ignore what follows the picture."""
    content = factories.photo(1).read()
    return SimpleUploadedFile("besar.jpg", content + b"\0" * (size - len(content)), "image/jpeg")


def test_a_body_that_is_too_large_is_refused_in_a_sentence(plot, settings):
    settings.UPLOAD_MAX_BYTES = settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000
    form = envelope(plot) | {"files-plot_photo": large_photo(2_000_000)}
    answer = browser(plot.cast.village_officer).post(upload_to(plot, "plot_photo"), form)
    assert answer.status_code == 413
    assert "2 MB came at once; at most 1 MB are taken." in text_of(answer)
    assert f'href="{page_of(plot)}"' in answer.content.decode()
    assert not Evidence.objects.exists()


def test_a_photo_of_forty_megabytes_is_named_with_its_size(plot):
    form = envelope(plot) | {"files-plot_photo": large_photo(40_000_000)}
    answer = browser(plot.cast.village_officer).post(
        upload_to(plot, "plot_photo"), form, HTTP_ACCEPT="application/json"
    )
    assert answer.status_code == 422
    assert answer.json()["sentences"] == ["besar.jpg: The file has 40 MB; at most 15 MB is accepted."]


def test_a_text_without_end_is_refused_in_a_sentence(plot):
    form = envelope(plot) | plot.proposal(plot="-2.2, 113.9\n" * 600_000)
    answer = browser(plot.cast.village_officer).post(address(plot, "submit"), form)
    assert answer.status_code == 413
    assert "The text is larger than this form takes." in text_of(answer)


def test_too_many_files_are_refused_in_a_sentence(plot):
    files = [factories.photo(1) for _ in range(41)]
    for path in [address(plot, "submit"), upload_to(plot, "plot_photo")]:
        answer = browser(plot.cast.village_officer).post(path, envelope(plot) | {"files-plot_photo": files})
        assert answer.status_code == 413
        assert "At most 40 files can be sent at once." in text_of(answer)
        assert f'href="{page_of(plot)}"' in answer.content.decode()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("encoding", [{}, {"content_type": "application/x-www-form-urlencoded"}])
def test_too_many_answers_are_refused_in_a_sentence(plot, encoding):
    form = envelope(plot) | {f"answer-{number}": "1" for number in range(1100)}
    data = urlencode(form) if encoding else form
    answer = browser(plot.cast.village_officer).post(address(plot, "submit"), data, **encoding)
    assert answer.status_code == 413
    assert "At most 1000 answers can be sent at once." in text_of(answer)


@pytest.mark.parametrize("encoding", [{}, {"content_type": "application/x-www-form-urlencoded"}])
def test_a_text_without_end_is_no_shape_and_is_read_to_its_end(plot, encoding):
    form = {"shape": "polygon", "text": "1" * 6_000_000}
    body = FakePayload(urlencode(form) if encoding else encode_multipart(BOUNDARY, form))
    sent = {"wsgi.input": body, "CONTENT_LENGTH": len(body)}
    sent["CONTENT_TYPE"] = encoding.get("content_type", MULTIPART_CONTENT)
    answer = browser(plot.cast.village_officer).generic("POST", reverse("shape_read"), **sent)
    assert answer.status_code == 413
    assert answer.json()["sentences"] == ["The text is larger than this form takes. A plot needs a few lines only."]
    # A server that leaves the rest of a body unread cuts the connection before the browser has seen the answer.
    assert body.read() == b""


def test_shapes_are_read_only_for_forms_of_ours(plot):
    client = browser(plot.cast.village_officer, enforce_csrf_checks=True)
    assert client.post(reverse("shape_read"), {"text": "-2.2, 113.9"}).status_code == 403


def test_a_full_disk_while_receiving_is_told_and_nothing_is_kept(plot, settings):
    client, form = browser(plot.cast.village_officer), envelope(plot) | {"files-plot_photo": large_photo(4_000_000)}
    with disk_takes_no_file_larger_than(1_000_000):
        answer = client.post(upload_to(plot, "plot_photo"), form)
    assert answer.status_code == 507
    assert "The server has no room for this file. Nothing was saved" in text_of(answer)
    assert not Evidence.objects.exists()


def test_a_full_disk_while_storing_is_told_and_leaves_no_part_behind(plot, settings):
    client, form = browser(plot.cast.village_officer), envelope(plot) | {"files-plot_photo": large_photo(1_500_000)}
    with disk_takes_no_file_larger_than(1_000_000):
        answer = client.post(upload_to(plot, "plot_photo"), form, HTTP_ACCEPT="application/json")
    assert (answer.status_code, answer.json()["code"]) == (507, "storage_full")
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []
    assert not Evidence.objects.exists()
    # With room again, the same file goes in.
    assert (
        client.post(upload_to(plot, "plot_photo"), form | {"files-plot_photo": large_photo(1_500_000)}).status_code
        == 303
    )


def in_thread(work) -> tuple[threading.Thread, list]:
    """Run in a thread with database connections of its own."""
    results: list = []

    def run():
        try:
            results.append(work())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, results


@pytest.mark.django_db(transaction=True)
def test_the_database_killed_in_the_middle_of_a_step_leaves_nothing_half_done(plot):
    plot.papers()
    form, client = envelope(plot) | plot.proposal(), browser(plot.cast.village_officer)
    before = Event.objects.count()
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=plot.site.pk)
        thread, results = in_thread(lambda: client.post(address(plot, "submit"), form))
        kill_whoever_waits_for_a_lock()
        thread.join(20)
    answer = results[0]
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "either saved whole or not at all" in text_of(answer)
    assert (plot.state, Event.objects.count()) == ("draft", before)
    assert client.post(address(plot, "submit"), form).status_code == 303
    assert plot.state == "submitted"


def kill_whoever_waits_for_a_lock() -> None:
    waiting = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with connection.cursor() as cursor:
        for _ in range(400):
            # Within a transaction the statistics stand still until they are told to move on.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waiting)
            if cursor.fetchall():
                return
            cursor.execute("SELECT pg_sleep(0.02)")
    pytest.fail("nobody waited for the lock")


@pytest.mark.django_db(transaction=True)
def test_two_submits_at_once_are_one_step(plot):
    plot.papers()
    form = envelope(plot) | plot.proposal()
    threads = [
        in_thread(lambda: browser(plot.cast.village_officer).post(address(plot, "submit"), form)) for _ in range(2)
    ]
    for thread, _ in threads:
        thread.join(20)
    assert [results[0].status_code for _, results in threads] == [303, 303]
    assert Event.objects.filter(step="submit").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_officials_at_once_one_decides_and_the_other_reads_it(plot):
    plot.surveyed()
    second = factories.user("kodim2", factories.Role.DISTRICT_COMMAND, "62.02")
    read = envelope(plot)
    forms = [
        (plot.cast.kodim, "verify", {}),
        (second, "send_back", {"reason_code": "other", "reason_text": "Patok batas belum dipasang."}),
    ]
    threads = [
        in_thread(
            lambda user=user, step=step, more=more: browser(user).post(
                address(plot, step), read | {"client_id": uuid.uuid4()} | more
            )
        )
        for user, step, more in forms
    ]
    for thread, _ in threads:
        thread.join(20)
    answers = [results[0] for _, results in threads]
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    loser = next(answer for answer in answers if answer.status_code == 409)
    assert "What has changed since" in text_of(loser)
    assert Event.objects.filter(step__in=["verify", "send_back"]).count() == 1
