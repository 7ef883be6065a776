"""Agreements and commitments: who records, reports and confirms; each deed in an append-only record."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from accounts import delegations
from accounts.roles import Role
from sites import chain
from tests import factories
from tests.sites.tampering import tamper
from tests.workflows.coordination.conftest import SIGNED, again, day
from workflows.coordination import deeds, selectors, trail
from workflows.coordination.gate import Request
from workflows.coordination.models import Agreement, AgreementEvent, Commitment
from workflows.documents import Scan
from workflows.refusals import ClientIdReused, Conflict, Invalid, NotPermitted, SimulationMixed, WrongState

pytestmark = pytest.mark.django_db

TODAY = day(0)


@pytest.fixture(autouse=True)
def _english(english_pages):
    """The sentences below are the English ones."""


@pytest.fixture
def promised(coordination):
    return coordination.commitment(coordination.agreement())


def report(commitment, person, **more) -> Commitment:
    given = {"done_on": TODAY, "note": "Lahan siap.", "scan": Scan()}
    request = Request(again(person), version=more.pop("version", None), client_id=more.pop("client_id", None))
    return deeds.report(commitment.pk, **{**given, **more}, request=request)


def state(commitment) -> str:
    return Commitment.objects.get(pk=commitment.pk).state


# --- recording ---


def test_an_agreement_and_its_commitments_stand_in_its_record(coordination, promised):
    agreement = promised.agreement
    assert (agreement.recorded_role, agreement.recorded_office) == ("cooperative_office", "Dinkop Kalteng")
    assert [event.verb for event in agreement.events.all()] == ["record", "commit"]
    assert agreement.events.last().changes["regions"] == [None, ["62.02"]]
    assert list(trail.problems()) == []


@pytest.mark.parametrize("who", ["bpkad", "viewer", "village_officer", "neighbour", "outsider", "nobody", "dinkop"])
def test_only_a_government_that_stands_above_records(coordination, people, who):
    with pytest.raises(NotPermitted):
        coordination.agreement(by=getattr(people, who))
    assert not Agreement.objects.exists()


def test_a_document_is_recorded_once(coordination):
    coordination.agreement()
    with pytest.raises(Conflict, match="recorded already"):
        coordination.agreement(by=coordination.people.province2)


def test_the_same_request_again_records_nothing_new(coordination):
    key = uuid.uuid4()
    first = coordination.agreement(client_id=key)
    assert coordination.agreement(client_id=key) == first
    with pytest.raises(ClientIdReused):
        coordination.agreement(client_id=key, number="other")


def test_a_commitment_lies_inside_what_the_agreement_was_made_for(coordination, people):
    agreement = coordination.agreement(region="62.02", by=people.dinkop)
    with pytest.raises(Invalid) as refused:
        coordination.commitment(agreement, regions=("62.03",), by=people.dinkop)
    assert "was not made for this place" in refused.value.errors["regions"][0]
    with pytest.raises(Invalid):
        coordination.commitment(agreement, regions=(), by=people.dinkop)


def test_due_before_the_agreement_is_refused(coordination):
    with pytest.raises(Invalid) as refused:
        coordination.commitment(coordination.agreement(), due=(SIGNED - TODAY).days - 1)
    assert "due_on" in refused.value.errors


@pytest.mark.parametrize("who", ["dinkop", "bpkad", "viewer"])
def test_only_the_office_that_recorded_it_adds_to_it(coordination, people, who):
    agreement = coordination.agreement()
    with pytest.raises(NotPermitted, match="Dinkop Kalteng"):
        coordination.commitment(agreement, by=getattr(people, who))


# --- reporting and confirming ---


def test_reported_by_the_office_in_charge_and_confirmed_by_who_recorded_it(people, promised):
    done = report(promised, people.bpkad)
    assert (done.state, done.done_by, done.done_note) == ("done", people.bpkad, "Lahan siap.")
    deeds.confirm(promised.pk, request=Request(again(people.province)))
    verbs = list(promised.agreement.events.values_list("verb", "before_state", "after_state"))
    assert verbs[-2:] == [("report", "open", "done"), ("confirm", "done", "confirmed")]
    assert list(trail.problems()) == []


@pytest.mark.parametrize("who", ["province", "dinkop", "kodim", "viewer"])
def test_another_office_does_not_report(people, promised, who):
    with pytest.raises(NotPermitted, match="Only the office in charge reports this: BPKAD Kotim"):
        report(promised, getattr(people, who))


@pytest.mark.parametrize("who", ["neighbour", "outsider", "nobody"])
def test_for_people_of_other_regions_it_does_not_exist(people, promised, who):
    with pytest.raises(Commitment.DoesNotExist):
        report(promised, getattr(people, who))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"done_on": TODAY + datetime.timedelta(days=1)}, "done_on"),
        ({"done_on": SIGNED - datetime.timedelta(days=1)}, "done_on"),
        ({"note": "ok"}, "note"),
    ],
)
def test_a_report_tells_a_day_and_a_sentence(people, promised, given, field):
    with pytest.raises(Invalid) as refused:
        report(promised, people.bpkad, **given)
    assert list(refused.value.errors) == [field]
    assert state(promised) == "open"


def test_whoever_reported_does_not_confirm_though_his_office_recorded_it(coordination, people):
    own = coordination.commitment(coordination.agreement(), owner="Dinkop Kalteng", regions=("62",))
    report(own, people.province)
    with pytest.raises(NotPermitted, match="somebody else must confirm"):
        deeds.confirm(own.pk, request=Request(again(people.province)))
    assert deeds.confirm(own.pk, request=Request(again(people.province2))).confirmed_by == people.province2


def test_a_delegate_of_the_reporter_does_not_confirm(coordination, people):
    own = coordination.commitment(coordination.agreement(), owner="Dinkop Kalteng", regions=("62",))
    report(own, people.province)
    factories.lend(people.province, people.province2)
    with pytest.raises(NotPermitted, match="act for whoever did"):
        deeds.confirm(own.pk, request=Request(again(people.province2)))


def test_a_delegate_reports_in_the_givers_name_until_revoked(people, promised):
    helper = factories.user("wakil", Role.VIEWER, "62.02", full_name="Wakil")
    lent = factories.lend(people.bpkad, helper)
    reader = again(helper)
    assert reader.scope.holds(Role.ASSET_OFFICE)
    delegations.revoke(delegation_id=lent.pk, by=again(people.bpkad))
    with pytest.raises(NotPermitted, match="was revoked on"):
        deeds.report(promised.pk, done_on=TODAY, note="Lahan siap.", scan=Scan(), request=Request(reader))
    factories.lend(people.bpkad, helper)
    report(promised, helper)
    assert AgreementEvent.objects.get(verb="report").author == "Wakil for Bpkad"


def test_sent_back_it_is_open_again_with_the_reason(people, promised):
    report(promised, people.bpkad)
    with pytest.raises(Invalid):
        deeds.send_back(promised.pk, reason="no", request=Request(again(people.province)))
    deeds.send_back(promised.pk, reason="Baru satu desa.", request=Request(again(people.province)))
    assert state(promised) == "open"
    assert AgreementEvent.objects.get(verb="send_back").reason_text == "Baru satu desa."


def test_postponed_and_cancelled_with_a_reason(people, promised):
    asked = Request(again(people.province))
    deeds.postpone(promised.pk, due_on=day(40), reason="Musim hujan.", request=asked)
    assert Commitment.objects.get().due_on == day(40)
    with pytest.raises(Invalid):
        deeds.cancel(promised.pk, reason="", request=asked)
    deeds.cancel(promised.pk, reason="Diganti lokasi lain.", request=asked)
    for deed in (lambda: report(promised, people.bpkad), lambda: deeds.confirm(promised.pk, request=asked)):
        with pytest.raises(WrongState, match="Cancelled"):
            deed()


def test_a_report_on_what_was_read_before_is_refused(people, promised):
    deeds.postpone(promised.pk, due_on=day(40), reason="Musim hujan.", request=Request(again(people.province)))
    with pytest.raises(Conflict, match="changed since you opened it"):
        report(promised, people.bpkad, version=1)


def test_a_repeated_report_happens_once(people, promised):
    key = uuid.uuid4()
    for _ in range(2):
        report(promised, people.bpkad, client_id=key)
    assert AgreementEvent.objects.filter(verb="report").count() == 1
    with pytest.raises(ClientIdReused):
        report(promised, people.bpkad, client_id=key, note="Something else.")


def test_a_demonstration_account_changes_nothing_real(people, promised):
    demo = factories.user("contoh", Role.ASSET_OFFICE, "62.02", office="BPKAD Kotim", is_demo=True)
    with pytest.raises(SimulationMixed):
        report(promised, demo)


# --- the record ---


def refused_by_database(sql: str) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    return str(error.value)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE workflows_agreementevent SET reason_text = 'x'",
        "DELETE FROM workflows_agreementevent",
        "INSERT INTO workflows_agreementevent SELECT 999999, 7, verb, process_id, process_kind, process_version, step, "
        "before_state, after_state, reason_code, reason_text, changes, evidence, actor_name, actor_role, actor_office, "
        "on_behalf_of_name, device_at, recorded_at, request_id, null, request_digest, simulated, previous_hash, hash, "
        "actor_id, agreement_id, on_behalf_of_id FROM workflows_agreementevent LIMIT 1",
        "UPDATE workflows_commitment SET state = 'confirmed'",
    ],
)
def test_the_database_refuses_what_the_gate_would_not_write(promised, sql):
    assert refused_by_database(sql)


def test_the_record_is_not_emptied():
    assert "never changed" in refused_by_database("TRUNCATE workflows_agreementevent")


def test_a_changed_entry_is_found_by_the_ledgers_own_verifier(people, promised):
    report(promised, people.bpkad)
    agreement = Agreement.objects.get()
    assert list(chain.problems(trail.entries(agreement), {agreement.chain_name: trail.end(agreement)})) == []
    tamper("UPDATE workflows_agreementevent SET actor_name = 'Orang lain' WHERE verb = 'report'")
    assert list(trail.problems()) == [f"agreement-{agreement.pk}#3: its content was changed after it was written."]
    tamper("DELETE FROM workflows_agreementevent WHERE verb = 'report'")
    assert "the last entries are missing" in next(trail.problems())


# --- seeing ---


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("bpkad", True),
        ("kodim", True),
        ("village_officer", True),
        ("province", True),
        ("viewer", True),
        ("neighbour", False),
        ("outsider", False),
        ("nobody", False),
    ],
)
def test_a_commitment_is_seen_where_it_binds(people, promised, who, seen):
    assert selectors.visible_to(again(getattr(people, who))).exists() is seen


def test_what_binds_the_province_is_seen_in_every_regency(coordination, people):
    coordination.commitment(coordination.agreement(), regions=("62",), owner="Dinkop Kalteng")
    for who, seen in (("neighbour", True), ("bpkad", True), ("outsider", False)):
        assert selectors.visible_to(again(getattr(people, who))).exists() is seen
    assert selectors.commitments_in("62.03", again(people.neighbour)).count() == 1


def test_the_inbox_asks_the_office_in_charge_then_whoever_recorded_it(coordination, people):
    agreement = coordination.agreement()
    early = coordination.commitment(agreement, due=-3)
    coordination.commitment(agreement, due=5)
    found = selectors.due_for(again(people.bpkad))
    assert [(one.deed, one.late) for one in found] == [("report", True), ("report", False)]
    assert selectors.due_for(again(people.province)) == []
    report(early, people.bpkad)
    assert [one.deed for one in selectors.due_for(again(people.province2))] == ["confirm"]
    assert len(selectors.due_for(again(people.bpkad))) == 1
    for who in ("viewer", "nobody", "neighbour", "kodim"):
        assert selectors.due_for(again(getattr(people, who))) == []


@pytest.mark.parametrize(("due", "is_late"), [(-1, True), (0, False), (1, False)])
def test_late_is_after_its_day(coordination, people, due, is_late):
    promised = coordination.commitment(coordination.agreement(), due=due)
    assert promised.is_late is is_late
    seen = selectors.visible_to(again(people.province))
    assert selectors.late(seen).exists() is is_late
    assert selectors.tally(seen)["late"] == int(is_late)
