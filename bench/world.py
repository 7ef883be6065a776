"""The database the benchmarks run on: the real province, the cast of one regency, and plots in any number."""

import datetime
import itertools

from django.core.management import call_command
from django.db import connection

from accounts.models import Assignment, User
from accounts.roles import Role
from gis_data.models import Region
from sites import services
from sites.authorship import Authorship
from sites.models import Site
from workflows import read_model
from workflows.land.plots import rectangle
from workflows.services.start import start

_names = itertools.count(1)


def build() -> None:
    """The 1,571 villages of Central Kalimantan as sites."""
    call_command("load_regions", "62", verbosity=0)
    services.register_villages(
        Region.objects.within("62").villages(),
        by=Authorship.system("bench"),
        source="bench",
        as_of=datetime.date(2025, 1, 1),
    )


def person(role: Role, region_code: str = "62") -> User:
    """Somebody with one role."""
    user = User.objects.create(username=f"bench{next(_names)}", full_name=f"Bench {role}")
    Assignment.objects.create(user=user, role=role, region_id=region_code)
    return user


def surveyed_plots(count: int, proposer: User, sites: list[Site] | None = None) -> list[int]:
    """Processes waiting for verification, spread over the sites; put there by SQL: only the next step is timed."""
    sites = sites or list(Site.objects.order_by("?")[:count])
    processes = [
        start(site_code=site.code, kind="land_verification", actor=proposer)
        for site in itertools.islice(itertools.cycle(sites), count)
    ]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE workflows_process DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE workflows_process SET state = 'surveyed' WHERE id = ANY(%s)", [[item.pk for item in processes]]
        )
        cursor.execute("ALTER TABLE workflows_process ENABLE TRIGGER USER")
        for item in processes:
            cursor.execute(
                "UPDATE workflows_landverification SET plot = ST_GeomFromEWKB(%s), stated_area_m2 = 1400, "
                "road_access = 'yes', electricity = 'yes', water = 'yes', internet = 'no', slope = 'flat', "
                "flood = 'no', swamp_or_peat = 'no', under_power_line = 'no', settlement_distance_m = 300 "
                "WHERE process_ptr_id = %s",
                [rectangle(item.site.position, 40, 35).ewkb, item.pk],
            )
    # What was put there by SQL is not in the sites' rows yet, which the inbox goes by.
    read_model.renew({item.site.code for item in processes})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does where work goes on for longer than a benchmark
    return [item.pk for item in processes]
