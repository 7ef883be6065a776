"""Mails: to whom, when, in which language, and saying how little."""

import re

import pytest
from django.core import mail as outgoing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Assignment, User
from tests import factories
from tests.workflows.notifications.conftest import MORNING, do_jobs, wants
from workflows.models import Mail, Notification
from workflows.notifications.mails import send_again, write_mails
from workflows.notifications.selectors import mark_read
from workflows.notifications.tasks import forget_old, send_digests, tell

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_mail_a_day_with_place_and_step_and_nothing_else(awaited, cast, settings):
    settings.PUBLIC_URL = "https://pantau.example.go.id"
    wants(cast.field_officer)
    assert send_digests.func(MORNING) == 1
    assert send_digests.func(MORNING) == 0  # again, or by a second worker
    do_jobs()
    (message,) = outgoing.outbox
    assert message.to == ["babinsa@example.go.id"]
    assert message.subject == "Pantau KDMP: 1 pemberitahuan baru"
    process = reverse("process_detail", args=[awaited.site.code, "land_verification", awaited.process.pk])
    html = message.alternatives[0].content
    for text in (message.body, html):
        assert f"https://pantau.example.go.id{process}" in text
        assert "Laporkan" in text or "survei" in text.lower()
        assert awaited.site.village.full_name in text
        for confidential in ("HP 12/2024", cast.village_officer.full_name, "2000", "Kantor Desa"):
            assert confidential not in text
    note = Notification.objects.get(person=cast.field_officer)
    assert note.mailed_at and note.mail.outcome == Mail.Outcome.SENT
    assert send_digests.func("2026-11-24T07:00:00+07:00") == 0  # nothing new


def test_the_links_of_a_mail_ask_for_a_log_in(awaited, cast):
    wants(cast.field_officer)
    send_digests.func(MORNING)
    do_jobs()
    links = re.findall(r"http://localhost:\d+(/\S*)", outgoing.outbox[0].body)
    assert len(links) >= 3
    for link in links:
        answer = Client().get(link.partition("#")[0])
        assert answer.status_code == 302 and answer["Location"].startswith(reverse("login"))


def test_in_the_persons_language(awaited, cast):
    wants(cast.field_officer, language="en")
    send_digests.func(MORNING)
    do_jobs()
    assert outgoing.outbox[0].subject == "Pantau KDMP: 1 new notification"
    assert "Awaiting you" in outgoing.outbox[0].body
    assert '<html lang="en">' in outgoing.outbox[0].alternatives[0].content


@pytest.mark.parametrize(
    "more",
    [
        {"mail_rhythm": "never"},
        {"mail_rhythm": "at_once"},  # he is written to at once, or not by the daily mail
        {"email": ""},
        {"is_demo": True},
        {"is_active": False},
    ],
)
def test_who_gets_no_daily_mail(awaited, cast, more):
    wants(cast.field_officer)
    User.objects.filter(pk=cast.field_officer.pk).update(**more)
    assert send_digests.func(MORNING) == 0


def test_at_once_means_with_the_step(plot, cast):
    wants(cast.field_officer, "at_once")
    plot.submitted()
    tell.func()
    do_jobs()
    assert len(outgoing.outbox) == 1
    tell.func()
    do_jobs()
    assert len(outgoing.outbox) == 1


def test_an_installation_without_mail_writes_none(awaited, cast, settings):
    settings.SENDS_MAIL = False
    wants(cast.field_officer)
    assert send_digests.func(MORNING) == 0


@pytest.mark.parametrize("what", ["read", "moved", "never", "done"])
def test_what_needs_no_mail_any_more_when_it_leaves_is_not_sent(awaited, cast, what):
    wants(cast.field_officer)
    send_digests.func(MORNING)
    if what == "read":
        mark_read(cast.field_officer)
    elif what == "moved":
        Assignment.objects.filter(user=cast.field_officer).delete()
        factories.assign(cast.field_officer, "field_officer", "62.03.01")
    elif what == "never":
        wants(cast.field_officer, "never")
    else:
        awaited.take("withdraw", cast.village_officer, reason=("no_land", "Lahan dijual pemiliknya."))
    do_jobs()
    assert outgoing.outbox == []
    assert Mail.objects.get().outcome == Mail.Outcome.DROPPED


def test_simulated_work_is_marked_in_subject_and_line(cast, site):
    cast.village_officer.is_demo = True
    cast.village_officer.save()
    wants(cast.field_officer, language="en")
    factories.Plot(site, cast).submitted()
    tell.func()
    send_digests.func(MORNING)
    do_jobs()
    (message,) = outgoing.outbox
    assert message.subject.startswith("[Simulated] ")
    assert "(simulated)" in message.body
    assert "Simulated data — for demonstration only" in message.alternatives[0].content


def test_what_was_not_delivered_in_a_day_stands_in_the_next_mail(awaited, cast):
    wants(cast.field_officer)
    send_digests.func(MORNING)
    Mail.objects.update(made_at=timezone.now() - timezone.timedelta(days=1), last_error="451", outcome="refused")
    assert send_digests.func("2026-11-24T07:00:00+07:00") == 1
    assert send_again(Mail.objects.filter(last_error="451")) == 1
    do_jobs()
    assert len(outgoing.outbox) == 1
    assert set(Mail.objects.values_list("outcome", flat=True)) == {Mail.Outcome.SENT, Mail.Outcome.DROPPED}


def test_only_the_people_who_were_told_are_written_to_at_once(awaited, cast):
    wants(cast.field_officer, "at_once")
    assert write_mails(User.MailRhythm.AT_ONCE, "x", [cast.kodim.pk]) == 0
    assert write_mails(User.MailRhythm.AT_ONCE, "y", [cast.field_officer.pk]) == 1


def test_what_nobody_looks_for_any_more_is_forgotten(awaited, cast):
    wants(cast.field_officer)
    send_digests.func(MORNING)
    old = timezone.now() - timezone.timedelta(days=500)
    forget_old.func("now")
    assert Mail.objects.exists() and Notification.objects.exists()
    Mail.objects.update(made_at=old)
    Notification.objects.update(created_at=old)
    forget_old.func("now")
    assert not Mail.objects.exists() and not Notification.objects.exists()
