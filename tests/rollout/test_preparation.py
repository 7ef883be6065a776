"""``manage.py prepare_database``: sentences for servers that will not do, and each step once."""

from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from rollout.models import FinishedStep
from rollout.preparation import server, steps
from rollout.preparation.steps import DataStep


class Report:
    def __init__(self):
        self.lines = []

    @contextmanager
    def step(self, title):
        self.lines.append(f"begin {title}")
        yield
        self.lines.append(f"end {title}")

    def up_to_date(self, title):
        self.lines.append(f"skip {title}")


@pytest.fixture
def called(monkeypatch):
    """The management commands that were called, instead of calling them."""
    calls = []
    monkeypatch.setattr(steps, "call_command", lambda *words, **_output: calls.append(words))
    return calls


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "regions.csv").write_text("62")
    return tmp_path


REGIONS = DataStep("regions", "Regions", "load_regions", ("62",), ("data/*",))
SIMULATION = DataStep("simulation", "Simulation", "simulate_rollout", ("--if-empty",))


@pytest.mark.django_db
def test_a_step_runs_once_for_every_state_of_its_inputs(called, checkout):
    report = Report()
    steps.run([REGIONS, SIMULATION], checkout, report)
    steps.run([REGIONS, SIMULATION], checkout, report)
    assert called == [("load_regions", "62"), ("simulate_rollout", "--if-empty")]
    assert report.lines[-2:] == ["skip Regions", "skip Simulation"]
    (checkout / "data" / "regions.csv").write_text("62, 63")
    steps.run([REGIONS, SIMULATION], checkout, report)
    assert called[2:] == [("load_regions", "62")]


@pytest.mark.django_db
def test_a_step_that_failed_is_not_taken_for_done(checkout, monkeypatch):
    def fail(*_words, **_output):
        raise CommandError("no such file")

    monkeypatch.setattr(steps, "call_command", fail)
    report = Report()
    with pytest.raises(CommandError, match="no such file"):
        steps.run([REGIONS], checkout, report)
    assert not FinishedStep.objects.exists()
    assert report.lines == ["begin Regions"]


@pytest.mark.django_db
def test_what_is_simulated_stays_away_once_it_was_removed(called, checkout):
    """The step is remembered by the database, not inferred from its emptiness."""
    steps.run([SIMULATION], checkout, Report())
    changed = DataStep("simulation", "Simulation", "simulate_rollout", ("--if-empty", "--seed", "7"))
    steps.run([changed], checkout, Report())
    assert len(called) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("demo", [step.command for step in steps.STEPS]),
        ("real", [step.command for step in steps.STEPS if not step.demonstration]),
        ("none", []),
    ],
)
def test_the_command_runs_what_was_asked_for(called, data, expected):
    call_command("prepare_database", "--data", data, stdout=StringIO())
    assert [words[0] for words in called] == expected


def test_every_step_is_a_command_that_exists_and_has_a_name_of_its_own():
    from django.core.management import get_commands

    assert {step.command for step in steps.STEPS} <= set(get_commands())
    assert len({step.name for step in steps.STEPS}) == len(steps.STEPS)
    assert [step.demonstration for step in steps.STEPS] == sorted(step.demonstration for step in steps.STEPS)


@pytest.mark.django_db
def test_production_gets_no_demonstration(called, settings):
    settings.DEMO_ACCOUNTS_ALLOWED = False
    with pytest.raises(CommandError, match="production takes"):
        call_command("prepare_database", "--data", "demo", stdout=StringIO())
    call_command("prepare_database", stdout=StringIO())
    assert [words[0] for words in called] == [step.command for step in steps.STEPS if not step.demonstration]


# --- the server ---


def elsewhere(**changes):
    """Another connection to the same server, with some of its settings changed."""
    other = connection.copy("elsewhere")
    other.settings_dict = {**connection.settings_dict, **changes}
    return other


@pytest.mark.django_db
def test_a_server_that_is_not_there(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://tester:hush@127.0.0.1:1/rollout")
    other = elsewhere(HOST="127.0.0.1", PORT=1, PASSWORD="hush", OPTIONS={})
    with pytest.raises(server.ServerError, match=r"DATABASE_URL names \(127\.0\.0\.1\) cannot be reached") as no:
        server.ensure_extensions(other)
    assert "hush" not in str(no.value)


@pytest.mark.django_db
def test_a_database_that_does_not_exist():
    with pytest.raises(server.ServerError, match=r"has no database “nowhere”\. Create it there"):
        server.ensure_extensions(elsewhere(NAME="nowhere"))


@pytest.mark.django_db
def test_an_account_that_may_not_create_an_extension():
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION IF EXISTS pg_trgm CASCADE")
        cursor.execute("CREATE ROLE limited_for_a_test")
        cursor.execute("SET LOCAL ROLE limited_for_a_test")
    refusal = pytest.raises(server.ServerError, match=r"administrator to run this .*CREATE EXTENSION pg_trgm;")
    with refusal, transaction.atomic():
        server.ensure_extensions(connection)


@pytest.mark.django_db
def test_an_account_that_may_not_make_the_tests_databases():
    server.check_for_tests(connection)
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE limited_for_a_test")
        cursor.execute("SET LOCAL ROLE limited_for_a_test")
    with pytest.raises(server.ServerError, match="The tests create databases"):
        server.check_for_tests(connection)


@pytest.mark.django_db
def test_a_server_without_postgis_is_told_which_package(monkeypatch):
    monkeypatch.setattr(server, "EXTENSIONS", ("postgis_of_another_planet",))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with pytest.raises(server.ServerError, match="embedded database has no extension postgis_of_another_planet"):
        server.ensure_extensions(connection)
    package = server._not_installed(connection, "postgis")
    assert f"postgresql-{connection.pg_version // 10000}-postgis-3" in package
