"""Everything a declaration says to a reader, in both languages: English as it is written, Indonesian in the catalogue.

That nothing stands in the source untranslated, ``tests/architecture/test_translations.py`` proves. Here it is the other
way round: what a workflow shows is a text of the catalogue at all, and not one that nobody marked for translation.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from types import FunctionType

import pytest
from django.utils import translation
from django.utils.functional import Promise

from accounts.roles import Role
from workflows import registry
from workflows.guards import Guard, guard
from workflows.models import Process

FLOWS = {flow.kind_name: flow for flow in registry.flows()}
_MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}
# From the guard to the function that words its refusal, and to one that this asks.
_DEPTH = 3


def indonesian(text: str | Promise) -> str:
    with translation.override("id"):
        return str(text)


def said_by(flow: type[Process]) -> Iterator[tuple[str, str | Promise]]:
    """Where it stands, and the text: of every state, step, slot, reason and rule."""
    yield "label", flow.label
    yield from (("state", label) for _value, label in flow.State.choices)
    for name, step in flow.steps.items():
        yield f"{name}: label", step.label
        # Nobody reads what time does before it is done.
        if step.help or step.by - {Role.CLOCK}:
            yield f"{name}: help", step.help
        if step.done:
            yield f"{name}: done", step.done
        yield from ((f"{name}: {slot.name}", slot.label) for slot in step.evidence)
        yield from ((f"{name}: {rule.code}", rule.label) for rule in (*step.guards, *step.warnings))
        yield from ((f"{name}: reason", label) for _code, label in (step.reasons.choices if step.reasons else []))


def known(text: str) -> bool:
    """Is it in the Indonesian catalogue?"""
    catalogue = translation.trans_real.translation("id")._catalog
    return any(catalogue.get(key) for key in (text, (text, 0)))


@pytest.mark.parametrize("kind", FLOWS)
def test_every_text_of_a_workflow_is_there_in_both_languages(kind):
    silent = []
    for where, text in said_by(FLOWS[kind]):
        with translation.override(None):
            written = str(text)
        # One with a number in it differs from what is written; it stands in the catalogue without its number.
        if not written.strip() or not (known(written) or indonesian(text) != written):
            silent.append((where, written))
    assert silent == []


def sentences_of(rule: Guard) -> set[str]:
    """The texts marked for translation with which a rule refuses: in its function, and in those it asks."""
    return {text for function in _asked(rule.check, _DEPTH) for text in _marked(function)}


def _asked(function: Callable, depth: int) -> Iterator[FunctionType]:
    function = inspect.unwrap(function)
    if not isinstance(function, FunctionType) or not function.__module__.startswith("workflows"):
        return
    yield function
    if depth:
        names = {node.id for node in ast.walk(_tree(function)) if isinstance(node, ast.Name)}
        around = inspect.getclosurevars(function)
        for name in names:
            other = around.nonlocals.get(name, around.globals.get(name))
            if callable(other) and not isinstance(other, type):
                yield from _asked(getattr(other, "check", other), depth - 1)
        for node in ast.walk(_tree(function)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                module = around.globals.get(node.value.id)
                other = getattr(module, node.attr, None) if inspect.ismodule(module) else None
                if isinstance(other, FunctionType):
                    yield from _asked(other, depth - 1)


def _marked(function: FunctionType) -> Iterator[str]:
    for node in ast.walk(_tree(function)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MARKS:
            yield from (argument.value for argument in node.args[:1] if isinstance(argument, ast.Constant))


def _tree(function: FunctionType) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


RULES = {
    f"{flow.kind_name}.{rule.code}": rule
    for flow in registry.flows()
    for step in flow.steps.values()
    for rule in (*step.guards, *step.warnings)
}


@pytest.mark.parametrize("name", RULES)
def test_every_rule_refuses_with_a_sentence_in_both_languages(name):
    sentences = sentences_of(RULES[name])
    assert sentences
    assert {sentence for sentence in sentences if not known(sentence)} == set()


def test_a_rule_that_refuses_in_one_language_only_is_found_out():
    @guard("A rule")
    def silent(process):
        return "Not in any catalogue."

    assert sentences_of(silent) == set()
    assert not known("Not in any catalogue.")
    assert known("Satellite internet")
