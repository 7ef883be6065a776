"""The stimulus from the candidate to the last instalment, and everything that must be refused on the way."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.clock import clock
from sites.models import Event, Site
from sites.stages import Flag
from tests import factories
from tests.workflows.flows.readiness_play import TODAY, Papers, day
from tests.workflows.flows.stimulus_play import AMOUNT, Stimulus, governor
from tests.workflows.test_take_step_together import run_together
from workflows.calendar.months import months_after
from workflows.flows.revolving_stimulus import RevolvingStimulus
from workflows.lanes import lane_of
from workflows.models import Claim
from workflows.refusals import Conflict, GuardsUnmet, Invalid, NotPermitted, WrongState
from workflows.stimulus.balance import balances
from workflows.stimulus.fund import Fund
from workflows.stimulus.instalments import Instalment, plan
from workflows.submission import Reason
from workflows.views.since_return import since_return

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def head(site):
    return governor()


@pytest.fixture
def stimulus(site, cast, head):
    return Stimulus(site, cast, head)


def sentences(refused) -> list[str]:
    return [one.sentence.replace("\u00a0", " ") for one in refused.value.unmet]


def test_from_the_candidate_to_the_last_instalment(stimulus, cast, head):
    stimulus.revolving()
    lines = list(Instalment.objects.order_by("number"))
    assert len(lines) == 24
    assert sum(line.amount for line in lines) == AMOUNT
    assert lines[0].due_on == months_after(TODAY - datetime.timedelta(days=70), 4)
    for line in lines:
        stimulus.pay(line.number, line.amount)
    row = stimulus.row
    assert (row.repaid, row.next_due_on, row.state) == (AMOUNT, None, "revolving")
    stimulus.document("settlement", cast.dinkop)
    stimulus.take("confirm_repaid", cast.dinkop)
    assert stimulus.state == "repaid"
    assert not Claim.objects.exists()
    call_command("verify_ledger")
    call_command("verify_read_model")


def test_the_plan_is_told_in_the_ledger_and_adds_up_to_the_principal(stimulus):
    stimulus.disbursed()
    entry = Event.objects.get(step="disburse")
    assert entry.changes["instalment 24.amount"] == [None, "10000000.00"]
    uneven = plan(Decimal(250_000_000), datetime.date(2026, 1, 31), count=24, grace_months=0)
    assert sum(line.amount for line in uneven) == 250_000_000
    assert uneven[-1].amount - uneven[0].amount == 16
    assert [str(line.due_on) for line in uneven[:3]] == ["2026-02-28", "2026-03-31", "2026-04-30"]


def test_only_an_active_cooperative_with_a_verified_account_is_verified(site, cast, head):
    stimulus = Stimulus(site, cast, head, papers=False).applied()
    with pytest.raises(GuardsUnmet) as refused:
        stimulus.verify()
    assert sentences(refused) == [
        "The cooperative has not reached the level “Papers complete”, from which it counts as active.",
        "No bank account in the cooperative’s name is verified among its papers.",
    ]
    papers = Papers(site, cast).complete()
    stimulus.verify()
    papers.take("revoke_document", cast.dinkop, reason=("not_genuine", "Akta palsu."), item=papers.line("deed").number)
    with pytest.raises(GuardsUnmet) as refused:
        stimulus.decree()
    assert sentences(refused) == ["A required paper of the cooperative has expired or is not valid any more."]
    assert Site.objects.get().processes[str(stimulus.process.pk)]["awaits"][0]["cause"] == "cooperative_active"


@pytest.mark.parametrize("amount", [199_999_999, 300_000_001])
def test_an_amount_outside_the_bounds_needs_the_head_of_the_region_to_answer_for_it(stimulus, amount):
    stimulus.verified()
    with pytest.raises(GuardsUnmet) as refused:
        stimulus.decree(amount)
    assert "lies outside Rp 200,000,000 to Rp 300,000,000, the bounds of" in sentences(refused)[0]
    stimulus.decree(amount, waivers={"principal_within_bounds": Reason("instruction", "Disetujui DPRD.")})
    assert (stimulus.state, stimulus.row.principal) == ("decreed", amount)
    assert Site.objects.get().flags & Flag.WAIVER


@pytest.mark.parametrize("amount", ["-1", "abc", "200000000.005"])
def test_an_amount_that_is_none_is_refused(stimulus, amount):
    stimulus.verified()
    with pytest.raises(Invalid) as refused:
        stimulus.decree(amount)
    assert list(refused.value.errors) == ["principal"]


def test_whoever_applied_does_not_verify_and_whoever_verified_does_not_decree(stimulus, cast, head):
    stimulus.document("business_plan", cast.dinkop)
    stimulus.take("apply", cast.dinkop, {"amount_requested": str(AMOUNT), "purpose": "Modal"})
    with pytest.raises(NotPermitted, match="You took the step “Apply for the stimulus” yourself"):
        stimulus.verify()
    factories.assign(head, "cooperative_office", "62")
    stimulus.verify(head)
    with pytest.raises(NotPermitted, match="You took the step “Verify the candidate” yourself"):
        stimulus.take("decree", head, {})


def test_dates_follow_each_other_and_do_not_lie_ahead(stimulus):
    stimulus.verified()
    with pytest.raises(GuardsUnmet) as refused:
        stimulus.decree(fields={"decree_date": day(1)})
    assert "which is in the future" in sentences(refused)[0]
    stimulus.decree()
    for when, words in [(day(1), "which is in the future"), (day(-81), "before the decree")]:
        with pytest.raises(GuardsUnmet) as refused:
            stimulus.disburse(disbursed_on=when)
        assert words in sentences(refused)[0]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (AMOUNT + 1, "is more than what is left of the principal: Rp 240,000,000 of Rp 240,000,000."),
        (10_000_001, "is more than the Rp 10,000,000 open of instalment 1."),
        (0, "A payment is more than nothing"),
    ],
)
def test_more_than_is_open_is_not_paid(stimulus, amount, words):
    stimulus.revolving()
    with pytest.raises(GuardsUnmet) as refused:
        stimulus.pay(1, amount)
    assert words in sentences(refused)[0]
    assert stimulus.row.repaid == 0


def test_a_negative_payment_or_one_from_tomorrow_or_before_the_money_left_is_refused(stimulus):
    stimulus.revolving()
    for amount, changes in [(-5, {}), (5, {"paid_on": day(1)}), ("x", {})]:
        with pytest.raises(Invalid):
            stimulus.pay(1, amount, **changes)
    with pytest.raises(GuardsUnmet) as refused:
        stimulus.pay(1, 5, paid_on=day(-71))
    assert "before the transfer" in sentences(refused)[0]


def test_the_database_refuses_more_than_the_principal(stimulus):
    stimulus.revolving()
    with pytest.raises(IntegrityError, match="stimulus_repaid_within_principal"), transaction.atomic():
        RevolvingStimulus.objects.update(repaid=AMOUNT + 1)
    with pytest.raises(IntegrityError, match="instalment_paid_within_amount"), transaction.atomic():
        Instalment.objects.filter(number=1).update(paid=10_000_001)


def test_an_instalment_may_be_paid_in_parts(stimulus):
    stimulus.revolving()
    stimulus.pay(1, 4_000_000)
    assert (stimulus.line(1).state, stimulus.row.next_due_on) == ("part_paid", stimulus.line(1).due_on)
    stimulus.pay(1, 6_000_000)
    assert (stimulus.line(1).state, stimulus.row.next_due_on) == ("paid", stimulus.line(2).due_on)
    assert [
        event.changes["instalment.state"] for event in Event.objects.filter(step="record_payment").order_by("seq")
    ] == [
        ["due", "part_paid"],
        ["part_paid", "paid"],
    ]
    with pytest.raises(WrongState):
        stimulus.pay(1, 1)


def test_the_clock_says_who_is_in_arrears_and_payment_brings_it_back(stimulus, cast):
    stimulus.revolving().overdue(3)
    stimulus.take("fall_behind", clock())
    assert (stimulus.state, stimulus.row.arrears_since) == ("in_arrears", TODAY - datetime.timedelta(days=3))
    assert [(one.state, one.status) for one in lane_of(stimulus.row)][-3:] == [
        ("revolving", "done"),
        ("in_arrears", "present"),
        ("repaid", "ahead"),
    ]
    assert Site.objects.get().flags & Flag.ARREARS
    stimulus.pay(1, 3_000_000)
    assert stimulus.state == "in_arrears"
    stimulus.pay(1, 7_000_000)
    assert (stimulus.state, stimulus.row.arrears_since) == ("revolving", None)
    assert not Site.objects.get().flags & Flag.ARREARS


def test_a_payment_that_was_none_is_reversed_by_somebody_else(stimulus, cast):
    stimulus.revolving()
    stimulus.pay(1, 10_000_000)
    with pytest.raises(NotPermitted):
        stimulus.take("reverse_payments", cast.dinkop, reason=("mistyped", "Salah koperasi."), item=1)
    second = factories.user("dinkop2", "cooperative_office", "62.02")
    stimulus.take("reverse_payments", second, reason=("mistyped", "Salah koperasi."), item=1)
    assert (stimulus.row.repaid, stimulus.line(1).state, stimulus.line(1).paid) == (0, "due", 0)


def test_repaid_only_when_nothing_is_left(stimulus, cast):
    stimulus.revolving()
    stimulus.document("settlement", cast.dinkop)
    with pytest.raises(GuardsUnmet) as refused:
        stimulus.take("confirm_repaid", cast.dinkop)
    assert sentences(refused) == ["Rp 240,000,000 is still to be repaid."]


def test_a_cooperative_has_one_open_stimulus_whichever_site_asks_and_whoever_is_first(site, cast, head):
    other = factories.site("62.02.01.2002")
    Site.objects.filter(pk=other.pk).update(cooperative=site.cooperative)
    second_village = factories.user("kades2", "village_officer", "62.02.01.2002")
    first = Stimulus(site, cast, head).applied()
    cast.village_officer, kept = second_village, cast.village_officer
    rival = Stimulus(other, cast, head).applied()
    cast.village_officer = kept
    dinkop2 = factories.user("dinkop2", "cooperative_office", "62.02")
    results = run_together(first.verify, lambda: rival.verify(dinkop2))
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "StepTaken"]
    assert sorted([first.state, rival.state]) == ["candidate", "verified"]
    refused = next(result for result in results if isinstance(result, Conflict))
    # Threads speak the product's own language.
    assert "masih memiliki stimulus yang berjalan" in refused.sentence
    with pytest.raises(WrongState, match="has one already"):
        Stimulus(site, cast, head, papers=False)


def test_of_two_decrees_at_once_the_fund_pays_one(site, cast, head):
    Fund.objects.update(total=300_000_000)
    other = factories.site("62.02.01.2002")
    first = Stimulus(site, cast, head).verified()
    village = cast.village_officer
    cast.village_officer = factories.user("kades2", "village_officer", "62.02.01.2002")
    rival = Stimulus(other, cast, head).verified()
    cast.village_officer = village
    results = run_together(first.decree, rival.decree)
    assert sorted(type(result).__name__ for result in results) in (
        ["Invalid", "StepTaken"],
        ["GuardsUnmet", "StepTaken"],
    )
    refused = next(result for result in results if not hasattr(result, "state"))
    told = [
        *getattr(refused, "errors", {}).get("__all__", []),
        *[one.sentence for one in getattr(refused, "unmet", [])],
    ]
    assert "60.000.000" in told[0]  # the threads speak the default language


def test_the_funds_balance_follows_from_the_facts(stimulus, cast, head, django_assert_num_queries):
    stimulus.revolving()
    stimulus.pay(1, 10_000_000)
    province = factories.user("provinsi", "cooperative_office", "62")
    [balance] = balances(province)
    assert (balance.disbursed, balance.repaid, balance.outstanding) == (AMOUNT, 10_000_000, 230_000_000)
    assert (balance.available, balance.recipients) == (15_000_000_000 - 230_000_000, 1)
    [part] = balances(cast.dinkop)
    assert (part.whole, part.available, part.disbursed) == (False, None, AMOUNT)
    [neighbour] = balances(cast.neighbour)
    assert (neighbour.disbursed, neighbour.recipients) == (0, 0)
    assert balances(cast.outsider) == balances(cast.nobody) == []
    stimulus.take("terminate", cast.dinkop, reason=("misuse", "Dana dipakai pribadi."))
    [balance] = balances(province)
    assert (balance.lost, balance.outstanding) == (230_000_000, 0)
    assert (stimulus.row.next_due_on, Claim.objects.count()) == (None, 0)


def test_only_the_funds_that_serve_the_place_are_offered(stimulus):
    Fund.objects.create(name="Dana tetangga", region_code="62.03", total=10**9, source="Perbup", as_of=TODAY)
    ours = Fund.objects.create(name="Dana Kotim", region_code="62.02", total=10**9, source="Perbup", as_of=TODAY)
    assert set(stimulus.row.offered("fund")) == {ours, Fund.objects.get(region_code="62")}
    Fund.objects.filter(pk=ours.pk).update(active=False)
    assert ours not in stimulus.row.offered("fund")


def test_what_fell_behind_by_time_was_not_sent_back(stimulus):
    stimulus.revolving().overdue(3)
    stimulus.take("fall_behind", clock())
    assert since_return(stimulus.row, list(Event.objects.filter(process_id=stimulus.process.pk))) is None
