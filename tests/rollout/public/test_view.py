"""The public view: stages by village for anybody, where it is switched on, and nothing else of the register."""

import json

import pytest
from django.core.cache import cache
from django.urls import reverse

from rollout.context import SIMULATED_KEY
from sites.models import Site
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def public(settings):
    settings.PUBLIC_VIEW = True
    cache.clear()


def addresses() -> list[str]:
    return [
        reverse("public_view"),
        reverse("public_region", args=["62.02"]),
        reverse("public_villages", args=["62.02"]),
    ]


def test_by_default_nothing_is_public(client, plot):
    assert {client.get(address).status_code for address in addresses()} == {404}


def test_the_stage_of_every_village_is_told(client, public, plot):
    plot.verified()
    body = client.get(reverse("public_region", args=["62.02"])).content.decode()
    assert plot.site.village.name in body
    assert "Land verified" in body
    told = json.loads(client.get(reverse("public_villages", args=["62.02"])).content)
    assert [one["properties"]["stage"] for one in told["features"]] == ["land_verified"] and told["simulated"] is False
    cache.set(SIMULATED_KEY, True)
    assert json.loads(client.get(reverse("public_villages", args=["62.02"])).content)["simulated"] is True
    assert "1 village by stage" in client.get(reverse("public_view")).content.decode()


def test_a_village_has_three_properties_and_its_own_point(client, public, plot):
    plot.accepted()
    site = Site.objects.select_related("village").get(pk=plot.site.pk)
    assert site.position_source == "surveyed"
    Site.objects.filter(pk=site.pk).update(position="SRID=4326;POINT(112.987654 -2.123456)")
    (one,) = json.loads(client.get(reverse("public_villages", args=["62.02"])).content)["features"]
    assert set(one) == {"type", "geometry", "properties"}
    assert set(one["properties"]) == {"code", "name", "stage"}
    assert one["geometry"]["coordinates"] == [round(site.village.point.x, 3), round(site.village.point.y, 3)]


def test_no_person_paper_or_plot_leaks(client, public, plot):
    plot.accepted()
    Site.objects.filter(pk=plot.site.pk).update(position="SRID=4326;POINT(112.987654 -2.123456)")
    people = [person.full_name for name, person in vars(plot.cast).items() if name not in ("kodim", "nobody")]
    for address in addresses():
        body = client.get(address).content.decode()
        for secret in [
            *people,
            "HP 12/2024",
            "AGR-1",
            "112.98",
            "-2.12",
            "/sites/",
            f"/{plot.process.pk}/",
            "evidence",
        ]:
            assert secret not in body, (address, secret)


def test_only_the_region_that_is_public_is_there(client, public, plot, settings):
    for code in ("63", "62.99", "ID", "62.02.01", "62.02.01.2001", "x"):
        assert client.get(reverse("public_region", args=[code])).status_code == 404
        assert client.get(reverse("public_villages", args=[code])).status_code == 404


def test_the_figures_are_kept_and_nothing_can_be_sent(client, public, plot, django_assert_num_queries):
    address = reverse("public_villages", args=["62.02"])
    client.get(address)
    with django_assert_num_queries(1):
        client.get(address)
    factories.site("62.02.01.2002")
    assert len(json.loads(client.get(address).content)["features"]) == 1
    assert client.post(address).status_code == 405
