"""Start-up refuses what would be unsafe in production, each time with a sentence."""

import datetime
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection

from rollout import startup
from rollout.checks import no_demonstration_in_production
from sites import services
from sites.authorship import Authorship
from tests import factories

ROOT = Path(__file__).resolve().parents[2]
KEY = "k7" + "".join(chr(ord("a") + number % 26) for number in range(60))
SAFE = {"ROLLOUT_ENV": "production", "SECRET_KEY": KEY, "ALLOWED_HOSTS": "pantau.example.go.id", "EMAIL_URL": "off"}


def url(name: str = "") -> str:
    """The address of the test's own server, and of its database unless another is named."""
    settings = connection.settings_dict
    who = quote(settings["USER"] or "", safe="") + (
        f":{quote(settings['PASSWORD'], safe='')}" * bool(settings["PASSWORD"])
    )
    options = {key: settings[key.upper()] for key in ("host", "port") if settings[key.upper()]}
    known = ("client_encoding", "assume_role", "isolation_level", "pool", "server_side_binding")
    options |= {key: value for key, value in settings["OPTIONS"].items() if key not in known}
    return f"postgres://{who}@/{quote(name or settings['NAME'], safe='')}?{urlencode(options)}"


def bare_environment() -> dict[str, str]:
    """This process's environment without what would configure the tracker."""
    return {key: value for key, value in os.environ.items() if not re.match(r"DATABASE_URL|DJANGO_|ROLLOUT_", key)}


def run(*words: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=bare_environment() | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def production(settings):
    settings.DEMO_ACCOUNTS_ALLOWED = False


@pytest.mark.django_db
def test_nothing_forbids_a_clean_database(production):
    factories.user("pejabat")
    assert startup.unsafe_reasons() == {}


@pytest.mark.django_db
def test_an_active_demonstration_account_is_refused_and_a_deactivated_one_is_not(production):
    demo = factories.user("contoh", is_demo=True)
    assert list(startup.unsafe_reasons()) == ["demo_accounts"]
    assert [message.id for message in no_demonstration_in_production(None)] == ["rollout.E001"]
    demo.is_active = False
    demo.save()
    assert startup.unsafe_reasons() == {}


@pytest.mark.django_db
def test_simulated_records_are_refused(production, site, monkeypatch):
    assert startup.unsafe_reasons() == {}
    demo = factories.user("contoh", is_demo=True, is_active=False)
    village = factories.region("62.02.01.2002")
    services.register_villages([village], by=Authorship.of(demo), source="test", as_of=datetime.date(2025, 1, 1))
    assert list(startup.unsafe_reasons()) == ["simulated_records"]
    monkeypatch.setattr(startup.connections, "close_all", lambda: None)
    with pytest.raises(ImproperlyConfigured, match="simulate_rollout --remove"):
        startup.refuse_unsafe()


@pytest.mark.django_db
def test_this_machine_alone_may_show_a_demonstration():
    factories.user("contoh", is_demo=True)
    assert startup.unsafe_reasons() == {}


def test_a_database_that_cannot_be_asked_is_no_clean_one(production, monkeypatch):
    def gone():
        raise DatabaseError("connection refused\nmore")

    monkeypatch.setattr(startup, "unsafe_reasons", gone)
    monkeypatch.setattr(startup.connections, "close_all", lambda: None)
    with pytest.raises(ImproperlyConfigured, match=r"could not be checked .* \(connection refused\)"):
        startup.refuse_unsafe()
    monkeypatch.setattr("rollout.checks.unsafe_reasons", gone)
    assert [message.id for message in no_demonstration_in_production(None)] == ["rollout.E003"]


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"DEBUG": "1"}, "DEBUG must be off"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too weak"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY is too weak"),
        ({"SECRET_KEY": "django-insecure-" + KEY}, "SECRET_KEY is too weak"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must name"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name"),
        ({"DATABASE_URL": ""}, "production does not run on the embedded database"),
        ({"ROLLOUT_ENV": "staging"}, "ROLLOUT_ENV must be one of"),
        ({"EMAIL_URL": "mail.example.go.id"}, "EMAIL_URL must be off, console:"),
        ({"EMAIL_URL": "smtp://mail.example.go.id"}, "EMAIL_URL: mail to another host leaves encrypted only"),
        ({"PUBLIC_URL": "http://pantau.example.go.id"}, "PUBLIC_URL must be an address like https://"),
        ({"ALLOWED_HOSTS": ".example.go.id"}, "PUBLIC_URL must be an address like https://"),
        ({"MAIL_FROM": "pantau"}, "MAIL_FROM must be an e-mail address"),
    ],
)
def test_settings_refuse_in_one_sentence_without_a_traceback(environment, sentence):
    answer = run("manage.py", "check", **(SAFE | {"DATABASE_URL": "postgres://db/rollout"} | environment))
    assert answer.returncode == 1
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr


def test_how_mail_leaves_is_asked_for():
    without = {name: value for name, value in SAFE.items() if name != "EMAIL_URL"}
    answer = run("manage.py", "check", **(without | {"DATABASE_URL": "postgres://db/rollout"}))
    assert "Set EMAIL_URL (or EMAIL_URL_FILE)" in answer.stderr


def test_a_missing_key_is_asked_for():
    answer = run("manage.py", "check", ROLLOUT_ENV="production")
    assert "Set SECRET_KEY (or SECRET_KEY_FILE)" in answer.stderr


@pytest.mark.django_db
def test_the_server_gives_up_with_the_sentence():
    """A database without tables: whether it holds a demonstration cannot be known."""
    answer = run(
        *("-m", "gunicorn", "-c", "python:rollout.gunicorn_conf", "rollout.wsgi"),
        **(SAFE | {"DATABASE_URL": url("postgres"), "BIND": "127.0.0.1:0"}),
    )
    assert answer.returncode == 3
    assert answer.stderr.rstrip().splitlines()[-1].startswith("The tracker does not start: The database could not be")
    assert "Traceback" not in answer.stderr


@pytest.mark.django_db
def test_the_documented_production_environment_passes_djangos_own_check(tmp_path):
    """The very lines of docs/configuration.md, with files for its secrets."""
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    block = re.search(r"```sh\n(ROLLOUT_ENV=.*?)```", page, flags=re.DOTALL)[1]
    environment = dict(line.split("=", 1) for line in shlex.split(block))
    mail = "smtp+tls://pantau:secret@mail.example.go.id"
    secrets = {"SECRET_KEY_FILE": KEY, "DATABASE_URL_FILE": url(), "EMAIL_URL_FILE": mail}
    for name, secret in secrets.items():
        (tmp_path / name).write_text(secret + "\n", encoding="utf-8")
        assert name in environment
    environment |= {name: str(tmp_path / name) for name in secrets} | {"VAR_DIR": str(tmp_path)}
    answer = run("manage.py", "check", "--deploy", "--fail-level", "DEBUG", **environment)
    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout


def test_the_check_is_registered_for_deployment(capsys):
    call_command("check", "--list-tags", "--deploy")
    from django.core.checks.registry import registry

    assert no_demonstration_in_production in registry.deployment_checks
