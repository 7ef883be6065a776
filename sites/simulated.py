"""Taking the simulated end off a chain: the one way a ledger entry ever goes, and only a simulated one."""

import datetime

from django.contrib.gis.geos import Point

from sites.models import Asset, Event, Site

# What a simulated entry may have changed on the site itself; ``cut`` puts it back, the caller saves it.
RESTORED_FIELDS = [
    "position",
    "position_source",
    "position_accuracy_m",
    "position_as_of",
    "position_note",
    "closed_at",
]


def cut(site: Site) -> int:
    """Delete the simulated entries of a locked site and undo what they changed on it; returns how many went.

    No real entry can follow a simulated one (the database refuses it), so what is left is a whole chain. What stood
    before is read from the entries themselves. Assets registered in the simulation go with it; whoever calls has taken
    the processes away that rest on them. The caller saves ``RESTORED_FIELDS`` with ``sites.services.save``.
    """
    simulated = Event.objects.filter(site=site, simulated=True)
    for verb, changes in simulated.order_by("-seq").values_list("verb", "changes"):
        if verb == "relocated":
            _put_back(site, {field: before for field, (before, _after) in changes.items()})
        elif verb == "closed":
            site.closed_at = None
        elif verb == "reopened":
            site.closed_at = _last_real_closing(site)
    count, _ = simulated.delete()
    end = Event.objects.filter(site=site).order_by("-seq").values_list("seq", "hash").first()
    site.ledger_seq, site.ledger_head = end or (0, "")
    site.simulated = False
    Asset.objects.filter(site=site, simulated=True).delete()
    return count


def _put_back(site: Site, before: dict) -> None:
    x, y = before.pop("longitude", None), before.pop("latitude", None)
    if x is not None or y is not None:
        site.position = Point(
            float(x) if x is not None else site.position.x,
            float(y) if y is not None else site.position.y,
            srid=4326,
        )
    for field, value in before.items():
        is_date = field == "position_as_of" and value is not None
        setattr(site, field, datetime.date.fromisoformat(value) if is_date else value)


def _last_real_closing(site: Site) -> datetime.datetime | None:
    closings = Event.objects.filter(site=site, simulated=False, verb="closed").order_by("-seq")
    return closings.values_list("recorded_at", flat=True).first()
