"""A resource is held by one process at a time, whoever comes at the same moment."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests import factories
from workflows import claims
from workflows.flows.land_verification import LandVerification
from workflows.models import Claim, Process
from workflows.refusals import Conflict


@pytest.fixture
def wanting(monkeypatch):
    """``wanting(plot, "asset:1")``: the plot's process, which claims these resources from now on."""
    wanted: dict[int, tuple[str, ...]] = {}
    monkeypatch.setattr(
        LandVerification,
        "claims",
        lambda process: [claims.Wanted(name, f"{name} is taken.") for name in wanted.get(process.pk, ())],
    )

    def want(plot, *resources: str) -> LandVerification:
        wanted[plot.process.pk] = resources
        return plot.row

    return want


@pytest.fixture
def other(plot):
    return factories.Plot(plot.site, plot.cast)


@pytest.mark.django_db
def test_what_a_process_claims_it_holds_until_it_claims_it_no_more(plot, other, wanting):
    claims.settle(wanting(plot, "asset:1", "kit:7"), timezone.now())
    assert set(Claim.objects.values_list("resource", flat=True)) == {"asset:1", "kit:7"}
    with pytest.raises(Conflict, match="asset:1 is taken"):
        claims.settle(wanting(other, "asset:1"), timezone.now())
    claims.settle(wanting(plot, "kit:7"), timezone.now())
    claims.settle(wanting(other, "asset:1"), timezone.now())
    assert Claim.objects.get(resource="asset:1").process_id == other.process.pk


@pytest.mark.django_db
def test_a_process_that_claims_nothing_asks_nothing(plot, django_assert_num_queries):
    process = plot.row
    with django_assert_num_queries(0):
        claims.settle(process, timezone.now())


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_exactly_one_gets_it(plot, other, wanting):
    barrier, got = threading.Barrier(2), []

    def take(process: Process) -> None:
        try:
            barrier.wait()
            with transaction.atomic():
                # In both orders, which could wait for each other if they were taken as they are named.
                claims.settle(process, timezone.now())
            got.append("held")
        except Conflict:
            got.append("refused")
        finally:
            connection.close()

    pair = [wanting(plot, "a", "b"), wanting(other, "b", "a")]
    threads = [threading.Thread(target=take, args=[process]) for process in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(got) == ["held", "refused"]
    assert Claim.objects.count() == 2
    assert Claim.objects.values("process_id").distinct().count() == 1
