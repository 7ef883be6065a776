"""Moments besides those the database makes of every change: of sites registered, simulated, and not simulated any more.

A change of a site's row is kept by a trigger (``sites/migrations/0012_history.py``), whoever makes it.
"""

import datetime
from collections.abc import Iterable

from django.db import connection

from sites.layers.states import COMBINATION_AT
from sites.models import Event, Site, SiteMoment, StateCombination

_SITE, _MOMENT, _COMBINATION = (model._meta.db_table for model in (Site, SiteMoment, StateCombination))
_COMBINATION_OF = f"substr(map_record, {COMBINATION_AT + 1}, 8)"


def keep_registered(sites: Iterable[Site], at: datetime.datetime) -> None:
    """The first moment of sites that were registered just now."""
    ids = [site.pk for site in sites]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_MOMENT} (site_id, seq, at, open, record) "  # noqa: S608
            f"SELECT id, ledger_seq, %s, true, map_record FROM {_SITE} WHERE id = ANY(%s)",
            [at, ids],
        )
        cursor.execute(
            f"INSERT INTO {_COMBINATION} (hash, states) "  # noqa: S608
            f"SELECT DISTINCT {_COMBINATION_OF}, states FROM {_SITE} WHERE id = ANY(%s) "
            f"AND NOT EXISTS (SELECT FROM {_COMBINATION} WHERE hash = {_COMBINATION_OF})",
            [ids],
        )


def begin_before(site: Site, at: datetime.datetime) -> None:
    """A simulated story may lie before the day the site was registered: then the site was there before it, too."""
    SiteMoment.objects.filter(site=site, at__gt=at).update(at=at)


def first_simulated(site: Site) -> int | None:
    """The number of the first moment that the simulated end of the site's chain made; asked once that end is cut."""
    made = SiteMoment.objects.filter(site=site, seq__gt=site.ledger_seq).order_by("pk")
    return made.values_list("pk", flat=True).first()


def forget_simulated(site: Site, first: int | None) -> None:
    """Take the moments away from that number on, and put the others back to the times of their entries."""
    if first is None:
        return
    SiteMoment.objects.filter(site=site, pk__gte=first).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_MOMENT} moment SET at = entry.recorded_at FROM {Event._meta.db_table} entry "  # noqa: S608
            "WHERE entry.site_id = moment.site_id AND entry.seq = moment.seq AND moment.site_id = %s "
            "AND moment.at < entry.recorded_at",
            [site.pk],
        )
