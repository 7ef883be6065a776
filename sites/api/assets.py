"""The register of assets through the API: list, register, correct."""

import datetime
import json
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from gis_data.api import CODE_EXAMPLE, Line, Named, Paragraphs, RegionCode, RegionRef
from gis_data.forms import geojson
from sites import asset_register, selectors
from sites.api.ledger_schemas import Receipt, receipt
from sites.api.schemas import SITE_EXAMPLE, SitePath
from sites.models import Asset

router = Router(tags=["assets"])

AssetId = Annotated[int, Field(ge=1, le=2**63 - 1, examples=[1])]
Kind = Literal[*(kind.value for kind in Asset.Kind)]


class AssetOut(Schema):
    """An asset as its owner's inventory states it."""

    id: int
    site: str = Field(description="The code of the site it lies at.", examples=[SITE_EXAMPLE])
    owner: RegionRef = Field(description="The government in whose books it stands.")
    authority: RegionRef = Field(description="The region whose head decides over its use.")
    kind: Named = Field(description="The inventory card.")
    kib_number: str
    description: str
    area_m2: Decimal | None
    value: Decimal = Field(description="Acquisition value in rupiah.")
    acquired_year: int
    geometry: dict[str, Any] | None = Field(description="GeoJSON Point or Polygon, WGS 84.")
    source: str
    as_of: datetime.date
    version: int = Field(description="Moves with every correction; a correction names the version it was made on.")
    simulated: bool

    @staticmethod
    def resolve_site(asset: Asset) -> str:
        return asset.site.code

    @staticmethod
    def resolve_owner(asset: Asset) -> RegionRef:
        return RegionRef.of(asset.owner)

    @staticmethod
    def resolve_authority(asset: Asset) -> RegionRef:
        return RegionRef.of(asset.authority)

    @staticmethod
    def resolve_kind(asset: Asset) -> Named:
        return Named.of(Asset.Kind(asset.kind))

    @staticmethod
    def resolve_geometry(asset: Asset) -> dict | None:
        return json.loads(geojson(asset.geometry)) if asset.geometry else None


class AssetIn(Schema):
    """The facts of an asset. ``owner`` is the code of the desa, the regency or city, or the province it belongs to."""

    model_config = {"extra": "forbid"}

    owner: RegionCode = Field(examples=[CODE_EXAMPLE])
    kind: Kind = Field(description="The letter of the inventory card: a land, b equipment, c building, d, e, f others.")
    kib_number: Line = Field(max_length=60, examples=["12.01.11.04.001"])
    description: Line = Field(max_length=200)
    area_m2: Decimal | None = Field(None, description="Asked for land and buildings.")
    value: Decimal = Field(description="Acquisition value in rupiah.", examples=["1250000000"])
    acquired_year: int = Field(examples=[1998])
    geometry: dict[str, Any] | None = Field(None, description="GeoJSON Point or Polygon, WGS 84.")
    source: Line = Field(max_length=200)
    as_of: datetime.date

    def facts(self) -> dict:
        """As the register takes them."""
        said = self.model_dump(include=set(AssetIn.model_fields), exclude_none=True)
        return {name: value if isinstance(value, dict) else str(value) for name, value in said.items()}


class CorrectionIn(AssetIn):
    """Newer facts, all of them; the version they are put in the place of; and why."""

    version: int = Field(ge=1, le=2**31 - 1)
    reason: Paragraphs = Field(max_length=2000, description="One or two sentences.")


class AssetReceipt(Receipt):
    """The receipt of a write to the register of assets."""

    asset: int = Field(description="The asset's id.")
    asset_version: int


@router.get("/sites/{code}/assets", response=list[AssetOut], summary="Assets at a site")
@paginate
def list_assets(request: HttpRequest, code: SitePath) -> QuerySet[Asset]:
    """The assets of governments that are registered at the site and can be lent or granted there."""
    site = selectors.site_for(request.user, code)
    return Asset.objects.filter(site=site).select_related("site", "owner", "authority").order_by("pk")


@router.post("/sites/{code}/assets", response=AssetReceipt, summary="Register an asset")
def register_asset(request: HttpRequest, response: HttpResponse, code: SitePath, asset: AssetIn) -> AssetReceipt:
    """Register an asset at the site, for its asset and cooperative offices and its village officers."""
    made = asset_register.register(
        site_code=code,
        facts=asset.facts(),
        actor=request.user,
        client_id=request.client_id,
        request_id=request.request_id,
    )
    return _receipt(request, response, made)


@router.post("/assets/{asset_id}/correction", response=AssetReceipt, summary="Correct an asset")
def correct_asset(
    request: HttpRequest, response: HttpResponse, asset_id: AssetId, correction: CorrectionIn
) -> AssetReceipt:
    """Put newer facts in the place of the stated ones. Decisions under way on the asset have to be read anew."""
    made = asset_register.correct(
        asset_id=asset_id,
        version=correction.version,
        facts=correction.facts(),
        reason=correction.reason,
        actor=request.user,
        client_id=request.client_id,
        request_id=request.request_id,
    )
    return _receipt(request, response, made)


def _receipt(request: HttpRequest, response: HttpResponse, asset: Asset) -> AssetReceipt:
    told = receipt(request, response, site=asset.site)
    return AssetReceipt(**told.model_dump(), asset=asset.pk, asset_version=asset.version)
