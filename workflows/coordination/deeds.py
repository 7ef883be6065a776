"""What is done to a commitment: reported, confirmed, sent back, postponed, cancelled."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.scope import Grant
from gis_data.dates import why_impossible
from workflows.coordination import permission
from workflows.coordination.gate import SHORTEST_SENTENCE, Deed, Request, do, iso
from workflows.coordination.models import Commitment
from workflows.documents import Scan
from workflows.refusals import Invalid

State = Commitment.State


def _overseer(user, commitment: Commitment) -> Grant | None:
    return permission.overseeing_grant(user, commitment.agreement)


def _not_overseer(user, commitment: Commitment) -> str:
    return permission.why_not_oversee(user, commitment.agreement)


REPORT = Deed("report", frozenset({State.OPEN}), State.DONE, permission.why_not_report, permission.owning_grant)
CONFIRM = Deed("confirm", frozenset({State.DONE}), State.CONFIRMED, permission.why_not_confirm, _overseer)
SEND_BACK = Deed("send_back", frozenset({State.DONE}), State.OPEN, permission.why_not_confirm, _overseer, True)
POSTPONE = Deed("postpone", frozenset({State.OPEN}), None, _not_overseer, _overseer, True)
CANCEL = Deed("cancel", frozenset({State.OPEN, State.DONE}), State.CANCELLED, _not_overseer, _overseer, True)
DEEDS = {deed.name: deed for deed in (REPORT, CONFIRM, SEND_BACK, POSTPONE, CANCEL)}


def open_deeds(commitment: Commitment, user) -> list[Deed]:
    """What this person may do to the commitment as it stands."""
    return [
        deed for deed in DEEDS.values() if commitment.state in deed.sources and not deed.objection(user, commitment)
    ]


def report(commitment_id: int, *, done_on: datetime.date, note: str, scan: Scan, request: Request) -> Commitment:
    """The office in charge reports it done, with the day, a sentence and a scan if there is one. Raises as ``do``."""

    def change(commitment: Commitment) -> dict:
        errors = {}
        if sentence := why_impossible(done_on, past=True):
            errors["done_on"] = [sentence]
        elif done_on < commitment.agreement.signed_on:
            errors["done_on"] = [
                _("This was before the agreement was made (%(date)s).")
                % {"date": date_format(commitment.agreement.signed_on, "j F Y")}
            ]
        if len(note) < SHORTEST_SENTENCE:
            errors["note"] = [_("Say in a sentence what was done.")]
        if errors:
            raise Invalid(errors)
        told = {"done_on": [iso(commitment.done_on), iso(done_on)], "done_note": [commitment.done_note, note]}
        commitment.done_on, commitment.done_note, commitment.done_by = done_on, note, request.actor
        commitment.scan_sha256, commitment.scan_type, commitment.scan_name = (
            scan.sha256,
            scan.content_type,
            scan.filename,
        )
        return told

    return do(REPORT, commitment_id, request, change=change, asked=(done_on, note), evidence=scan.sha256)


def confirm(commitment_id: int, *, request: Request) -> Commitment:
    """The office that recorded the agreement confirms what was reported; never the one who reported it."""

    def change(commitment: Commitment) -> dict:
        commitment.confirmed_by = request.actor
        return {}

    return do(CONFIRM, commitment_id, request, change=change)


def send_back(commitment_id: int, *, reason: str, request: Request) -> Commitment:
    """What was reported is not enough: it is open again, with the reason."""
    return do(SEND_BACK, commitment_id, request, reason=reason)


def postpone(commitment_id: int, *, due_on: datetime.date, reason: str, request: Request) -> Commitment:
    """Another day was agreed; the old one stays in the record."""

    def change(commitment: Commitment) -> dict:
        if sentence := why_impossible(due_on):
            raise Invalid({"due_on": [sentence]})
        if due_on < commitment.agreement.signed_on or due_on == commitment.due_on:
            raise Invalid({"due_on": [_("Name another day, not before the agreement was made.")]})
        told = {"due_on": [iso(commitment.due_on), iso(due_on)]}
        commitment.due_on = due_on
        return told

    return do(POSTPONE, commitment_id, request, change=change, asked=(due_on,), reason=reason)


def cancel(commitment_id: int, *, reason: str, request: Request) -> Commitment:
    """It will not be done, with the reason."""
    return do(CANCEL, commitment_id, request, reason=reason)
