"""Why sites are stuck, for other programs: the same counts and sentences as the page."""

import pytest

from accounts.roles import Role
from tests import factories
from tests.api.conftest import problem
from workflows.stuck import Cases, Narrowed

pytestmark = pytest.mark.django_db


def test_offices_causes_and_cases(program, plot):
    plot.noted(legal_verdict="blocked", legal_note="Sertipikat ganda.")
    viewer = plot.cast.viewer
    (office,) = program(viewer).get("/stuck/offices").json()
    assert (office["role"]["value"], office["region"], office["offices"]) == ("asset_office", "62.02", ["BPKAD Kotim"])
    assert (office["sites"], office["cases"]) == (1, 1)
    (cause,) = program(viewer).get("/stuck/causes").json()
    assert (cause["step"]["value"], cause["cause"]["value"]) == ("accept", "legal_note_not_blocked")
    answer = program(viewer).get("/stuck/cases").json()
    (case,) = answer["items"]
    assert answer["total"] == len(Cases(viewer, Narrowed())) == 1
    assert (case["site"], case["process"]) == (plot.site.code, plot.process.pk)
    assert case["sentence"] and case["offices"] == ["BPKAD Kotim"]


def test_a_portion_of_the_cases(program, plot):
    plot.surveyed()
    both = program(plot.cast.viewer).get("/stuck/cases").json()["items"]
    second = program(plot.cast.viewer).get("/stuck/cases?offset=1&limit=1").json()
    assert second == {"total": 2, "items": both[1:]}


def test_narrowed_to_one_office(program, plot):
    plot.surveyed()
    found = program(plot.cast.viewer).get("/stuck/cases?role=district_command&holder=62.02").json()
    assert [case["step"]["value"] for case in found["items"]] == ["verify"]
    assert program(plot.cast.viewer).get("/stuck/cases?role=district_command&holder=62.03").json()["total"] == 0


def test_nobody_is_told_of_other_regions(program, plot):
    plot.surveyed()
    assert program(plot.cast.neighbour).get("/stuck/offices").json() == []
    assert program(plot.cast.neighbour).get("/stuck/cases").json() == {"total": 0, "items": []}


def test_by_code_a_country_is_asked_for_a_region(program, plot):
    plot.surveyed()
    country = program(factories.user("pusat", Role.VIEWER, "ID"))
    for region in ({}, {"region": "ID"}):
        refused = problem(country.get("/stuck/cases", {"order": "code", **region}), 422, "invalid")
        assert refused["errors"] == {
            "order": ["By code, one province is listed at a time. Choose a province or a regency first."]
        }
    assert country.get("/stuck/cases", {"order": "code", "region": "62"}).json()["total"] == 2
    assert program(plot.cast.viewer).get("/stuck/cases", {"order": "code"}).json()["total"] == 2
