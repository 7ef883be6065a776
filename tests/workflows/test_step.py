"""Declaring a step: what nobody declared is denied, and a wrong declaration does not import."""

import pytest
from django.db.models import Q

from accounts.roles import Role
from workflows.duty import ALWAYS, Due, Duty
from workflows.flows.land_verification import LandVerification
from workflows.step import StepDeclarationError, step

ROLES = [Role.VILLAGE_OFFICER]


@pytest.mark.parametrize(
    ("declaration", "named"),
    [
        ({"source": "draft", "target": "done", "by": []}, "by="),
        ({"source": [], "target": "done", "by": ROLES}, "source="),
        ({"source": "draft", "target": "done", "by": ROLES, "tone": "sideways"}, "tone"),
        ({"source": "draft", "target": "done", "by": [Role.CLOCK]}, "due="),
        ({"source": "draft", "target": "done", "by": ROLES, "due": Due("ends_on")}, "due="),
        ({"source": "draft", "target": "done", "by": [*ROLES, Role.CLOCK], "due": Due("ends_on")}, "due="),
        ({"source": "draft", "target": "done", "by": ROLES, "within": 0}, "term"),
    ],
)
def test_a_declaration_without_role_or_source_does_not_import(declaration, named):
    with pytest.raises(StepDeclarationError, match=named):

        @step("Send", **declaration)
        def send(self): ...


def test_the_declaration_is_kept_beside_the_method():
    @step("Send", source=["a", "b"], target="c", by=ROLES, asks=["x"], optional=["y"])
    def send(self): ...

    declared = send.step
    assert (declared.name, declared.label, declared.target) == ("send", "Send", "c")
    assert declared.sources == {"a", "b"}
    assert declared.by == set(ROLES)
    assert declared.fields == ("x", "y")
    assert declared.duty is ALWAYS
    assert declared.tone == "forward"


def test_a_note_has_no_target():
    @step("Note", source="a", target=None, by=ROLES)
    def note(self): ...

    assert note.step.target is None


def test_a_workflow_knows_its_steps_in_the_order_declared():
    assert list(LandVerification.steps) == [
        "save_draft",
        "submit",
        "survey",
        "verify",
        "note_legal",
        "accept",
        "take_back_acceptance",
        "send_back",
        "reject",
        "withdraw",
        "reopen",
    ]
    assert LandVerification.kind_name == "land_verification"


def test_a_duty_holds_until_its_field_is_filled():
    duty = Duty(until_filled="legal_verdict")
    assert duty.holds(LandVerification(legal_verdict=""))
    assert not duty.holds(LandVerification(legal_verdict="clear"))
    assert duty.condition == Q(legal_verdict="")
    assert ALWAYS.holds(LandVerification())
    assert ALWAYS.condition == Q()


@pytest.mark.parametrize(
    ("state", "filled", "waiting"),
    [
        ("draft", "", True),
        ("submitted", "", True),
        ("submitted", "clear", True),
        ("verified", "", True),
        ("verified", "clear", True),
        ("accepted", "clear", False),
        ("rejected", "", False),
        ("withdrawn", "", False),
    ],
)
def test_a_process_waits_as_long_as_a_duty_holds(state, filled, waiting):
    """What may be done but awaits nobody (reopen, withdraw) does not make it wait."""
    assert LandVerification(state=state, legal_verdict=filled).waiting is waiting
