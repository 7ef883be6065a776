"""The small province that the tests of the map look at."""

import datetime

import pytest
from django.contrib.gis.geos import Point

from accounts.roles import Role
from sites import services
from sites.authorship import Authorship
from sites.models import Site
from sites.stages import Flag, Stage
from tests import factories
from tests.browser.map.looking import SITE


@pytest.fixture
def world(live_server):
    """A small province: 60 sites in three districts of two regencies, a person of each, and one at a known place."""
    districts = ["62.02.01", "62.02.02", "62.03.01"]
    villages = [factories.region(f"{districts[number % 3]}.{2001 + number // 3}") for number in range(60)]
    services.register_villages(villages, by=Authorship.system("test"), source="test", as_of=datetime.date(2025, 1, 1))
    sites = list(Site.objects.order_by("code"))
    for number, site in enumerate(sites):
        site.stage = Stage(number % 7)
        site.flags = Flag.RETURNED if number % 10 == 0 else 0
    Site.objects.bulk_update(sites, ["stage", "flags"])
    Site.objects.filter(code=SITE).update(
        position=Point(112.5, -2.0, srid=4326),
        stage=Stage.BUILDING,
        flags=Flag.LEGAL_BLOCKED,
        states={"land_verification": "accepted", "satellite_internet": "active"},
    )
    Site.objects.filter(code__startswith="62.02.02").update(states={"land_verification": "surveyed"})
    return {
        "viewer": factories.user("viewer", Role.VIEWER, "62"),
        "regency": factories.user("regency", Role.COOPERATIVE_OFFICE, "62.02"),
        "nobody": factories.user("nobody"),
    }
