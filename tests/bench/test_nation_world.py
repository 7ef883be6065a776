"""The benchmarks' country in small: whole copies, whose read-models are what their processes prove."""

import pytest
from django.db import connection
from django.db.models import Count

from accounts.models import Assignment
from accounts.roles import Role
from bench import nation_world
from sites.models import Event, Site
from workflows import registry
from workflows.models import Process, Turn

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_copy_has_what_the_original_has():
    # Building raises when a copy is not what the gate would write.
    nation_world.build(nation_world.Size(copies=13, entries=7000, played="62.02.05"))
    sites = Site.objects.filter(code__startswith="62.02").count()
    assert Site.objects.count() == 14 * sites > 0
    for model in (Process, Turn):
        code = "site__code" if model is Process else "code"
        original = model.objects.filter(**{f"{code}__startswith": "62.02"}).count()
        # Twelve regencies to a province: the last copy stands alone in the second.
        assert model.objects.filter(**{f"{code}__startswith": "12.01"}).count() == original > 0
        assert model.objects.count() == 14 * original
    kinds = (
        Process.objects.filter(site__code__startswith="12.01")
        .values("site")
        .annotate(kinds=Count("kind", distinct=True))
    )
    assert {row["kinds"] for row in kinds} == {len(registry.flows())}
    assert Event.objects.count() >= 7000
    assert Assignment.objects.filter(region="12", role=Role.COOPERATIVE_OFFICE).count() == 1
    # What the map showed of a copied site in the end is what it shows of it now.
    for site in Site.objects.filter(code__startswith="12.01").order_by("?")[:20]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT map_record FROM sites_site WHERE id = %s", [site.pk])
            (now,) = cursor.fetchone()
        assert bytes(site.moments.order_by("-at", "-pk").first().record) == bytes(now)
