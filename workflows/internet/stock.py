"""Putting kits into the register and taking them out: the only writer of ``Kit``."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.roles import Role
from sites.refusals import ClientIdReused
from workflows import permission
from workflows.internet.kit_form import KitForm, RetireForm
from workflows.internet.kits import Kit, resource
from workflows.models import Claim
from workflows.refusals import Invalid, NotPermitted, SimulationMixed, WrongState
from workflows.registry import flow

ICT = frozenset({Role.ICT_OFFICE})
# What makes a kit the same when it is registered again.
TOLD = ("serial_number", "provider", "model", "holding", "office", "region_id", "source", "as_of")


def check_keeps_stock(actor) -> None:
    """Raises NotPermitted for a person who is of no ICT office anywhere."""
    if not actor.scope.holds(Role.ICT_OFFICE):
        raise NotPermitted(permission.reserved_for(ICT))


def register(*, actor, fields: dict, client_id=None) -> tuple[Kit, bool]:
    """Register one kit; (the kit, was it registered by this call?).

    The same client id again returns the kit it registered. Raises NotPermitted, Invalid with the sentences by field,
    ClientIdReused.
    """
    check_keeps_stock(actor)
    form = KitForm(fields, actor=actor)
    if not form.is_valid():
        raise Invalid({name: list(sentences) for name, sentences in form.errors.items()})
    kit = _entered(form.instance, actor, client_id)
    if client_id and (known := Kit.objects.filter(client_id=client_id).first()):
        return _same(known, kit), False
    try:
        with transaction.atomic():
            kit.save(force_insert=True)
    except IntegrityError as error:
        if client_id and (known := Kit.objects.filter(client_id=client_id).first()):
            return _same(known, kit), False
        known = Kit.objects.filter(serial_number=kit.serial_number).first()
        if known is None:
            raise
        raise Invalid({"written_as": [taken(known, actor)]}) from error
    return kit, True


def retire(*, actor, serial_number: str, reason: str, note: str, client_id=None) -> tuple[Kit, bool]:
    """Take a kit out of stock for good, with a reason; (the kit, was it taken out by this call?).

    The same client id again returns the kit that it took out. Raises Kit.DoesNotExist for a kit the person may not see,
    NotPermitted, SimulationMixed, Invalid, ClientIdReused, WrongState for one that is in use or retired.
    """
    form = RetireForm({"retired_because": reason, "retired_note": note})
    form.is_valid()
    with transaction.atomic():
        kit = Kit.objects.visible_to(actor).select_for_update(of=["self"]).get(serial_number=serial_number)
        if not actor.scope.grants_at(kit.region_id, ICT):
            raise NotPermitted(permission.not_held(ICT, kit.region_id, actor))
        if actor.is_demo and not kit.simulated:
            raise SimulationMixed
        if form.errors:
            raise Invalid({name: list(sentences) for name, sentences in form.errors.items()})
        if client_id and (known := Kit.objects.filter(retired_client_id=client_id).first()):
            told = (known.pk, known.retired_by_id, known.retired_because, known.retired_note)
            if told != (kit.pk, actor.pk, reason, form.cleaned_data["retired_note"]):
                raise ClientIdReused
            return kit, False
        if kit.retired_at:
            raise WrongState(_("Kit %(kit)s was taken out of stock already.") % {"kit": kit.serial_number})
        if Claim.objects.filter(resource=resource(kit.pk)).exists():
            raise WrongState(
                _("Kit %(kit)s is in use at a site; take it back there first.") % {"kit": kit.serial_number}
            )
        kit.retired_at, kit.retired_by = timezone.now(), actor
        kit.retired_because, kit.retired_note = reason, form.cleaned_data["retired_note"]
        kit.retired_client_id = client_id
        try:
            kit.save(update_fields=["retired_at", "retired_by", "retired_because", "retired_note", "retired_client_id"])
        except IntegrityError as error:
            # The same request about another kit, at the same moment.
            raise ClientIdReused from error
    return kit, True


def remove_simulated() -> int:
    """Delete the demonstration kits that no process names any more; returns how many there were."""
    named = flow("satellite_internet").objects.exclude(kit=None).values("kit")
    return Kit.objects.filter(simulated=True).exclude(serial_number__in=named).delete()[0]


def taken(known: Kit, actor) -> str:
    """That the serial number stands in the register already; where and since when only to whoever may see it."""
    if not actor.scope.covers(known.region_id):
        return _("Kit %(kit)s is registered already.") % {"kit": known.serial_number}
    return _("Kit %(kit)s is registered already: %(region)s, %(office)s, as of %(date)s.") % {
        "kit": known.serial_number,
        "region": known.region.full_name,
        "office": known.office,
        "date": date_format(known.as_of, "DATE_FORMAT"),
    }


def differs(one: Kit, other: Kit) -> bool:
    """Do the two rows say anything different of the same kit?"""
    return any(getattr(one, name) != getattr(other, name) for name in TOLD)


def _entered(kit: Kit, actor, client_id=None) -> Kit:
    kit.registered_by, kit.registered_at, kit.client_id = actor, timezone.now(), client_id
    kit.simulated = actor.is_demo
    return kit


def _same(known: Kit, kit: Kit) -> Kit:
    if known.registered_by_id != kit.registered_by_id or differs(known, kit):
        raise ClientIdReused
    return known


def store_all(kits: list[Kit], actor) -> None:
    """Register many at once, all or none. Raises Invalid when somebody registered one of them in the meantime."""
    try:
        with transaction.atomic():
            Kit.objects.bulk_create([_entered(kit, actor) for kit in kits])
    except IntegrityError as error:
        raise Invalid({"file": [_("Somebody registered one of these kits just now; load the file again.")]}) from error
