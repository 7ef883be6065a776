"""The register of kits through the API: listed, read, registered, taken out of stock."""

import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from gis_data.api import Line, Named, Paragraphs, RegionCode
from workflows.internet import handing_over, stock
from workflows.internet.kits import Kit, KitHandover, spelled
from workflows.internet.vocabulary import Holding, Provider, RetireReason
from workflows.internet.whereabouts import Whereabouts, narrowed, placed

router = Router(tags=["kits"])

# What is no serial number is the address of nothing.
Serial = Annotated[str, Field(pattern=r"^[A-Z0-9]{4,40}$", examples=["KIT301234567"])]


class KitQuery(Schema):
    """What a list of kits is narrowed to; together they all apply."""

    serial: Line | None = Field(None, max_length=60, description="Only kits whose serial number holds this.")
    provider: Provider | None = Field(None, description="Only kits of this provider.")
    region: RegionCode | None = Field(None, description="Only kits in this region’s own stock.")
    state: Whereabouts | None = Field(None, description="Only kits that are there.")


class KitIn(Schema):
    """A kit to be registered."""

    model_config = {"extra": "forbid"}

    serial_number: Line = Field(max_length=60, description="As it stands on the kit.", examples=["KIT301234567"])
    provider: Provider
    type: Line = Field("", max_length=60)
    holding: Holding
    office: Line = Field(max_length=150, description="The office that purchased or lent it.")
    region: RegionCode = Field(description="The province, regency or city whose stock it is in.")
    source: Line = Field(max_length=200, description="The list, letter or invoice it was taken from.")
    as_of: datetime.date


class RetireIn(Schema):
    """Why a kit is taken out of stock."""

    model_config = {"extra": "forbid"}

    reason: RetireReason
    text: Paragraphs = Field(max_length=2000)


class HandoverIn(Schema):
    """To whose stock a kit passes, and by which certificate."""

    model_config = {"extra": "forbid"}

    region: RegionCode = Field(description="The regency or city.")
    number: Line = Field(max_length=80, description="The number of the handover certificate (BAST).")
    dated: datetime.date
    received_by: Line = Field(max_length=150, description="Office and name.")


class HeldBy(Schema):
    """The process that holds a kit."""

    process: int
    site: str = Field(description="The site's code.")
    state: Named


class HandedOver(Schema):
    """A handover of a kit from one region's stock to another's."""

    from_region: str
    region: str = Field(description="To whose stock it passed.")
    number: str = Field(description="The number of the handover certificate (BAST).")
    dated: datetime.date
    received_by: str
    recorded_at: datetime.datetime

    @classmethod
    def of(cls, one: KitHandover) -> "HandedOver":
        told = {name: getattr(one, name) for name in ("number", "dated", "received_by", "recorded_at")}
        return cls(from_region=one.from_region_id, region=one.region_id, **told)


class KitOut(Schema):
    """A kit, and where it is."""

    serial_number: str
    written_as: str = Field(description="The serial number as the source has it.")
    provider: Named
    type: str
    holding: Named
    office: str
    region: str
    source: str
    as_of: datetime.date
    registered_at: datetime.datetime
    state: Named
    held_by: HeldBy | None = Field(description="Null when it is not in use, or outside your regions.")
    retired: Named | None = Field(description="Why it was taken out of stock; null when it was not.")
    handovers: list[HandedOver] = Field(description="To whose stock it passed since it was registered, oldest first.")

    @classmethod
    def of(cls, kit: Kit, user) -> "KitOut":
        """A kit that came with its holder."""
        where = placed([kit], user)[0]
        process = where.process
        return cls(
            serial_number=kit.serial_number,
            written_as=kit.written_as,
            provider=Named.of(Provider(kit.provider)),
            type=kit.model,
            holding=Named.of(Holding(kit.holding)),
            office=kit.office,
            region=kit.region_id,
            source=kit.source,
            as_of=kit.as_of,
            registered_at=kit.registered_at,
            state=Named.of(where.state),
            held_by=HeldBy(process=process.pk, site=process.site.code, state=Named.of(process.State(process.state)))
            if process
            else None,
            retired=Named.of(RetireReason(kit.retired_because)) if kit.retired_because else None,
            handovers=[HandedOver.of(one) for one in kit.handovers.all()],
        )


class KitHead(Schema):
    """A kit as lists show it."""

    serial_number: str
    provider: str
    type: str
    office: str
    region: str
    as_of: datetime.date
    state: Whereabouts

    @staticmethod
    def resolve_type(kit: Kit) -> str:
        return kit.model

    @staticmethod
    def resolve_region(kit: Kit) -> str:
        return kit.region_id

    @staticmethod
    def resolve_state(kit: Kit) -> Whereabouts:
        return Whereabouts.of(kit)


@router.get("/kits", response=list[KitHead], summary="Kits")
@paginate
def list_kits(request: HttpRequest, wanted: Query[KitQuery]):
    """The satellite terminals of the regions this person may see, in the order they were registered."""
    kits = narrowed(Kit.objects.visible_to(request.user), wanted.state or "")
    if wanted.serial:
        kits = kits.filter(serial_number__contains=spelled(wanted.serial))
    if wanted.provider:
        kits = kits.filter(provider=wanted.provider)
    if wanted.region:
        kits = kits.filter(region=wanted.region)
    return kits.with_holder().order_by("pk")


@router.get("/kits/{serial}", response=KitOut, summary="One kit")
def kit_detail(request: HttpRequest, serial: Serial) -> KitOut:
    """What is known of it, and where it is."""
    return KitOut.of(_visible(request, serial), request.user)


@router.post("/kits", response={201: KitOut}, summary="Register a kit")
def register_kit(request: HttpRequest, response: HttpResponse, wanted: KitIn) -> KitOut:
    """Put a kit into the stock of a region; for its ICT office."""
    fields = wanted.model_dump()
    fields |= {"written_as": fields.pop("serial_number"), "model": fields.pop("type")}
    kit, new = stock.register(actor=request.user, fields=fields, client_id=request.client_id)
    if not new:
        response["Idempotency-Replayed"] = "true"
    response["Location"] = f"kits/{kit.serial_number}"
    return KitOut.of(_visible(request, kit.serial_number), request.user)


@router.post("/kits/{serial}/retirement", response=KitOut, summary="Take a kit out of stock")
def retire_kit(request: HttpRequest, response: HttpResponse, serial: Serial, wanted: RetireIn) -> KitOut:
    """It stays in the register and cannot be allocated any more. Refused as long as it is in use."""
    _kit, new = stock.retire(
        actor=request.user,
        serial_number=serial,
        reason=wanted.reason,
        note=wanted.text,
        client_id=request.client_id,
    )
    if not new:
        response["Idempotency-Replayed"] = "true"
    return KitOut.of(_visible(request, serial), request.user)


@router.post("/kits/{serial}/handover", response=KitOut, summary="Hand a kit over to a regency")
def hand_kit_over(request: HttpRequest, response: HttpResponse, serial: Serial, wanted: HandoverIn) -> KitOut:
    """Pass a kit of the province's stock to a regency or city of it, wherever the kit stands there."""
    _made, new = handing_over.hand_over(
        actor=request.user,
        serial_number=serial,
        fields=wanted.model_dump(mode="json"),
        client_id=request.client_id,
    )
    if not new:
        response["Idempotency-Replayed"] = "true"
    return KitOut.of(_visible(request, serial), request.user)


def _visible(request: HttpRequest, serial: str) -> Kit:
    return Kit.objects.visible_to(request.user).with_holder().get(serial_number=serial)
