"""Who is awaited: the step's own actors, or the owners of the rule that stops it."""

import datetime
from dataclasses import replace

import pytest

from accounts.roles import Role
from sites.models import Site
from tests import factories
from workflows.awaited import Raised, awaited_at, deed_of, from_row, is_pending, remedies
from workflows.flows.land_verification import LandVerification
from workflows.flows.readiness import Readiness
from workflows.guards import Guard
from workflows.inbox import queues
from workflows.selectors import duties_of

ASSET, COOPERATIVE, KODIM = Role.ASSET_OFFICE, Role.COOPERATIVE_OFFICE, Role.DISTRICT_COMMAND


def awaited(state: str, **fields) -> list[tuple[str, set[Role], str]]:
    found = awaited_at(LandVerification(state=state, **fields))
    return [(one.step.name, set(one.roles), one.cause) for one in found]


@pytest.mark.parametrize(
    ("state", "fields", "expected"),
    [
        ("draft", {}, [("submit", {Role.VILLAGE_OFFICER, COOPERATIVE}, "")]),
        ("submitted", {}, [("survey", {Role.FIELD_OFFICER}, ""), ("note_legal", {ASSET}, "")]),
        ("surveyed", {"legal_verdict": "clear"}, [("verify", {KODIM}, "")]),
        ("verified", {"legal_verdict": "clear"}, [("accept", {COOPERATIVE}, "")]),
        ("verified", {"legal_verdict": "conditional"}, [("accept", {COOPERATIVE}, "")]),
        ("verified", {"legal_verdict": "blocked"}, [("accept", {ASSET}, "legal_note_not_blocked")]),
        ("verified", {}, [("note_legal", {ASSET}, ""), ("accept", {ASSET}, "legal_note_not_blocked")]),
        ("accepted", {}, []),
    ],
)
def test_the_owner_of_the_rule_is_awaited_else_the_steps_actor(state, fields, expected):
    assert awaited(state, **fields) == expected


def test_a_rule_without_an_owner_stays_with_the_steps_actor():
    """A plot under a power line: whoever verifies has to refuse it or send it back."""
    found = awaited("surveyed", under_power_line="yes", legal_verdict="clear")
    assert found == [("verify", {KODIM}, "")]


def test_a_rule_that_is_judged_on_submission_stops_nobody_yet():
    guard = Guard("dated", "", lambda process: "Undated.", fields=("agrinas_date",), owners=frozenset([ASSET]))
    step = replace(LandVerification.steps["accept"], guards=(guard,))
    process = LandVerification(state="verified", legal_verdict="clear")
    process.steps = {"accept": step}
    assert [one.roles for one in awaited_at(process)] == [step.by]
    process.agrinas_date = "2026-11-22"
    assert [one.roles for one in awaited_at(process)] == [{ASSET}]


def test_what_is_kept_is_read_back():
    (one,) = awaited_at(LandVerification(state="verified", legal_verdict="blocked"))
    assert one.as_row() == {"step": "accept", "roles": ["asset_office"], "cause": "legal_note_not_blocked"}
    assert from_row(LandVerification, one.as_row()) == replace(one, sentence="")
    raised = Raised(datetime.date(2026, 11, 24), (("asset_office", "62"),))
    late = replace(one, sentence="", due=datetime.date(2026, 11, 23), raised=raised)
    assert late.as_row()["to"] == [{"role": "asset_office", "region": "62"}]
    assert from_row(LandVerification, late.as_row()) == late


def test_a_step_that_is_not_declared_any_more_is_nobodys():
    """Kept by the program before this one, until the read-model is renewed."""
    assert from_row(LandVerification, {"step": "renamed", "roles": ["viewer"], "cause": ""}) is None


def test_the_remedy_is_the_owners_step_that_asks_for_what_the_rule_reads():
    accept = LandVerification.steps["accept"]
    rule = accept.guards[0]
    assert [step.name for step in remedies(LandVerification, rule, accept, "verified")] == ["note_legal"]
    assert remedies(LandVerification, rule, accept, "accepted") == []
    assert remedies(LandVerification, replace(rule, owners=frozenset([KODIM])), accept, "verified") == []


@pytest.mark.usefixtures("english_pages")
def test_the_deed_is_the_step_the_remedy_or_what_the_rule_says():
    process = LandVerification(state="verified", legal_verdict="blocked", legal_note="Ganda.")
    (one,) = awaited_at(process)
    assert deed_of(one, process) == str(LandVerification.steps["note_legal"].label)
    assert deed_of(replace(one, guard=None), process) == str(one.step.label)
    assert deed_of(replace(one, guard=replace(one.guard, owners=frozenset([KODIM]))), process) == (
        f"{one.step.label}, which is held up: {one.sentence.rstrip('.')}"
    )


@pytest.mark.django_db
def test_a_rule_whose_remedy_lies_elsewhere_brings_the_case_to_its_owner(plot, monkeypatch):
    """As a gate between workflows will: the owner finds the case, though there is no step in it for him."""
    guard = Guard("elsewhere", "", lambda process: "The road is missing.", owners=frozenset([Role.ICT_OFFICE]))
    verify = LandVerification.steps["verify"]
    monkeypatch.setitem(LandVerification.steps, "verify", replace(verify, guards=(*verify.guards, guard)))
    kominfo = factories.user("kominfo", Role.ICT_OFFICE, "62.02")
    plot.surveyed()
    process = LandVerification.objects.get(pk=plot.process.pk)
    process.site = Site.objects.get(pk=plot.site.pk)
    (queue,) = queues(kominfo)
    assert queue.key == "land_verification.verify" and [step.name for step in duties_of(process, kominfo)] == ["verify"]
    assert queues(plot.cast.kodim) == [] and duties_of(process, plot.cast.kodim) == []


def test_a_rule_about_a_reference_that_is_not_chosen_yet_is_pending():
    step = Readiness.steps["list_document"]
    (rule,) = [guard for guard in step.guards if "kind" in guard.fields]
    process = Readiness()
    process.item = step.record.model()
    assert is_pending(rule, step, process)
    process.item.kind_id = "deed"
    assert not is_pending(rule, step, process)
