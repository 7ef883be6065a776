"""The gate under concurrency: several people, threads and connections at once, on real PostgreSQL."""

import threading
import uuid

import pytest
from django.db import OperationalError, connection, connections, transaction

from sites import ledger
from sites.models import Event, Site
from tests import factories
from tests.conftest import build_cast
from tests.workflows.snapshot import snapshot
from workflows.models import Process
from workflows.refusals import Stale
from workflows.services.start import start


def run_together(*calls) -> list:
    """Run the calls in threads that start at one barrier; each gives its result or its exception."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def worker(index: int, call) -> None:
        barrier.wait()
        try:
            results[index] = call()
        except Exception as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=worker, args=(index, call)) for index, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.fixture
def shared_plot(transactional_db):
    site = factories.site("62.02.01.2001")
    return factories.Plot(site, build_cast())


@pytest.mark.django_db(transaction=True)
def test_two_officials_at_once_exactly_one_decides(shared_plot):
    plot = shared_plot.surveyed()
    second = factories.user("kodim2", "district_command", "62.02")
    version = plot.version
    results = run_together(
        lambda: plot.take("verify", plot.cast.kodim, version=version),
        lambda: plot.take("reject", second, reason=("dispute", "Ada sengketa."), version=version),
    )
    assert sorted(type(result).__name__ for result in results) == ["Stale", "StepTaken"]
    loser = next(result for result in results if isinstance(result, Stale))
    assert len(loser.news) == 1
    assert Event.objects.filter(process_id=plot.process.pk, step__in=["verify", "reject"]).count() == 1
    assert list(ledger.verify()) == []


@pytest.mark.django_db(transaction=True)
def test_a_double_click_has_one_effect(shared_plot):
    plot = shared_plot.surveyed()
    key, version = uuid.uuid4(), plot.version
    results = run_together(
        *[lambda: plot.take("verify", plot.cast.kodim, client_id=key, version=version) for _ in range(6)]
    )
    assert {type(result).__name__ for result in results} == {"StepTaken"}, results
    assert sorted(result.replayed for result in results) == [False, *[True] * 5]
    assert len({result.event_hash for result in results}) == 1
    assert Event.objects.filter(step="verify").count() == 1


@pytest.mark.django_db(transaction=True)
def test_starting_twice_with_one_key_opens_one_process(transactional_db):
    site = factories.site("62.02.01.2001")
    cast = build_cast()
    key = uuid.uuid4()

    def open_it():
        return start(site_code=site.code, kind="land_verification", actor=cast.village_officer, client_id=key).pk

    results = run_together(*[open_it for _ in range(5)])
    assert len(set(results)) == 1, results
    assert Process.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_writers_on_one_site_keep_one_whole_chain(transactional_db):
    site = factories.site("62.02.01.2001")
    cast = build_cast()
    plots = [factories.Plot(site, cast) for _ in range(4)]

    def work(plot):
        for _ in range(3):
            plot.take("save_draft", cast.village_officer, {"title_number": f"HP {uuid.uuid4().hex[:8]}"})
        return "done"

    assert run_together(*[lambda plot=plot: work(plot) for plot in plots]) == ["done"] * 4
    seqs = list(Event.objects.filter(site=site).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    assert list(ledger.verify()) == []


@pytest.mark.django_db(transaction=True)
def test_the_database_killed_in_the_middle_leaves_nothing_half_done(shared_plot):
    """Another writer holds the site; while our step waits for it, its connection is killed."""
    plot = shared_plot.surveyed()
    before = snapshot(plot.site)
    outcome, pid = [], []

    def victim():
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid.append(cursor.fetchone()[0])
        ready.set()
        try:
            plot.take("verify", plot.cast.kodim)
        except OperationalError as error:
            outcome.append(error)
        finally:
            connections.close_all()

    ready = threading.Event()
    thread = threading.Thread(target=victim)
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=plot.site.pk)
        thread.start()
        ready.wait(10)
        with connection.cursor() as cursor:
            for _ in range(200):
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE pid = %s AND wait_event_type = 'Lock'", [pid[0]]
                )
                if cursor.fetchone()[0]:
                    break
                cursor.execute("SELECT pg_sleep(0.02)")
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid[0]])
        thread.join(10)
    assert len(outcome) == 1
    assert snapshot(plot.site) == before
    assert plot.take("verify", plot.cast.kodim).state == "verified"
