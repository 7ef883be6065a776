"""The system checks: a declaration that would trap or mislead people stops the program from starting."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.db.models import TextChoices

from accounts.roles import Role
from workflows import checks, registry
from workflows.construction.lines import Defect, Equipment
from workflows.duty import Due
from workflows.flows.land_verification import LandVerification
from workflows.guards import guard, waivable
from workflows.step import EvidenceSlot, adding, changing, step

VILLAGE, KODIM = [Role.VILLAGE_OFFICER], [Role.DISTRICT_COMMAND]


class State(TextChoices):
    DRAFT = "draft"
    SENT = "sent"
    DONE = "done"


def declared(name: str, source, target, **more):
    def method(self): ...

    method.__name__ = name
    words = {"help": "What it means.", "within": None if Role.CLOCK in more.get("by", ()) else 5}
    return step("Label", source=source, target=target, by=more.pop("by", VILLAGE), **words | more)(method).step


def flow(*steps, **changes):
    """A declaration that is in order but for ``changes`` and the steps given instead of its own."""
    steps = steps or (declared("send", "draft", "sent"), declared("finish", "sent", "done"))
    columns = {
        "kind_name": "trial",
        "State": State,
        "initial": "draft",
        "final": {"done"},
        "started_by": VILLAGE,
        "steps": {one.name: one for one in steps},
        "_meta": LandVerification._meta,
    }
    return SimpleNamespace(**columns | changes)


def ids(monkeypatch, trial) -> list[str]:
    monkeypatch.setattr(registry, "flows", lambda: [trial])
    return sorted(error.id.removeprefix("workflows.") for error in checks.check_workflows())


@guard("A rule")
def rule(process):
    return ""


@guard("")
def wordless(process):
    return ""


def test_the_real_workflows_are_in_order():
    assert checks.check_workflows() == []


def test_the_trial_is_in_order_to_begin_with(monkeypatch):
    assert ids(monkeypatch, flow()) == []


@pytest.mark.parametrize(
    ("trial", "found"),
    [
        pytest.param(
            lambda: flow(declared("send", "draft", "lost")), ["E001", "E002", "E002", "E003"], id="undeclared"
        ),
        pytest.param(
            lambda: flow(declared("send", "draft", "done"), declared("late", "sent", "done")),
            ["E002"],
            id="unreachable",
        ),
        pytest.param(lambda: flow(final=set()), ["E003"], id="dead end"),
        pytest.param(lambda: flow(started_by=[]), ["E004"], id="nobody starts it"),
        pytest.param(
            lambda: flow(declared("send", "draft", "sent", asks=["colour"]), declared("finish", "sent", "done")),
            ["E005"],
            id="no such column",
        ),
        pytest.param(
            lambda: flow(declared("send", "draft", "sent", not_by_actor_of=["paint"]), declared("f", "sent", "done")),
            ["E006"],
            id="no such step",
        ),
        pytest.param(
            lambda: flow(declared("send", "draft", "sent", by=["painter"]), declared("finish", "sent", "done")),
            ["E007", "E017"],
            id="no such role",
        ),
        pytest.param(
            lambda: flow(declared("send", "draft", "sent", guards=[rule, rule]), declared("finish", "sent", "done")),
            ["E008"],
            id="a guard twice",
        ),
        pytest.param(
            lambda: flow(
                declared("send", "draft", "sent", guards=[waivable(rule, by=KODIM)]), declared("finish", "sent", "done")
            ),
            ["E009"],
            id="waivable by nobody who takes it",
        ),
        pytest.param(
            lambda: flow(
                declared("send", "draft", "sent", guards=[rule], warnings=[rule]), declared("finish", "sent", "done")
            ),
            ["E008"],
            id="a guard that also warns",
        ),
        pytest.param(
            lambda: flow(
                declared("send", "draft", "sent", warnings=[waivable(rule, by=KODIM)]),
                declared("finish", "sent", "done"),
            ),
            ["E010"],
            id="a warning to waive",
        ),
        pytest.param(
            lambda: flow(
                declared("send", "draft", "sent", evidence=[EvidenceSlot("photo", "Photo")]),
                declared("finish", "sent", "done", evidence=[EvidenceSlot("photo", "Photo", minimum=3)]),
            ),
            ["E011"],
            id="a slot of two meanings",
        ),
        pytest.param(
            lambda: flow(
                declared("send", "draft", "sent"),
                declared("lapse", "sent", "done", by=[Role.CLOCK], due=Due("agrinas_date")),
            ),
            ["E017"],
            id="only time leads on",
        ),
        pytest.param(
            lambda: flow(declared("send", "draft", "sent"), declared("finish", "sent", "done", by=["painter"])),
            ["E007", "E017"],
            id="only a role that does not exist leads on",
        ),
        pytest.param(
            lambda: flow(
                declared("send", "draft", "sent"),
                declared("note", "sent", None),
                declared("finish", "sent", "done", by=[Role.CLOCK], due=Due("agrinas_date")),
            ),
            ["E017"],
            id="people can only add notes",
        ),
        pytest.param(
            lambda: flow(
                declared("send", "draft", "sent", guards=[waivable(rule, by=[*VILLAGE, "painter"])]),
                declared("finish", "sent", "done"),
            ),
            ["E014"],
            id="a waiver without an owner",
        ),
        pytest.param(
            lambda: flow(
                declared("send", "draft", "sent", guards=[replace(rule, owners=frozenset([Role.CLOCK]))]),
                declared("finish", "sent", "done"),
            ),
            ["E014"],
            id="a rule that only time makes true",
        ),
        pytest.param(
            lambda: flow(declared("send", "draft", "sent", guards=[wordless]), declared("finish", "sent", "done")),
            ["E015"],
            id="a rule without words",
        ),
        pytest.param(
            lambda: flow(declared("send", "draft", "sent", help=""), declared("finish", "sent", "done")),
            ["W002"],
            id="a step that does not say what it means",
        ),
        pytest.param(
            lambda: flow(declared("send", "draft", "sent", within=None), declared("finish", "sent", "done")),
            ["W001"],
            id="a duty without a term",
        ),
        pytest.param(
            lambda: flow(
                declared("send", "draft", "sent", within=None, duty=None),
                declared("note", "sent", None, record=adding(Defect)),
                declared("note_again", "sent", None, record=adding(Defect), not_by_actor_of=["note"]),
                declared(
                    "finish", "sent", "done", record=changing(Equipment, source="ordered"), not_by_actor_of=["note"]
                ),
            ),
            ["E016", "E016"],
            id="separated on another line",
        ),
    ],
)
def test_what_is_out_of_order_is_said(monkeypatch, trial, found):
    assert ids(monkeypatch, trial()) == found


@pytest.mark.parametrize(("column", "found"), [("agrinas_date", []), ("legal_note", ["E012"]), ("nowhere", ["E012"])])
def test_what_time_takes_is_due_on_a_date(monkeypatch, column, found):
    lapse = declared("lapse", "sent", "done", by=[Role.CLOCK], due=Due(column))
    leave = declared("leave", "sent", "done")
    assert ids(monkeypatch, flow(declared("send", "draft", "sent"), leave, lapse)) == found


@pytest.mark.parametrize(
    "of_one_case",
    [
        {"reasons": State},
        {"tone": "stop"},
        {"evidence": [EvidenceSlot("photos", "Photos")]},
        {"evidence": [EvidenceSlot("papers", "Papers", minimum=2, accepts="document")]},
        {"asks": ["plot"]},
    ],
)
def test_a_step_for_many_asks_for_nothing_that_is_true_of_one_case(of_one_case):
    several = declared("finish", "sent", "done", bulk=True, **of_one_case)
    found = checks._bulk(flow(several), several)
    assert [error.id for error in found] == ["workflows.E013"]


def test_a_step_for_many_may_ask_for_the_letter():
    paper = EvidenceSlot("letter", "Letter", accepts="document")
    several = declared("finish", "sent", "done", bulk=True, asks=["agrinas_reference"], evidence=[paper])
    assert checks._bulk(flow(several), several) == []


@pytest.mark.parametrize("looked_up", [{"asks": ["plot"]}, {"asks": ["site"]}])
def test_what_is_captured_without_a_signal_refers_to_nothing_that_is_looked_up(looked_up):
    seen = declared("finish", "sent", "done", offline=True, **looked_up)
    assert [error.id for error in checks._offline(flow(seen), seen)] == ["workflows.E019"]
