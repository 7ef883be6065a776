"""Say where a photo was taken that came without a position; what a camera or a device recorded is never replaced."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gis_data import shapes
from sites.requests import answered, answered_once, digest_of
from workflows.models import Evidence
from workflows.refusals import Invalid, NotPermitted, WrongState
from workflows.services.evidence import Position
from workflows.services.evidence_gate import authorship, locked_file, open_file, record


def add_position(*, evidence_id: int, position: Position, actor, client_id=None, request_id=None) -> Evidence:
    """Give an attached photo its position (EPSG:4326), once, before the step it belongs to is taken.

    Only whoever sent the photo can say where it was taken. The same client id again returns the photo. Raises
    Evidence.DoesNotExist, NotPermitted, WrongState, Invalid, SimulationMixed, ClientIdReused.
    """
    digest = _digest(evidence_id, position) if client_id else ""
    try:
        shapes.check_place(position.point.x, position.point.y)
    except ValidationError as error:
        raise Invalid({"position": error.messages}) from error
    with answered_once(), transaction.atomic(durable=True):
        process, item = locked_file(evidence_id, actor)
        if answered(client_id, actor=actor, digest=digest):
            return item
        step = open_file(process, item, actor)
        if item.uploaded_by_id != actor.pk:
            raise NotPermitted(_("Only whoever sent a photo can say where it was taken."))
        _check_open(item)
        item.position = position.point
        item.position_source, item.position_accuracy_m = position.source, position.accuracy_m
        item.save(update_fields=["position", "position_source", "position_accuracy_m"])
        by = authorship(process, step, actor, None, client_id=client_id, request_id=request_id, request_digest=digest)
        record(process, "evidence_positioned", item.slot, [item], by, _changes(position))
        return item


def _check_open(item: Evidence) -> None:
    if item.withdrawn_at:
        raise WrongState(_("This file was taken back."))
    if not item.is_photo:
        raise Invalid({"position": [_("Only photos have a position.")]})
    if item.position:
        raise WrongState(_("This photo has a position already; it stays as it was recorded."))


def _changes(position: Position) -> dict:
    """As the ledger keeps places: text, six decimals, a tenth of a metre."""
    return {
        "latitude": [None, f"{position.point.y:.6f}"],
        "longitude": [None, f"{position.point.x:.6f}"],
        "position_source": [None, position.source],
        "position_accuracy_m": [None, position.accuracy_m],
    }


def _digest(evidence_id: int, position: Position) -> str:
    place = [*position.point.coords, position.source, position.accuracy_m]
    return digest_of({"place": evidence_id, "position": place})
