"""Where each kit is now, and where it was: read from the claims and the connections, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gis_data.querysets import prefix_q
from workflows.internet.kits import Kit, KitQuerySet
from workflows.models import Process
from workflows.registry import flow

KIND = "satellite_internet"


class Whereabouts(TextChoices):
    """The state of a kit, which follows from its claim."""

    STOCK = "stock", _("In stock")
    IN_USE = "in_use", _("In use")
    RETIRED = "retired", _("Taken out")

    @classmethod
    def of(cls, kit: Kit) -> "Whereabouts":
        """The state of a kit that came with its holder."""
        if kit.holder:
            return cls.IN_USE
        return cls.RETIRED if kit.retired_at else cls.STOCK


@dataclass(frozen=True)
class Placed:
    """A kit with its state and the process that holds it (None: none, or one outside the person's regions)."""

    kit: Kit
    state: Whereabouts
    process: Process | None

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return {Whereabouts.STOCK: "ahead", Whereabouts.IN_USE: "done", Whereabouts.RETIRED: "blocked"}[self.state]


def narrowed(kits: KitQuerySet, state: str) -> KitQuerySet:
    """The kits in that state; all of them for ""."""
    if state == Whereabouts.STOCK:
        return kits.in_stock()
    if state == Whereabouts.IN_USE:
        return kits.in_use()
    return kits.exclude(retired_at=None) if state == Whereabouts.RETIRED else kits


def placed(kits: Iterable[Kit], user) -> list[Placed]:
    """Each of the kits (``with_holder``) with its state, in one query."""
    kits = list(kits)
    holders = flow(KIND).objects.select_related("site__village__parent__parent")
    found = holders.in_bulk([kit.holder for kit in kits if kit.holder])
    return [Placed(kit, Whereabouts.of(kit), _seen(found.get(kit.holder), user)) for kit in kits]


def connections_of(kit: Kit, user) -> list[Process]:
    """The connections in the person's regions that the kit belongs to or was taken down from, the newest first."""
    found = flow(KIND).objects.filter(prefix_q("site__code", user.scope.region_codes), kit=kit.serial_number)
    return list(found.select_related("site__village__parent__parent").order_by("-opened_at", "-pk"))


def _seen(process: Process | None, user) -> Process | None:
    return process if process is not None and user.scope.covers(process.site.code) else None
