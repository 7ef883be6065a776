"""After a mass of rows was written, the planner knows of them at once."""

import pytest
from django.core.management import call_command
from django.db import connection

from sites.models import Site
from tests import factories

pytestmark = pytest.mark.django_db


def test_registering_villages_tells_the_planner_how_many_sites_there_are():
    for number in range(1, 31):
        factories.region(f"62.02.01.2{number:03}")
    call_command("load_sites", "62.02", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'sites_site'::regclass")
        assert cursor.fetchone()[0] == Site.objects.count() == 30
