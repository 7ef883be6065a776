"""Pairs of decisions that begin at one barrier: exactly one counts, and the other is told which.

``CONCURRENT_PAIRS=1000`` plays as many pairs; without it a few, since the suite runs often.
"""

import itertools
import os
import uuid
from collections import Counter
from collections.abc import Iterator

import pytest
from django.utils import timezone

from sites import ledger
from sites.models import Event, Site
from tests import factories
from tests.conftest import build_cast
from tests.workflows.together import rounds_of
from workflows import claims
from workflows.flows.land_verification import LandVerification
from workflows.models import Claim
from workflows.read_model import differences, renew
from workflows.refusals import Conflict, Refused, Stale
from workflows.services.clock import run_clock
from workflows.services.take_step import StepTaken

pytestmark = pytest.mark.django_db(transaction=True)
PAIRS = int(os.environ.get("CONCURRENT_PAIRS", "40"))
titles = itertools.count(1)
PAUSE, GO_ON = ("rain", "Banjir besar."), ("rain", "Air sudah surut.")


@pytest.fixture
def building(transactional_db):
    at = factories.site("62.02.01.2001")
    return factories.begun_outlet(at, build_cast())


def pairs(building, count: int) -> Iterator[tuple]:
    """Two officers who stop or resume the work, one whose request is sent twice, one who presses twice."""
    cast = building.cast
    kinds = itertools.cycle(["two people", "sent twice", "pressed twice"])
    for kind in itertools.islice(kinds, count):
        row = building.row
        step, reason = ("suspend", PAUSE) if row.state != "suspended" else ("resume", GO_ON)
        key = uuid.uuid4()
        keys = (key, key) if kind == "sent twice" else (key, uuid.uuid4())
        people = (cast.field_officer, cast.kodim) if kind == "two people" else (cast.kodim, cast.kodim)
        yield tuple(
            lambda who=who, key=key, step=step, reason=reason, version=row.version: building.take(
                step, who, reason=reason, version=version, client_id=key
            )
            for who, key in zip(people, keys, strict=True)
        )


def verdict(results: tuple) -> str:
    """ "one decided, one was told": or what else happened."""
    won = [result for result in results if isinstance(result, StepTaken) and not result.replayed]
    others = [result for result in results if result not in won]
    if len(won) != 1 or len(others) != 1:
        return f"{len(won)} decided: {results}"
    (winner,), (other,) = won, others
    if isinstance(other, StepTaken):
        same = (other.event_hash, other.version, other.state) == (winner.event_hash, winner.version, winner.state)
        return "the same answer" if same else f"another answer: {results}"
    if isinstance(other, Stale) and [event.hash for event in other.news] == [winner.event_hash]:
        return "told who decided"
    return f"told something else: {other!r}"


def test_of_two_decisions_at_once_exactly_one_counts(building):
    before = building.version
    found = Counter(verdict(results) for results in rounds_of(pairs(building, PAIRS)))
    repeated = (PAIRS + 1) // 3
    assert found == {"told who decided": PAIRS - repeated, "the same answer": repeated}
    assert building.version == before + PAIRS
    assert Event.objects.filter(process_id=building.process.pk, step__in=["suspend", "resume"]).count() == PAIRS
    assert list(ledger.verify()) == []
    assert list(differences(Site.objects.all())) == []


# --- nobody waits for somebody who waits for him ---


@pytest.fixture
def wanted(monkeypatch) -> dict[int, tuple[str, ...]]:
    """Process to the resources it claims from now on."""
    found: dict[int, tuple[str, ...]] = {}
    monkeypatch.setattr(
        LandVerification,
        "claims",
        lambda process: [claims.Wanted(name, f"{name} is taken.") for name in found.get(process.pk, ())],
    )
    return found


@pytest.fixture
def plots(transactional_db):
    """Two plots at two sites of one district, with their people."""
    sites = [factories.site("62.02.01.2001"), factories.site("62.02.01.2002")]
    cast = build_cast()
    factories.assign(cast.village_officer, "village_officer", sites[1].code)
    return [factories.Plot(at, cast) for at in sites]


def save_draft(plot):
    return lambda: plot.take("save_draft", plot.cast.village_officer, {"title_number": f"HP {next(titles)}/2026"})


def test_two_sites_that_exchange_what_they_hold_do_not_wait_for_each_other(plots, wanted):
    """Each gives back what the other takes, at the same moment and in the opposite order."""
    one, other = plots

    def exchanges() -> Iterator[tuple]:
        for _turn in range(PAIRS):
            wanted.update({one.process.pk: ("asset:1",), other.process.pk: ("asset:2",)})
            save_draft(one)(), save_draft(other)()
            wanted.update({one.process.pk: ("asset:2",), other.process.pk: ("asset:1",)})
            yield save_draft(one), save_draft(other)
            # Back to nothing, so that the next exchange begins as this one did.
            wanted.update({one.process.pk: (), other.process.pk: ()})
            save_draft(one)(), save_draft(other)()

    answers = [result for results in rounds_of(exchanges()) for result in results]
    assert {type(answer) for answer in answers} <= {StepTaken, Conflict}, answers
    assert not Claim.objects.exists()
    assert list(ledger.verify()) == []


def test_people_and_clock_at_two_sites_at_once_never_lock_each_other(plots, wanted, clock_steps):
    """Both sites in both orders, two claims crosswise, the clock twice, and the read-model derived anew: nobody waits
    for ever, and nobody is told anything but a refusal of the gate."""
    one, other = plots
    building = factories.begun_outlet(one.site, one.cast)
    today = timezone.localdate()

    def both(first, second, *resources: str):
        def work() -> list:
            answers = []
            for plot in (first, second):
                wanted[plot.process.pk] = resources
                answers.append(said(save_draft(plot)))
            return answers

        return work

    def said(call):
        try:
            return call()
        except Refused as refused:
            return refused

    def stop_and_go() -> list:
        step, reason = ("suspend", PAUSE) if building.state != "suspended" else ("resume", GO_ON)
        return [said(lambda: building.take(step, building.cast.kodim, reason=reason))]

    def clock() -> list:
        return [run_clock()]

    def derive() -> list:
        return [renew([other.site.code, one.site.code])]

    everybody = (both(one, other, "a", "b"), both(other, one, "b", "a"), stop_and_go, clock, clock, derive)

    def melee() -> Iterator[tuple]:
        for _turn in range(max(4, PAIRS // 8)):
            LandVerification.objects.update(agrinas_date=today)
            yield everybody

    for results in rounds_of(melee(), people=len(everybody)):
        assert all(isinstance(result, list) for result in results), results
        assert [report.failures for result in results[3:5] for report in result] == [[], []]
    assert list(ledger.verify()) == []
    assert list(differences(Site.objects.all())) == []
