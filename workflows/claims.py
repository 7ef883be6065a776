"""Holding what exists once: a process takes and gives back its resources with the step that changes its state."""

import datetime
from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise

from workflows.models import Claim, Process
from workflows.refusals import Conflict

_TAKE = (
    f"INSERT INTO {Claim._meta.db_table} (resource, process_id, held_since) "  # noqa: S608
    "VALUES (%s, %s, %s) ON CONFLICT (resource) DO NOTHING"
)
_GIVE_BACK = f"DELETE FROM {Claim._meta.db_table} WHERE resource = %s AND process_id = %s"  # noqa: S608


@dataclass(frozen=True)
class Wanted:
    """A resource, and the sentence for whoever comes second: ``Wanted("asset:12", _("It is lent already."))``."""

    resource: str
    taken: str | Promise


def settle(process: Process, at: datetime.datetime) -> None:
    """Make the process hold what it says it holds (``Process.claims``) and nothing else, in its step's transaction.

    Waits for another transaction that takes or gives back the same resource now; all are gone through in one order,
    those given back among those taken, so that no two processes that exchange what they hold can wait for each other.
    Raises Conflict with the resource's sentence.
    """
    if type(process).claims is Process.claims:
        return
    wanted = {claim.resource: claim for claim in process.claims()}
    held = set(process.claim_set.values_list("resource", flat=True))
    with connection.cursor() as cursor:
        for resource in sorted(wanted.keys() ^ held):
            if resource in held:
                cursor.execute(_GIVE_BACK, [resource, process.pk])
                continue
            cursor.execute(_TAKE, [resource, process.pk, at])
            if not cursor.rowcount:
                raise Conflict(str(wanted[resource].taken))
