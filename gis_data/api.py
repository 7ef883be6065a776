"""The API's view of geography: regions by jurisdiction, kind and name. Public reference data, the same for everyone."""

import datetime
from typing import Annotated

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate
from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from gis_data import codes
from gis_data.models import Boundary, Region
from gis_data.texts import clean_line, clean_paragraphs

router = Router(tags=["regions"])

CODE_EXAMPLE = "62.02"
_CODE_SCHEMA = {
    "type": "string",
    "pattern": r"^(ID|[1-9][0-9](\.(0[1-9]|[1-9][0-9])(\.(0[1-9]|[1-9][0-9])(\.[1-3][0-9]{3})?)?)?)$",
    "examples": [CODE_EXAMPLE],
}


def _checked(text: str) -> str:
    try:
        return codes.parse(text).text
    except codes.InvalidCode as error:
        raise ValueError(str(error)) from error


# In a query a wrong code gets the sentence that explains it; in an address it is simply not found.
RegionCode = Annotated[str, AfterValidator(_checked), WithJsonSchema(_CODE_SCHEMA)]
RegionPath = Annotated[str, WithJsonSchema(_CODE_SCHEMA)]

# WGS 84 degrees. A swapped pair of Indonesia has a latitude beyond 90; it is let through to the check of the place
# (``gis_data.extent``), whose sentence says that the two are swapped.
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[
    float, Field(ge=-180, le=180, allow_inf_nan=False, json_schema_extra={"minimum": -90, "maximum": 90})
]

# Free texts as they are kept; their lengths are those of what is left.
Line = Annotated[str, BeforeValidator(lambda given: clean_line(given) if isinstance(given, str) else given)]
Paragraphs = Annotated[str, BeforeValidator(lambda given: clean_paragraphs(given) if isinstance(given, str) else given)]


class Named(Schema):
    """A coded value with its name in the reader's language."""

    value: str
    label: str

    @classmethod
    def of(cls, choice) -> "Named":
        """From a member of a Django choices class."""
        return cls(value=str(choice.value), label=str(choice.label))


class RegionRef(Schema):
    """A region by code and name."""

    code: str
    name: str = Field(description="With the word for its kind: “Kabupaten Kapuas”.")

    @classmethod
    def of(cls, region: Region) -> "RegionRef":
        return cls(code=region.code, name=region.full_name)


class RegionPoint(Schema):
    """A representative point, WGS 84 degrees. Unless official it is an estimate and must be shown as one."""

    longitude: float
    latitude: float
    official: bool
    source: str
    as_of: datetime.date | None


class RegionSummary(Schema):
    """One entry of the Kemendagri list."""

    code: str = Field(examples=[CODE_EXAMPLE])
    kind: Named
    name: str = Field(description="The official name without the word for its kind.")
    full_name: str
    parent: str | None = Field(description="The code one level up.")
    point: RegionPoint | None

    @staticmethod
    def resolve_kind(region: Region) -> Named:
        return Named.of(Region.Kind(region.kind))

    @staticmethod
    def resolve_parent(region: Region) -> str | None:
        return region.parent_id

    @staticmethod
    def resolve_point(region: Region) -> RegionPoint | None:
        if region.point is None:
            return None
        return RegionPoint(
            longitude=region.point.x,
            latitude=region.point.y,
            official=region.point_official,
            source=region.point_source,
            as_of=region.point_as_of,
        )


class BoundaryNote(Schema):
    """What is known of a region's outline. An approximate one only draws: nothing is checked against it."""

    official: bool
    quality: str
    source: str
    as_of: datetime.date | None


class RegionDetail(RegionSummary):
    """A region with what is known of its outline."""

    boundary: BoundaryNote | None

    @staticmethod
    def resolve_boundary(region: Region) -> Boundary | None:
        return getattr(region, "boundary", None)


class RegionQuery(Schema):
    """What a list of regions is narrowed to."""

    within: RegionCode | None = Field(None, description="Only this region and what lies inside it.")
    kind: Region.Kind | None = Field(None, description="Only regions of this kind.")
    search: str | None = Field(
        None, max_length=100, description="Words of the name, or the beginning of a code.", examples=["sampit"]
    )


@router.get("/regions", response=list[RegionSummary], summary="Regions")
@paginate
def list_regions(request: HttpRequest, wanted: Query[RegionQuery]) -> QuerySet[Region]:
    """The Kemendagri list of regions in order of their codes: what lies inside a region, of one kind, by name."""
    regions = Region.objects.all()
    if wanted.within is not None:
        regions = regions.within(wanted.within)
    if wanted.kind is not None:
        regions = regions.filter(kind=wanted.kind)
    if wanted.search is not None:
        regions = regions.search(wanted.search)
    return regions.order_by("code")


@router.get("/regions/{code}", response=RegionDetail, summary="One region")
def region_detail(request: HttpRequest, code: RegionPath) -> Region:
    """One region with its representative point and the provenance of its outline."""
    with_outline = Region.objects.select_related("boundary").defer("boundary__geometry", "boundary__display")
    return with_outline.get(code=code)
