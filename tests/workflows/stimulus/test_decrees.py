"""A decree is a numbered letter that may name several cooperatives, each with its own amount."""

import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from sites.money import in_rupiah
from tests import factories
from tests.workflows.flows.readiness_play import day
from tests.workflows.flows.stimulus_play import Stimulus, governor
from workflows.models import Letter
from workflows.refusals import Invalid
from workflows.services.evidence import attach, keep
from workflows.services.remove_simulated import remove_simulated
from workflows.services.together import Chosen, decide_together
from workflows.stimulus.balance import available_in
from workflows.stimulus.fund import Fund
from workflows.together import tasks
from workflows.together.cases import judge

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "188.44/7/2026"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def pair(site, cast):
    """Two cooperatives that wait for the governor's decree."""
    head = governor()
    return [verified(at, cast, head) for at in (site, factories.site("62.02.01.2002"))]


def verified(at, cast, head) -> Stimulus:
    village = cast.village_officer
    cast.village_officer = factories.user(f"kades-{at.code}", "village_officer", at.code)
    cast.village_officer.is_demo = village.is_demo
    cast.village_officer.save()
    made = Stimulus(at, cast, head).verified()
    cast.village_officer = village
    return made


def decree(stimulus: Stimulus, amount: int, *, scan: int = 7, number: str = NUMBER):
    attach(process_id=stimulus.process.pk, slot="decree", files=[factories.pdf(scan)], actor=stimulus.head)
    fields = {"principal": str(amount), "decree_number": number, "decree_date": day(-1)}
    return stimulus.take("decree", stimulus.head, fields)


def test_one_decree_names_several_each_with_its_own_amount(pair):
    decree(pair[0], 240_000_000)
    decree(pair[1], 200_000_000)
    assert {one.row.decree_letter for one in pair} == {Letter.objects.get()}
    assert [one.row.principal for one in pair] == [240_000_000, 200_000_000]


def test_a_number_with_another_scan_is_another_letter(pair):
    decree(pair[0], 240_000_000)
    with pytest.raises(Invalid) as refused:
        decree(pair[1], 200_000_000, scan=8)
    used, hint = refused.value.errors["decree_number"]
    assert "was used already: Revolving stimulus" in used
    assert hint == "If it is the very same letter, attach the same file that was attached there."
    assert pair[1].state == "verified"


def test_those_that_receive_the_same_are_decreed_together(pair):
    step = pair[0].row.steps["decree"]
    fund = Fund.objects.get()
    before = available_in(fund.pk)
    made = decide_together(
        step=step,
        actor=pair[0].head,
        chosen=[Chosen(one.row, one.version) for one in pair],
        fields={"principal": 220_000_000, "decree_number": NUMBER, "decree_date": timezone.localdate()},
        files={"decree": keep(factories.pdf(7), step.evidence[0])},
        client_id=uuid.uuid4(),
        enqueue=lambda pk: None,
    )
    tasks.carry_out.func(made.pk)
    assert list(made.items.values_list("status", "sentence")) == [("done", "")] * 2
    assert available_in(fund.pk) == before - 440_000_000
    assert {one.row.decree_letter_id for one in pair} == {made.letter_id}


def answers(amount: int) -> dict:
    return {"principal": str(amount), "decree_number": NUMBER, "decree_date": day(-1)}


def judged(pair, amount: int | None) -> list:
    flow, step = type(pair[0].row), pair[0].row.steps["decree"]
    processes = list(flow.objects.select_related("site__village__parent__parent").order_by("pk"))
    flow.fetch_for_judging(processes)
    return judge(processes, step, pair[0].head, answers=None if amount is None else answers(amount))


def test_those_that_together_exceed_the_fund_are_told_before_it_is_decided(pair):
    fund = Fund.objects.get()
    Fund.objects.filter(pk=fund.pk).update(total=450_000_000)
    assert [case.decidable for case in judged(pair, None)] == [True, True]
    assert [case.decidable for case in judged(pair, 225_000_000)] == [True, True]
    first, second = judged(pair, 240_000_000)
    assert first.decidable
    assert second.objections == [
        f"“{fund}” has {in_rupiah(Decimal(210_000_000))} left after those before it in this decision, "
        f"which is less than {in_rupiah(Decimal(240_000_000))}."
    ]


def test_one_that_cannot_be_decided_takes_nothing_from_the_next(pair):
    Fund.objects.update(total=300_000_000)
    pair[0].take("send_back", pair[0].head, reason=("other", "Rencana usaha belum lengkap."))
    first, second = judged(pair, 240_000_000)
    assert not first.decidable and second.decidable


def test_the_gate_decides_as_the_preview_told(pair):
    """In the order in which they were chosen, which is the preview's, whatever their numbers are."""
    Fund.objects.update(total=300_000_000)
    step = pair[0].row.steps["decree"]
    made = decide_together(
        step=step,
        actor=pair[0].head,
        chosen=[Chosen(one.row, one.version) for one in reversed(pair)],
        fields={"principal": 240_000_000, "decree_number": NUMBER, "decree_date": timezone.localdate()},
        files={"decree": keep(factories.pdf(7), step.evidence[0])},
        client_id=uuid.uuid4(),
        enqueue=lambda pk: None,
    )
    tasks.carry_out.func(made.pk)
    results = dict(made.items.values_list("process_id", "status"))
    assert results == {pair[1].process.pk: "done", pair[0].process.pk: "refused"}


def test_judging_many_costs_no_more_than_judging_one(pair):
    flow, step = type(pair[0].row), pair[0].row.steps["decree"]

    def queries(count: int) -> int:
        waiting = flow.objects.select_related("site__village__parent__parent").order_by("pk")[:count]
        with CaptureQueriesContext(connection) as asked:
            processes = list(waiting)
            flow.fetch_for_judging(processes)
            assert all(case.decidable for case in judge(processes, step, pair[0].head, answers=answers(240_000_000)))
        return len(asked)

    queries(1)  # what is kept of the person for the next time, kept
    assert queries(2) == queries(1)


def test_a_simulated_decree_goes_with_the_last_cooperative_it_names(site, cast):
    head = governor()
    for person in [*vars(cast).values(), head]:
        person.is_demo = True
        person.save()
    places = [site, factories.site("62.02.01.2002")]
    for at, amount in zip(places, (240_000_000, 200_000_000), strict=True):
        decree(verified(at, cast, head), amount)
    remove_simulated([places[0].code])
    assert Letter.objects.count() == 1
    remove_simulated([places[1].code])
    assert not Letter.objects.exists()
