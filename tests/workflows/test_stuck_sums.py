"""Sums over a whole province: kept until something changes, and never other than what is counted anew."""

import pytest

from accounts.roles import Role
from sites import services
from sites.authorship import Authorship
from tests import factories
from workflows.stuck import Narrowed
from workflows.stuck_counts import by_cause, by_office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_pages")]


@pytest.fixture
def narrow(cast):
    """Somebody who sees the same sites, but no whole province: for him all is counted each time."""
    person = factories.user("narrow", Role.VIEWER, "62.02")
    factories.assign(person, Role.VIEWER, "62.03")
    return person


def counted(person, **narrowed):
    offices = by_office(person, Narrowed(**narrowed), first=99)
    return offices.first, offices.total, by_cause(person, Narrowed(**narrowed))


def elsewhere(plot, code: str):
    site = factories.site(code)
    factories.assign(plot.cast.village_officer, Role.VILLAGE_OFFICER, code)
    return factories.Plot(site, plot.cast).submitted()


def test_each_change_is_counted(plot, narrow):
    wide = plot.cast.viewer
    draft = counted(wide)
    assert draft == counted(narrow)
    plot.surveyed()
    assert counted(wide) == counted(narrow) != draft
    other = elsewhere(plot, "62.03.01.2001")
    assert counted(wide) == counted(narrow)
    assert counted(wide, region="62") == counted(narrow)
    plot.take("verify", plot.cast.kodim)
    assert counted(wide, kind="land_verification") == counted(narrow, kind="land_verification")
    services.close(other.site.code, reason="Desa digabung", by=Authorship.system())
    assert counted(wide) == counted(narrow)


def test_who_holds_a_task_is_seen_at_once(plot, narrow):
    plot.surveyed()
    wide = plot.cast.viewer
    for change in (
        lambda: factories.assign(plot.cast.dinkop, Role.ASSET_OFFICE, "62.02.01"),
        lambda: plot.cast.kodim.assignments.all().delete(),
        lambda: factories.assign(plot.cast.dinkop, Role.DISTRICT_COMMAND, "62"),
        lambda: type(plot.cast.bpkad).objects.filter(pk=plot.cast.dinkop.pk).update(is_active=False),
    ):
        before = counted(wide)
        change()
        assert counted(wide) == counted(narrow)
        assert counted(wide)[0] != before[0]


def test_what_is_kept_for_one_workflow_or_step_is_not_told_of_another(plot, narrow):
    plot.surveyed()
    wide = plot.cast.viewer
    for narrowed in ({}, {"kind": "asset_loan"}, {"kind": "land_verification", "step": "verify", "cause": ""}):
        assert counted(wide, **narrowed) == counted(narrow, **narrowed)


def test_nobody_is_told_of_a_province_he_does_not_see(plot):
    plot.surveyed()
    counted(plot.cast.viewer)
    assert counted(plot.cast.neighbour, region="62") == ([], 0, [])
