"""Delivering a mail: to a real server that refuses, is not there, or answers two workers at once."""

import socketserver
import threading

import pytest
from django.core import mail as outgoing
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rollout.models import Job
from tests import factories
from tests.workflows.notifications.conftest import MORNING, do_jobs, wants
from workflows.models import Mail, Notification
from workflows.notifications.delivery import NotDelivered, deliver
from workflows.notifications.mails import mail_trouble
from workflows.notifications.tasks import send_digests

pytestmark = pytest.mark.django_db(transaction=True)


class RefusingServer(socketserver.ThreadingTCPServer):
    """A mail server on this machine that answers every address with ``answer``, and keeps what it takes."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.answer, self.taken = "250 OK", []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("220 test")
        while line := self.rfile.readline().decode():
            word = line[:4].upper()
            if word == "DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.taken.append(b"".join(lines).decode())
                self.say("250 OK")
            elif word == "QUIT":
                return self.say("221 bye")
            else:
                self.say(self.server.answer if word == "RCPT" else "250 OK")
        return None

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def server(settings):
    with RefusingServer() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = running.server_address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield running
        running.shutdown()


def test_a_server_that_will_not_now_is_asked_again_and_gets_the_same_mail_once(awaited, cast, server):
    server.answer = "451 try later"
    wants(cast.field_officer)
    send_digests.func(MORNING)
    do_jobs()
    letter = Mail.objects.get()
    assert (letter.outcome, letter.attempts) == (Mail.Outcome.WAITING, 1)
    assert letter.last_error == "451 try later"
    job = Job.objects.get(task_path=deliver.module_path)
    assert job.status == "READY" and job.run_after > timezone.now()
    assert not Notification.objects.exclude(mailed_at=None).exists()
    assert "babinsa@example.go.id" in mail_trouble(cast.field_officer)

    server.answer = "250 OK"
    Job.objects.update(run_after=timezone.now())
    do_jobs()
    letter.refresh_from_db()
    assert (letter.outcome, letter.attempts, letter.last_error) == (Mail.Outcome.SENT, 2, "")
    assert len(server.taken) == 1
    assert mail_trouble(cast.field_officer) == ""
    deliver.func(letter.pk)  # a worker that was killed after the commit begins the job again
    assert len(server.taken) == 1


def test_an_address_that_does_not_exist_is_not_tried_again_and_is_visible(awaited, cast, server, english_pages):
    server.answer = "550 no such user"
    wants(cast.field_officer, language="en")
    send_digests.func(MORNING)
    do_jobs()
    letter = Mail.objects.get()
    assert (letter.outcome, letter.last_error) == (Mail.Outcome.REFUSED, "550 no such user")
    assert not Job.objects.exclude(status="SUCCESSFUL").exists()

    client = Client()
    client.force_login(cast.field_officer)
    for page in ("profile", "notifications"):
        assert "could not be delivered" in client.get(reverse(page)).content.decode()
    boss = factories.user("boss", is_staff=True, is_superuser=True)
    client.force_login(boss)
    address = reverse("admin:workflows_mail_changelist")
    assert "550 no such user" in client.get(address).content.decode()
    server.answer = "250 OK"
    answer = client.post(address, {"action": "again", "_selected_action": [letter.pk]}, follow=True)
    assert "1 e-mail is sent again." in answer.content.decode()
    do_jobs()
    assert len(server.taken) == 1


def test_a_server_that_is_not_there(awaited, cast, settings, server):
    server.shutdown()
    server.server_close()
    wants(cast.field_officer)
    send_digests.func(MORNING)
    with pytest.raises(NotDelivered, match="ConnectionRefusedError"):
        deliver.func(Mail.objects.get().pk)


def test_two_attempts_bear_the_same_message_id(awaited, cast):
    wants(cast.field_officer)
    send_digests.func(MORNING)
    letter = Mail.objects.get()
    deliver.func(letter.pk)
    Mail.objects.update(outcome=Mail.Outcome.WAITING)  # as if the worker had died before its commit
    Notification.objects.update(mailed_at=None)
    deliver.func(letter.pk)
    first, second = (message.message()["Message-ID"] for message in outgoing.outbox)
    assert first == second


def test_a_mail_is_sent_by_one_of_two_workers(awaited, cast):
    wants(cast.field_officer)
    send_digests.func(MORNING)
    letter = Mail.objects.get()
    barrier = threading.Barrier(2)

    def send() -> None:
        barrier.wait()
        deliver.func(letter.pk)
        connections.close_all()

    workers = [threading.Thread(target=send) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(outgoing.outbox) == 1
