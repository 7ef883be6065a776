"""Who may take a step: the role, the region, and never the same person twice where duties are separated."""

import pytest

from accounts.roles import Role
from tests import factories
from workflows import permission
from workflows.flows.land_verification import LandVerification

pytestmark = pytest.mark.django_db


@pytest.fixture
def process(plot):
    plot.surveyed()
    found = LandVerification.objects.select_related("site").get(pk=plot.process.pk)
    found.cast = plot.cast
    return found


@pytest.mark.parametrize(
    ("step", "who", "may"),
    [
        ("verify", "kodim", True),
        ("verify", "dinkop", False),
        ("verify", "village_officer", False),
        ("verify", "neighbour", False),
        ("verify", "viewer", False),
        ("verify", "province_admin", False),
        ("note_legal", "bpkad", True),
        ("send_back", "kodim", True),
        ("send_back", "field_officer", True),
        ("send_back", "dinkop", True),
        ("send_back", "bpkad", False),
        ("reopen", "province_admin", True),
        ("reopen", "dinkop", False),
    ],
)
def test_the_role_must_be_held_where_the_site_lies(process, step, who, may):
    objection = permission.objection(process.steps[step], process, getattr(process.cast, who))
    assert (objection == "") is may


@pytest.mark.parametrize("region", ["62.02.01.2001", "62.02.01", "62.02", "62", "ID"])
def test_a_wider_region_holds_the_narrower_one(process, region):
    person = factories.user("orang", Role.DISTRICT_COMMAND, region)
    assert permission.objection(process.steps["verify"], process, person) == ""


@pytest.mark.parametrize("region", ["62.02.01.2002", "62.02.02", "62.03", "63"])
def test_another_region_does_not(process, region):
    person = factories.user("orang", Role.DISTRICT_COMMAND, region)
    assert permission.objection(process.steps["verify"], process, person)


def test_a_role_that_has_ended_does_not_count(process):
    person = factories.user("orang")
    factories.assign(person, Role.DISTRICT_COMMAND, "62.02", valid_to="2020-12-31")
    assert permission.objection(process.steps["verify"], process, person)


@pytest.mark.parametrize("who", ["village_officer", "field_officer"])
def test_who_took_part_before_may_not_verify(process, who):
    """Submitting and surveying are kept apart from verifying, also for somebody who holds both roles."""
    person = getattr(process.cast, who)
    factories.assign(person, Role.DISTRICT_COMMAND, "62.02")
    assert permission.objection(process.steps["verify"], process, person)
    assert permission.objection(process.steps["send_back"], process, person) == ""


def test_the_objection_names_the_roles_or_the_step(process):
    assert str(Role.DISTRICT_COMMAND.label) in permission.objection(
        process.steps["verify"], process, process.cast.viewer
    )
    surveyor = process.cast.field_officer
    factories.assign(surveyor, Role.DISTRICT_COMMAND, "62.02")
    sentence = permission.objection(process.steps["verify"], process, surveyor)
    assert str(process.steps["survey"].label) in sentence


def test_the_narrowest_assignment_signs(process):
    person = factories.user("orang", Role.DISTRICT_COMMAND, "62", office="Korem 102")
    factories.assign(person, Role.DISTRICT_COMMAND, "62.02", office="Kodim 1015/Sampit")
    grant = permission.grant_for(process.steps["verify"], process, person)
    assert (grant.region_code, grant.office) == ("62.02", "Kodim 1015/Sampit")


@pytest.mark.parametrize(
    ("who", "may"),
    [("village_officer", True), ("dinkop", True), ("field_officer", False), ("viewer", False), ("neighbour", False)],
)
def test_who_may_open_a_process(process, who, may):
    grant = permission.may_start(LandVerification, process.site.code, getattr(process.cast, who))
    assert (grant is not None) is may
