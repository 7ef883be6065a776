"""A step through the whole gate, beside a bare lock, a bare django-fsm transition and one log row."""

import uuid

from accounts.models import User
from accounts.roles import Role
from bench import world
from bench.bare_step import bare_rows, bare_step
from bench.measure import Figure, in_turn, milliseconds
from workflows.services.take_step import take_step
from workflows.submission import Submission

STEPS = 60
ROUNDS = 7


def verify(process_id: int, actor: User) -> None:
    take_step(
        process_id=process_id,
        step="verify",
        actor=actor,
        submission=Submission(version=1, client_id=uuid.uuid4()),
    )


def figures() -> list[Figure]:
    """Every call takes the next waiting plot, so that each step is a real one."""
    count = STEPS * ROUNDS + 1
    actor, proposer = world.person(Role.DISTRICT_COMMAND), world.person(Role.VILLAGE_OFFICER)
    plots = iter(world.surveyed_plots(count, proposer))
    rows = iter(bare_rows(count))
    ours, other, ratio = in_turn(
        lambda: verify(next(plots), actor), lambda: bare_step(next(rows)), rounds=ROUNDS, times=STEPS
    )
    return [
        Figure(
            "`take_step` with everything / lock + django-fsm + one log row",
            milliseconds(ours),
            milliseconds(other),
            ratio,
            "≤ 3",
            ratio <= 3,
        )
    ]
