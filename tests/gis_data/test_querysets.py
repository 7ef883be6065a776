"""Scope by prefix, proven on the national table; levels and search."""

import json

import pytest
from django.db import connection, transaction

from gis_data.codes import InvalidCode, Level
from gis_data.datasets import REGIONS
from gis_data.importers.regions import load_regions
from gis_data.models import Boundary, Region
from gis_data.querysets import prefix_q


@pytest.fixture(scope="class")
def national(django_db_setup, django_db_blocker):
    """All 91,600 regions, loaded once for a class of tests and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        report = load_regions(REGIONS.path, source=REGIONS.source, as_of=REGIONS.as_of)
        yield report
        transaction.set_rollback(True)


def plan_nodes(queryset) -> list[dict]:
    """Every node of the plan, with the rows it really produced."""
    sql, parameters = queryset.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", parameters)
        plan = cursor.fetchone()[0]
    waiting = [(plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"]]
    nodes = []
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        waiting += node.get("Plans", [])
    return nodes


@pytest.mark.django_db
class TestOnTheNationalTable:
    def test_the_whole_country_is_there(self, national):
        assert (national.added, national.changed, len(national.refused)) == (91_600, 0, 0)
        assert Region.objects.villages().count() == 83_762

    @pytest.mark.parametrize("code", ["62", "62.03", "62.03.09", "62.03.09.2001"])
    def test_a_scope_is_read_from_the_prefix_index(self, national, code):
        scans = [node for node in plan_nodes(Region.objects.within(code).order_by()) if "Scan" in node["Node Type"]]
        assert all("Seq" not in node["Node Type"] for node in scans)
        assert any(node.get("Index Name", "").endswith("_like") for node in scans)

    def test_several_scopes_are_read_from_the_prefix_index(self, national):
        nodes = plan_nodes(Region.objects.within_any(["62.03", "63.01", "11.05"]).order_by())
        assert sum(node.get("Index Name", "").endswith("_like") for node in nodes) == 3

    def test_a_scope_over_a_foreign_key_reads_its_own_prefix_index_and_joins_nothing(self, national):
        nodes = plan_nodes(Region.objects.filter(prefix_q("parent__code", ["62.03"])).order_by())
        assert not any("Join" in node["Node Type"] or "Seq" in node["Node Type"] for node in nodes)
        assert any("parent_id" in node.get("Index Name", "") for node in nodes)

    def test_a_search_reads_the_trigram_index(self, national):
        nodes = plan_nodes(Region.objects.search("anjir serapat"))
        assert any(node.get("Index Name") == "region_search_name" for node in nodes)

    def test_a_scope_is_exactly_what_the_prefix_begins(self, national):
        assert Region.objects.within("62").count() == 1 + 14 + 136 + 1_571
        assert Region.objects.within("62").regencies().count() == 14
        assert Region.objects.within("62").districts().count() == 136
        assert Region.objects.within("62.71").villages().count() == 30
        assert Region.objects.provinces().count() == 38

    def test_a_name_that_repeats_is_found_within_its_district(self, national):
        found = Region.objects.within("62").villages().search("Tumbang Tuwe")
        assert "62.10.10.2008" in set(found.values_list("code", flat=True))
        assert Region.objects.search("kota bogor").first().code == "32.71"


def test_no_scope_is_nothing_and_the_country_everything(regions):
    assert list(Region.objects.within_any([])) == []
    assert Region.objects.within("ID").count() == Region.objects.count()
    assert Region.objects.within_any(["62.71.01", "62.71"]).count() == 1 + 5 + 30


@pytest.mark.parametrize("code", ["6271", 62, "62%", ""])
def test_a_scope_that_is_no_code_is_refused(code):
    with pytest.raises(InvalidCode):
        Region.objects.within(code)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("palangka raya", "62.71"),
        ("PALANGKARAYA", "62.71"),
        ("kota palangkaraya", "62.71"),
        ("palangkara", "62.71"),
        ("palangka r", "62.71"),
        ("kec. jekan", "62.71.03"),
        ("62.71.03", "62.71.03"),
        ("62.7", "62.71"),
        ("kab katingan", "62.06"),
        ("jekan raya", "62.71.03"),
    ],
)
def test_search_finds(regions, text, first):
    assert Region.objects.search(text).first().code == first


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "'; DROP TABLE", "nowhere at all", "\\"])
def test_search_finds_nothing(regions, text):
    assert not Region.objects.search(text).exists()


def test_boundaries_of_a_scope_need_no_join(db):
    sql = str(Boundary.objects.within_any(["62"]).query)
    assert "JOIN" not in sql
    assert "JOIN" in str(Boundary.objects.of_level(Level.REGENCY).query)
