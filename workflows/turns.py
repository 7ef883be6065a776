"""Whose turn it is, asked of the database: the conditions behind the inbox."""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from django.db.models import F, Func, JSONField, Q, TextField, Value
from django.db.models.fields.json import DataContains
from django.db.models.functions import Cast

from accounts.roles import Role
from workflows.awaited import remedies
from workflows.guards import Guard
from workflows.models import Process
from workflows.owners import held_nearest
from workflows.step import Step


def turn_condition(flow: type[Process], step: Step, user) -> Q | None:
    """The condition "this step of the process is the person's turn now"; None when no role of his ever has it.

    It is his turn when the step itself is awaited of him, when by this step he can make true a rule that he owns and
    that stops another, and when a rule that he owns stops this step and its remedy lies outside the process.
    It is the nearest office's turn: the province may take a step of the regency's office, but it stands in the
    province's inbox only where no regency has such an office.
    """
    ways = [way for way in (*_by_taking_it(flow, step, user), *_outside(flow, step, user)) if way is not None]
    return reduce(or_, ways) if ways else None


def _by_taking_it(flow: type[Process], step: Step, user) -> Iterator[Q | None]:
    separate = _separate(step, user)
    if step.duty is not None:
        yield _awaited(step, None, step.sources, step.by, user, separate & step.duty.condition)
    for stopped, guard in _owned_guards(flow):
        states = {state for state in stopped.sources if step in remedies(flow, guard, stopped, state)}
        yield _awaited(stopped, guard, states, guard.owners & step.by, user, separate)


def _outside(flow: type[Process], step: Step, user) -> Iterator[Q | None]:
    for stopped, guard in _owned_guards(flow):
        if stopped is step:
            states = {state for state in step.sources if not remedies(flow, guard, step, state)}
            yield _awaited(step, guard, states, guard.owners, user, Q())


def _owned_guards(flow: type[Process]) -> Iterator[tuple[Step, Guard]]:
    return ((step, guard) for step in flow.steps.values() if step.duty for guard in step.guards if guard.owners)


def _awaited(
    step: Step, guard: Guard | None, states: Iterable[str], roles: Iterable[Role], user, further: Q
) -> Q | None:
    """The condition "these roles, which the person holds nearest, are awaited for that step because of that rule"."""
    places = [held_nearest("site__code", role, region) for role in roles for region in user.scope.regions_of({role})]
    if not places or not states:
        return None
    row = {"step": step.name, "cause": guard.code if guard else ""}
    # The site's read-model says who is awaited: {process id: {"awaits": [{"step", "roles", "cause"}]}}.
    awaits = Func(
        F("site__processes"),
        Cast(F("pk"), TextField()),
        Value("awaits"),
        function="jsonb_extract_path",
        output_field=JSONField(),
    )
    return (
        Q(state__in=sorted(states)) & reduce(or_, places) & Q(DataContains(awaits, Value([row], JSONField()))) & further
    )


def _separate(step: Step, user) -> Q:
    """The condition "the person took none of the steps whose actors may not take this one"."""
    condition = Q()
    for earlier in step.not_by_actor_of:
        # Where nobody took the earlier step, "not by this person" would be NULL and hide the process from everybody.
        condition &= Q(**{f"actors__{earlier}__isnull": True}) | ~Q(**{f"actors__{earlier}__contains": user.pk})
    return condition
