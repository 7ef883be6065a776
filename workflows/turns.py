"""Whose turn it is, asked of the database: the conditions behind the inbox."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import F, Func, JSONField, Q, TextField, Value
from django.db.models.fields.json import DataContains
from django.db.models.functions import Cast

from accounts.roles import Role
from gis_data.querysets import prefix_q
from workflows.awaited import remedies
from workflows.models import Process
from workflows.owners import held_nearest
from workflows.step import Step


@dataclass(frozen=True)
class Way:
    """How a step comes to be somebody's turn: the awaited step and the cause that the read-model names, the states in
    which that is so, and whose it is. ``taken`` is False when the rule that stops the step is made true elsewhere."""

    awaited: str
    cause: str
    states: frozenset[str]
    roles: frozenset[Role]
    taken: bool = True


def ways_to(flow: type[Process], step: Step) -> list[Way]:
    """The step itself is awaited; by it a rule can be made true that stops another; a rule stops it whose owner has no
    remedy within the process. From the declarations alone."""
    ways = [Way(step.name, "", step.sources, step.by)] if step.duty else []
    for stopped in flow.steps.values():
        for guard in stopped.guards if stopped.duty else ():
            if not guard.owners:
                continue
            found = {state: remedies(flow, guard, stopped, state) for state in stopped.sources}
            if states := frozenset(state for state, steps in found.items() if step in steps):
                ways.append(Way(stopped.name, guard.code, states, guard.owners & step.by))
            if stopped is step and (states := frozenset(state for state, steps in found.items() if not steps)):
                ways.append(Way(step.name, guard.code, states, guard.owners, taken=False))
    return ways


def turn_condition(flow: type[Process], step: Step, user) -> Q | None:
    """The condition "this step of the process is the person's turn now"; None when no role of his ever has it.

    It is the nearest office's turn: the province may take a step of the regency's office, but it stands in the
    province's inbox only where no regency has such an office.
    """
    mine = [way for way in ways_to(flow, step) if any(user.scope.holds(role) for role in way.roles)]
    if not mine:
        return None
    # Ways of the same roles share one question of who holds them: it is what costs.
    kinds = {(way.roles, way.taken) for way in mine}
    return reduce(or_, (_turn(step, [way for way in mine if (way.roles, way.taken) == kind], user) for kind in kinds))


def states_of(flow: type[Process], step: Step) -> set[str]:
    """The states in which the step can be somebody's turn."""
    return {state for way in ways_to(flow, step) for state in way.states}


def _turn(step: Step, ways: list[Way], user) -> Q:
    roles, taken = ways[0].roles, ways[0].taken
    places = [held_nearest("site__code", role, region) for role in roles for region in user.scope.regions_of({role})]
    condition = reduce(or_, (_awaited(way) for way in ways)) & reduce(or_, places)
    for earlier in step.not_by_actor_of if taken else ():
        condition &= ~Q(actors__contains={earlier: [user.pk]})
        for giver, regions in user.scope.acting_regions().items():
            condition &= ~(Q(actors__contains={earlier: [giver]}) & prefix_q("site__code", regions))
    return condition


def _awaited(way: Way) -> Q:
    """The site's read-model names it: {process id: {"awaits": [{"step", "roles", "cause"}]}}."""
    awaits = Func(
        F("site__processes"),
        Cast(F("pk"), TextField()),
        Value("awaits"),
        function="jsonb_extract_path",
        output_field=JSONField(),
    )
    row = Value([{"step": way.awaited, "cause": way.cause}], JSONField())
    return Q(state__in=sorted(way.states)) & Q(DataContains(awaits, row))
