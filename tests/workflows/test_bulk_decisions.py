"""One answer for many: the letter once, each case through the gate by itself, exactly once whatever happens."""

import datetime
import uuid

import pytest
from django.utils import timezone, translation

from accounts.models import Assignment
from accounts.roles import Role
from sites.models import Event
from tests import factories
from tests.at_once import at_once
from tests.workflows.assets.stories import TODAY, Loan, asset
from workflows.models import BulkDecision, BulkItem, Evidence, Letter
from workflows.refusals import ClientIdReused, Invalid
from workflows.services import together
from workflows.services.evidence import keep
from workflows.services.remove_simulated import remove_simulated
from workflows.services.together import Chosen, decide_together
from workflows.together import tasks

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "188.45/12/2026"


@pytest.fixture(autouse=True)
def _english(cast):
    cast.bupati.language = "en"
    cast.bupati.save()
    with translation.override("en"):
        yield


@pytest.fixture
def loans(site, cast):
    """Three reviewed requests at three sites, which the head of region may approve."""
    places = [site, *(factories.site(f"62.02.01.{number}") for number in (2002, 2003))]
    return [Loan(at, cast, asset(at, cast.bpkad), opener=cast.dinkop).reviewed() for at in places]


@pytest.fixture
def queued() -> list:
    """The decisions whose work was put into the queue."""
    return []


def decide(loans, cast, queued, **changes) -> BulkDecision:
    step = loans[0].row.steps["approve"]
    told = {
        "step": step,
        "actor": cast.bupati,
        "chosen": [Chosen(loan.row, loan.version) for loan in loans],
        "fields": {"approval_number": NUMBER, "approval_date": TODAY},
        "files": {"approval_scan": keep(factories.pdf(77), step.evidence[0])},
        "client_id": uuid.uuid4(),
        "enqueue": queued.append,
    }
    return decide_together(**{**told, **changes})


def results(decision) -> list[tuple[str, str]]:
    return list(decision.items.values_list("status", "sentence"))


def test_all_are_decided_by_one_letter_and_one_scan(loans, cast, queued):
    decision = decide(loans, cast, queued)
    assert queued == [decision.pk]
    assert [loan.state for loan in loans] == ["reviewed"] * 3
    tasks.carry_out.func(decision.pk)
    assert results(decision) == [("done", "")] * 3
    assert [loan.state for loan in loans] == ["approved"] * 3
    letter = Letter.objects.get()
    assert {loan.row.approval_id for loan in loans} == {letter.pk}
    assert {loan.row.approval_date for loan in loans} == {TODAY}
    scans = Evidence.objects.filter(slot="approval_scan")
    assert list(scans.values_list("sha256", flat=True)) == [letter.sha256] * 3
    for item in decision.items.select_related("decision", "process__site"):
        event = Event.objects.get(site=item.process.site, seq=item.event_seq)
        assert (event.hash, event.step, event.actor_id) == (item.event_hash, "approve", cast.bupati.pk)
        assert event.client_id == item.client_id
        assert event.evidence == [letter.sha256]


def test_a_case_that_changed_since_is_refused_and_holds_up_no_other(loans, cast, queued):
    decision = decide(loans, cast, queued)
    loans[1].take("send_back", cast.bpkad, reason=("incomplete", "Surat tanah belum ada."))
    tasks.carry_out.func(decision.pk)
    (_, one), (status, two), (_, three) = results(decision)
    assert (one, three) == ("", "")
    assert status == "refused"
    assert "“Approve” is not possible while the state is" in two
    assert [loan.state for loan in loans] == ["approved", "sent_back", "approved"]
    assert Evidence.objects.filter(slot="approval_scan").count() == 2, "nothing of a refused case is kept"


def test_a_version_that_moved_in_the_same_state_is_refused(loans, cast, queued):
    decision = decide(loans, cast, queued)
    loans[0].document("approval_scan", cast.bupati)
    tasks.carry_out.func(decision.pk)
    assert results(decision)[0][1].startswith("This has changed since you opened it.")
    assert loans[0].state == "reviewed"


def test_who_does_not_hold_the_office_any_more_decides_nothing(loans, cast, queued):
    decision = decide(loans, cast, queued)
    together.carry_out_next(decision, type(loans[0].row), 0)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Assignment.objects.filter(user=cast.bupati).update(valid_to=yesterday)
    # He keeps another role there: what he may not do is said, not that there is nothing.
    factories.assign(cast.bupati, Role.VIEWER, "62.02")
    tasks.carry_out.func(decision.pk)
    assert [status for status, _ in results(decision)] == ["done", "refused", "refused"]
    assert "Only Head of region" in results(decision)[1][1]
    assert [loan.state for loan in loans] == ["approved", "reviewed", "reviewed"]


def test_a_site_that_went_out_of_sight_is_refused(loans, cast, queued):
    decision = decide(loans, cast, queued)
    Assignment.objects.filter(user=cast.bupati).delete()
    factories.assign(cast.bupati, Role.REGION_HEAD, "62.03")
    tasks.carry_out.func(decision.pk)
    assert results(decision) == [("refused", "You may not see this site any more.")] * 3


def test_a_case_whose_rules_do_not_hold_is_refused_with_their_sentences(loans, cast, queued):
    tomorrow = TODAY + datetime.timedelta(days=1)
    decision = decide(loans, cast, queued, fields={"approval_number": NUMBER, "approval_date": tomorrow})
    tasks.carry_out.func(decision.pk)
    assert all(status == "refused" and "is in the future" in sentence for status, sentence in results(decision))


def test_a_letter_number_that_was_used_is_refused_before_anything_happens(loans, cast, queued):
    loans[0].approve(NUMBER)
    entries = Event.objects.count()
    with pytest.raises(Invalid) as refused:
        decide(loans[1:], cast, queued)
    assert "was used already" in refused.value.errors["approval_number"][0]
    assert (BulkDecision.objects.count(), BulkItem.objects.count(), queued) == (0, 0, [])
    assert Event.objects.count() == entries


def test_confirmed_twice_it_is_decided_once(loans, cast, queued):
    name = uuid.uuid4()
    first, again = (decide(loans, cast, queued, client_id=name) for _ in range(2))
    assert first == again
    assert queued == [first.pk]
    assert Letter.objects.count() == 1
    with pytest.raises(ClientIdReused):
        decide(loans[:2], cast, queued, client_id=name)


def test_confirmed_twice_at_one_moment_it_is_decided_once(loans, cast, queued):
    name = uuid.uuid4()
    made = at_once(*[lambda: decide(loans, cast, queued, client_id=name).pk] * 4)
    assert len(set(made)) == 1
    assert queued == [made[0]]
    assert (BulkDecision.objects.count(), Letter.objects.count()) == (1, 1)


def test_a_job_that_died_in_the_middle_goes_on_where_it_was(loans, cast, queued, monkeypatch):
    decision = decide(loans, cast, queued)
    real = together.take_inside

    def killed(process_id, *rest):
        taken = real(process_id, *rest)
        if process_id == loans[1].process.pk:
            raise KeyboardInterrupt  # as the signal: after the step, before the commit
        return taken

    monkeypatch.setattr(together, "take_inside", killed)
    with pytest.raises(KeyboardInterrupt):
        tasks.carry_out.func(decision.pk)
    assert [loan.state for loan in loans] == ["approved", "reviewed", "reviewed"]
    monkeypatch.setattr(together, "take_inside", real)
    tasks.carry_out.func(decision.pk)
    tasks.carry_out.func(decision.pk)
    assert results(decision) == [("done", "")] * 3
    assert Event.objects.filter(verb="step", step="approve").count() == 3


def test_carried_out_by_several_at_once_each_case_is_decided_once(loans, cast, queued):
    decision = decide(loans, cast, queued)
    at_once(*[lambda: tasks.carry_out.func(decision.pk)] * 4)
    assert results(decision) == [("done", "")] * 3
    assert Event.objects.filter(verb="step", step="approve").count() == 3
    assert Evidence.objects.filter(slot="approval_scan").count() == 3


def test_one_at_which_the_program_fails_holds_up_no_other(loans, cast, queued, monkeypatch):
    decision = decide(loans, cast, queued)
    real = together.take_inside

    def broken(process_id, *rest):
        if process_id == loans[0].process.pk:
            raise RuntimeError("a mistake of ours")
        return real(process_id, *rest)

    monkeypatch.setattr(together, "take_inside", broken)
    with pytest.raises(tasks.Unfinished, match="1 of its processes"):
        tasks.carry_out.func(decision.pk)
    assert [status for status, _ in results(decision)] == ["waiting", "done", "done"]
    monkeypatch.undo()
    tasks.carry_out.func(decision.pk)
    assert results(decision) == [("done", "")] * 3


def test_with_its_simulated_cases_a_decision_and_its_letter_go(db, cast, queued):
    for person in vars(cast).values():
        person.is_demo = True
        person.save()
    places = [factories.site(f"62.02.01.{number}") for number in (2004, 2005)]
    loans = [Loan(at, cast, asset(at, cast.bpkad), opener=cast.dinkop).reviewed() for at in places]
    decision = decide(loans, cast, queued)
    assert decision.simulated
    tasks.carry_out.func(decision.pk)
    assert [loan.state for loan in loans] == ["approved"] * 2
    remove_simulated([places[0].code])
    assert decision.items.count() == 1
    assert Letter.objects.count() == 1
    remove_simulated([places[1].code])
    assert not BulkDecision.objects.exists()
    assert not Letter.objects.exists()
    tasks.carry_out.func(decision.pk)  # a job that is still in the queue finds nothing to do
