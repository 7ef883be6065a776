"""The gate of commitments: every deed is judged and written here, whole or not at all."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.scope import Grant
from sites import requests
from sites.refusals import ClientIdReused
from sites.requests import digest_of
from workflows.coordination import selectors, trail
from workflows.coordination.models import Agreement, Commitment
from workflows.refusals import Conflict, Invalid, NotPermitted, SimulationMixed, WrongState

SHORTEST_SENTENCE = 5


@dataclass(frozen=True)
class Request(requests.Request):
    """``version`` is the commitment's that was read."""

    version: int | None = None


@dataclass(frozen=True)
class Deed:
    """What may be done to a commitment: from which states, by whom (``objection`` says why not), under which grant.

    ``target`` None keeps the state; ``explained``: a reason in a sentence is asked for.
    """

    name: str
    sources: frozenset[str]
    target: str | None
    objection: Callable[[object, Commitment], str]
    grant: Callable[[object, Commitment], Grant | None]
    explained: bool = False


def do(
    deed: Deed,
    commitment_id: int,
    request: Request,
    *,
    change: Callable[[Commitment], dict] = lambda commitment: {},
    asked: tuple = (),
    evidence: str = "",
    reason: str = "",
) -> Commitment:
    """In order: lock, the stored answer, version, state, permission, reason, the change, its entry.

    ``change`` sets the commitment's columns and returns what the record says of it; ``asked``: what it was asked with.
    Raises Commitment.DoesNotExist for one the person may not see, Conflict, WrongState, NotPermitted, SimulationMixed,
    Invalid, ClientIdReused.
    """
    digest = digest_of({deed.name: [commitment_id, *asked, evidence, reason]})
    with once(), transaction.atomic(durable=True):
        commitment = _locked(commitment_id, request.actor)
        if trail.answered(request.client_id, actor=request.actor, digest=digest):
            return commitment
        if request.version is not None and request.version != commitment.version:
            raise Conflict(
                _("This has changed since you opened it. Nothing was saved; read what is new and decide again.")
            )
        if commitment.state not in deed.sources:
            raise WrongState(
                _("This is not possible while the commitment is “%(state)s”.")
                % {"state": commitment.get_state_display()}
            )
        if sentence := deed.objection(request.actor, commitment):
            raise NotPermitted(sentence)
        check_simulation(request.actor, commitment.agreement)
        if deed.explained and len(reason) < SHORTEST_SENTENCE:
            raise Invalid({"reason": [_("Explain it in a sentence.")]})
        by = request.author(deed.grant(request.actor, commitment), digest)
        before, told = commitment.state, change(commitment)
        commitment.version += 1
        commitment.actors = {**commitment.actors, deed.name: by.actors}
        if deed.target is not None:
            commitment.state, commitment.state_since = deed.target, by.recorded_at
        commitment.save()
        trail.append(
            commitment.agreement,
            verb=deed.name,
            by=by,
            changes=told,
            commitment=commitment,
            before=before,
            evidence=evidence,
            reason=reason,
        )
        return commitment


@contextmanager
def once() -> Iterator[None]:
    """Around a transaction: what only the database can see is told in a sentence.

    Raises ClientIdReused, and Conflict for a document that stands in the list already.
    """
    try:
        yield
    except IntegrityError as error:
        if "agreement_event_client_id_once" in str(error):
            raise ClientIdReused from error
        if "agreement_document_once" in str(error):
            raise Conflict(_("This document is recorded already.")) from error
        raise


def check_simulation(actor, agreement: Agreement) -> None:
    """Raises SimulationMixed when a demonstration account would change what is real."""
    if actor.is_demo and not agreement.simulated:
        raise SimulationMixed


def iso(day: datetime.date | None) -> str | None:
    """A day as the record keeps it."""
    return day.isoformat() if day else None


def _locked(commitment_id: int, actor) -> Commitment:
    """The commitment, read under the lock of its agreement. Raises Commitment.DoesNotExist."""
    agreement_id = selectors.visible_to(actor).values_list("agreement_id", flat=True).get(pk=commitment_id)
    agreement = Agreement.objects.select_for_update().get(pk=agreement_id)
    commitment = Commitment.objects.select_related("owner").get(pk=commitment_id)
    commitment.agreement = agreement
    return commitment
