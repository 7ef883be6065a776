"""The record of agreements: appended with every change, verified like the ledger."""

import uuid
from collections.abc import Iterator

from django.db.models import QuerySet

from sites import chain, ledger
from sites.authorship import Authorship
from sites.refusals import ClientIdReused
from workflows.coordination.models import Agreement, AgreementEvent, Commitment


def append(
    agreement: Agreement,
    *,
    verb: str,
    by: Authorship,
    changes: dict,
    commitment: Commitment | None = None,
    before: str = "",
    evidence: str = "",
    reason: str = "",
) -> AgreementEvent:
    """Append one entry to the chain of a locked agreement and save both.

    ``changes``: field → [before, after] in exact JSON values; ``evidence``: SHA-256 of the scan it rests on.
    """
    event = ledger.compose(
        AgreementEvent,
        by=by,
        agreement=agreement,
        seq=agreement.ledger_seq + 1,
        previous_hash=agreement.ledger_head,
        verb=verb,
        process_id=commitment.pk if commitment else None,
        process_kind="commitment" if commitment else "",
        process_version=commitment.version if commitment else None,
        step=verb if commitment else "",
        before_state=before,
        after_state=commitment.state if commitment else "",
        changes=changes,
        evidence=[evidence] if evidence else [],
        reason_text=reason,
        simulated=agreement.simulated,
    )
    event.save(force_insert=True)
    agreement.ledger_seq, agreement.ledger_head = event.seq, event.hash
    agreement.save(update_fields=["ledger_seq", "ledger_head"])
    return event


def answered(client_id: uuid.UUID | None, *, actor, digest: str) -> AgreementEvent | None:
    """The entry that this request wrote when it came before; None when it is new or bears no id.

    Raises ClientIdReused when the id was used by another person or with other content.
    """
    if client_id is None:
        return None
    event = AgreementEvent.objects.filter(client_id=client_id).first()
    if event is not None and (event.actor_id, event.request_digest) != (actor.pk, digest):
        raise ClientIdReused
    return event


def problems(agreements: QuerySet[Agreement] | None = None) -> Iterator[str]:
    """What is wrong with the chains of these agreements (all without), a sentence each."""
    for agreement in (Agreement.objects.all() if agreements is None else agreements).order_by("pk"):
        yield from chain.problems(entries(agreement), {agreement.chain_name: end(agreement)})


def entries(agreement: Agreement) -> list[dict]:
    """The agreement's entries as they are hashed and exported."""
    return [ledger.entry_of(event) for event in agreement.events.select_related("agreement").order_by("seq")]


def end(agreement: Agreement) -> dict:
    """The end its chain should have."""
    return {"seq": agreement.ledger_seq, "hash": agreement.ledger_head}
