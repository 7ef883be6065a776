"""The acts of one process, as the stories of all workflows write them."""

import datetime
import random
from collections.abc import Callable

from django.core.files.base import ContentFile

from accounts.roles import Role
from rollout.simulation import exhibits
from rollout.simulation.acts import Act, Place, days
from workflows.submission import Reason

# A step taken at one sitting with what was attached for it.
SOON = 0.02
Picture = Callable[[int], ContentFile]


class Desk:
    """One process (``strand``) at one site. Waits (``gap``) are working days."""

    def __init__(self, strand: str, place: Place, chance: random.Random) -> None:
        self.strand, self.place, self.chance = strand, place, chance

    def open(self, role: Role, gap: float = 0) -> Act:
        """The process is opened."""
        return Act("start", role, self.strand, gap)

    def step(self, role: Role, name: str, gap: float = SOON, *, because: tuple[str, str] = ("", ""), **content) -> Act:
        """A step is taken, with a coded reason where one is asked for."""
        return Act("step", role, self.strand, gap, name=name, reason=Reason(*because), **content)

    def take_back(self, role: Role, name: str, because: tuple[str, str]) -> Act:
        """A decision is taken back within its term."""
        return self.step(role, name, days(self.chance, 0.8, 3), because=because)

    def paper(self, role: Role, slot: str, heading: str, gap: float, number: int = 0) -> Act:
        """A page under that heading is attached; ``number`` tells pages apart in a slot that takes none twice."""
        return Act("attach", role, self.strand, gap, name=slot, files=lambda _at: [exhibits.paper(heading, number)])

    def pictures(self, role: Role, slot: str, picture: Picture, numbers: list[int], gap: float, **more) -> Act:
        """Pictures are attached, taken at the place."""

        def files(_at: datetime.datetime) -> list[ContentFile]:
            return [picture(number) for number in numbers]

        return Act("attach", role, self.strand, gap, name=slot, files=files, place=self.place.point, **more)
