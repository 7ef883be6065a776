"""The API's view of people: who is asking, and what may this person do where."""

import datetime

from django.http import HttpRequest
from ninja import Field, Router, Schema

from accounts.models import User
from accounts.roles import Role
from gis_data import codes
from gis_data.api import Named, RegionRef
from gis_data.models import Region

router = Router(tags=["people"])

# A superuser sees the country also where its own entry was not loaded.
COUNTRY = Region(code=codes.COUNTRY, kind=Region.Kind.COUNTRY, name="Indonesia")


class GrantOut(Schema):
    """A role held within a region, exercised for an office."""

    role: Named
    region: RegionRef
    office: str = Field(description="Empty when no office is named.")
    lent_by: str = Field(description="Whose role it is, when it was lent to this person; empty for his own.")
    until: datetime.date | None = Field(description="The last day of a lent role.")


class Me(Schema):
    """The person behind the token or the session."""

    id: int
    username: str
    name: str
    language: str = Field(description="Used when the request names no language.")
    demonstration: bool = Field(description="What a demonstration account writes is marked as simulated.")
    grants: list[GrantOut]


@router.get("/me", response=Me, summary="Who am I?")
def me(request: HttpRequest) -> Me:
    """The person, and each role in force today, his own and lent ones: the region it covers, the office, whose it is.

    The regions together are all this person sees anywhere in this API; everything outside them does not exist (404).
    """
    person: User = request.user
    regions = Region.objects.in_bulk(person.scope.region_codes)
    return Me(
        id=person.pk,
        username=person.username,
        name=str(person),
        language=person.language,
        demonstration=person.is_demo,
        grants=[
            GrantOut(
                role=Named.of(Role(grant.role)),
                region=RegionRef.of(regions.get(grant.region_code, COUNTRY)),
                office=grant.office,
                lent_by=grant.for_name,
                until=grant.until,
            )
            for grant in person.scope.grants
        ],
    )
