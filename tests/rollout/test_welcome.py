"""What the local server says when it is ready."""

import pytest
from django.db import DatabaseError

from accounts import demo
from accounts.roles import Role
from rollout import welcome
from rollout.welcome import welcome as greeting
from sites import services
from sites.authorship import Authorship
from tests import factories


@pytest.fixture(autouse=True)
def _keep_the_tests_connection(monkeypatch):
    monkeypatch.setattr(welcome.connections, "close_all", lambda: None)


@pytest.mark.django_db
def test_an_empty_tracker_tells_its_address_alone():
    said = greeting("127.0.0.1:8001")
    assert "http://127.0.0.1:8001\n" in said
    assert "Log in as" not in said
    assert "simulated" not in said


@pytest.mark.django_db
def test_every_demonstration_login_and_the_notice_are_printed():
    person = factories.user("kades", Role.VILLAGE_OFFICER, "62.02.06.2005", office="Desa", is_demo=True)
    said = greeting("127.0.0.1:8000")
    assert "kades" in said
    assert demo.PASSWORD in said
    assert "simulated" not in said
    services.register_villages(
        [factories.region("62.02.01.2002")],
        by=Authorship.of(person),
        source="test",
        as_of=factories.datetime.date.today(),
    )
    assert "simulate_rollout --remove" in greeting("127.0.0.1:8000")


def test_a_database_that_fails_does_not_keep_the_server_from_starting(monkeypatch):
    def gone(*_arguments):
        raise DatabaseError("gone")

    monkeypatch.setattr(welcome.apps, "get_model", gone)
    said = greeting("127.0.0.1:8000")
    assert "ready: http://127.0.0.1:8000" in said
    assert "could not be listed: gone" in said
