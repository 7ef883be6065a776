"""Sites through the API: each route parses, calls one selector or service, and returns."""

import datetime
from typing import Literal

from django.contrib.gis.geos import Point
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from gis_data.api import Latitude, Line, Longitude
from sites import selectors, services
from sites.api import geojson
from sites.api.ledger_schemas import LedgerEntry, Receipt, receipt
from sites.api.schemas import SiteDetail, SitePath, SiteQuery, SiteSummary
from sites.models import Event, Site
from sites.querysets import SiteQuerySet
from sites.stages import Flag, Stage

router = Router(tags=["sites"])


class PositionIn(Schema):
    """A better position of a site, WGS 84 degrees."""

    model_config = {"extra": "forbid"}

    longitude: Longitude = Field(strict=True, examples=[112.9521])
    latitude: Latitude = Field(strict=True, examples=[-2.5312])
    source: Literal["document", "surveyed"]
    accuracy_m: int | None = Field(None, ge=0, le=100_000, strict=True)
    as_of: datetime.date = Field(description="The day it was measured, or the document's.", examples=["2025-11-03"])
    note: Line = Field("", max_length=200, description="Which document, or which device.")


@router.get("/sites", response=list[SiteSummary], summary="Sites")
@paginate
def list_sites(request: HttpRequest, wanted: Query[SiteQuery]) -> QuerySet[Site]:
    """The sites this person may see, in order of their codes."""
    return _found(request.user, wanted).with_place().order_by("code")


@router.get(
    "/sites.geojson",
    response=geojson.SiteCollection,
    summary="Sites as GeoJSON",
    openapi_extra={"responses": {200: {"content": {geojson.MEDIA_TYPE: {}}}}},
)
def sites_geojson(request: HttpRequest, wanted: Query[SiteQuery]) -> HttpResponse:
    """All those sites at once for a geographic program (RFC 7946, WGS 84), as a stream."""
    return StreamingHttpResponse(geojson.stream(_found(request.user, wanted)), content_type=geojson.MEDIA_TYPE)


@router.get("/sites/{code}", response=SiteDetail, summary="One site")
def site_detail(request: HttpRequest, code: SitePath) -> Site:
    """A site's facts, its stage and flags, and the processes that have been opened there."""
    return selectors.site_for(request.user, code)


@router.get("/sites/{code}/events", response=list[LedgerEntry], summary="The ledger of a site")
@paginate
def list_events(request: HttpRequest, code: SitePath) -> QuerySet[Event]:
    """Everything that ever changed at the site, the oldest first, each entry exactly as it is hashed."""
    site = selectors.site_for(request.user, code)
    return Event.objects.filter(site=site).select_related("site").order_by("seq")


@router.post("/sites/{code}/position", response=Receipt, summary="Correct the position")
def correct_position(request: HttpRequest, response: HttpResponse, code: SitePath, position: PositionIn) -> Receipt:
    """Record a better position of the site, for cooperative offices and field officers of the region."""
    site = services.relocate(
        site_code=code,
        position=Point(position.longitude, position.latitude, srid=4326),
        source=position.source,
        accuracy_m=position.accuracy_m,
        as_of=position.as_of,
        note=position.note,
        actor=request.user,
        client_id=request.client_id,
        request_id=request.request_id,
    )
    return receipt(request, response, site=site)


def _found(user, wanted: SiteQuery) -> SiteQuerySet:
    kind, _, state = (wanted.state or "").partition(":")
    narrowed = selectors.SiteFilter(
        text=wanted.search or "",
        region=wanted.region or "",
        stages=tuple(stage for stage in Stage if stage.slug == wanted.stage),
        kind=kind,
        states=(state,) if state else (),
        flag=_flag(wanted.flag),
        waiting_days=wanted.waiting_days or 0,
    )
    return narrowed.apply(Site.objects.visible_to(user))


def _flag(slug: str | None) -> Flag:
    if slug == "any":
        return selectors.ANY_FLAG
    return next((flag for flag in Flag if flag.slug == slug), Flag.NONE)
