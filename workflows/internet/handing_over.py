"""Passing a kit from the province's stock to a regency's or city's: the only writer of ``KitHandover``."""

from django import forms
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_data.codes import Kind, prefix
from gis_data.dates import past_day
from gis_data.forms import CleanCharField, DayField
from gis_data.models import Region
from sites.refusals import ClientIdReused
from workflows import permission
from workflows.internet.kits import Kit, KitHandover, resource
from workflows.internet.stock import ICT
from workflows.models import Claim
from workflows.refusals import Invalid, NotPermitted, SimulationMixed, WrongState

ASKED = ("region", "number", "dated", "received_by")


class HandoverForm(forms.ModelForm):
    """To which regency or city of the kit's province, by which certificate, and who received it."""

    use_required_attribute = False

    class Meta:
        model = KitHandover
        fields = ASKED
        field_classes = {"number": CleanCharField, "received_by": CleanCharField, "dated": DayField}
        widgets = {"dated": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}

    def __init__(self, *args, kit: Kit, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        region = self.fields["region"]
        inside = Region.objects.filter(code__startswith=prefix(kit.region_id), kind__in=(Kind.REGENCY, Kind.CITY))
        region.queryset = inside.exclude(pk=kit.region_id).order_by("code")
        region.empty_label = "—"
        region.label_from_instance = lambda row: row.full_name
        region.error_messages["invalid_choice"] = gettext_lazy("This is no regency or city of the kit’s province.")
        self.fields["dated"].validators = [past_day]


def can_be_handed_over(kit: Kit, user) -> bool:
    """Is it in a province's stock, not taken out, and the person of that province's ICT office?"""
    may = bool(user.scope.grants_at(kit.region_id, ICT))
    return may and kit.retired_at is None and kit.region.kind == Kind.PROVINCE


def hand_over(*, actor, serial_number: str, fields: dict, client_id=None) -> tuple[KitHandover, bool]:
    """Pass a kit on, with its certificate; (the handover, was it recorded by this call?).

    A kit that stands at a site goes to the regency of that site. The same client id again returns the first handover.
    Raises Kit.DoesNotExist for a kit the person may not see, NotPermitted, SimulationMixed, Invalid, ClientIdReused,
    WrongState.
    """
    try:
        with transaction.atomic():
            kits = Kit.objects.visible_to(actor).select_related("region").select_for_update(of=["self"])
            return _handed_over(kits.get(serial_number=serial_number), actor, fields, client_id)
    except IntegrityError as error:
        # The same request about another kit, at the same moment.
        raise ClientIdReused from error


def _handed_over(kit: Kit, actor, fields: dict, client_id) -> tuple[KitHandover, bool]:
    known = KitHandover.objects.filter(client_id=client_id).first() if client_id else None
    if known is not None:
        told = {"region": known.region_id, "dated": known.dated.isoformat()}
        told |= {name: getattr(known, name) for name in ("number", "received_by")}
        if (known.kit_id, known.recorded_by_id) != (kit.pk, actor.pk) or told != {
            name: str(fields.get(name, "")) for name in ASKED
        }:
            raise ClientIdReused
        return known, False
    if not actor.scope.grants_at(kit.region_id, ICT):
        raise NotPermitted(permission.not_held(ICT, kit.region_id, actor))
    if actor.is_demo and not kit.simulated:
        raise SimulationMixed
    if kit.retired_at:
        raise WrongState(_("Kit %(kit)s was taken out of stock already.") % {"kit": kit.serial_number})
    if kit.region.kind != Kind.PROVINCE:
        words = {"kit": kit.serial_number, "region": kit.region.full_name}
        raise WrongState(_("Kit %(kit)s is in the stock of %(region)s already.") % words)
    form = HandoverForm(fields, kit=kit)
    if not form.is_valid():
        raise Invalid({name: list(sentences) for name, sentences in form.errors.items()})
    _check_place(kit, form.instance.region)
    made = form.save(commit=False)
    made.kit, made.from_region, made.client_id = kit, kit.region, client_id
    made.recorded_by, made.recorded_at = actor, timezone.now()
    made.save(force_insert=True)
    kit.region = made.region
    kit.save(update_fields=["region"])
    return made, True


def _check_place(kit: Kit, to: Region) -> None:
    """Raises WrongState for a kit that stands at a site outside the region it would be handed to."""
    claim = Claim.objects.select_related("process__site__village").filter(resource=resource(kit.pk)).first()
    if claim is not None and not claim.process.site.code.startswith(prefix(to.code)):
        raise WrongState(
            _("Kit %(kit)s is in use at %(site)s, which is not in %(region)s.")
            % {"kit": kit.serial_number, "site": claim.process.site.village.full_name, "region": to.full_name}
        )
