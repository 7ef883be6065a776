"""Terms of steps in the administration: chosen from what there is, refused when senseless, in force at once."""

import pytest

from tests import factories
from workflows.calendar.kept import calendar
from workflows.models import ClockRun, Holiday, StepTerm

pytestmark = pytest.mark.django_db
ADD = "/admin/workflows/stepterm/add/"


@pytest.fixture
def desk(client, settings):
    settings.LANGUAGE_CODE = "en"
    client.force_login(factories.user("chief", is_staff=True, is_superuser=True))
    return client


def test_a_term_is_set_and_counts_at_once(desk, django_capture_on_commit_callbacks):
    assert ("land_verification", "verify") not in calendar().terms
    asked = {"kind": "land_verification", "step": "verify", "days": "3", "source": "SK Bupati 12/2026"}
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(ADD, asked).status_code == 302
    assert calendar().terms["land_verification", "verify"] == 3
    listed = desk.get("/admin/workflows/stepterm/").content.decode()
    assert "SK Bupati 12/2026" in listed and "Verify" in listed
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"/admin/workflows/stepterm/{StepTerm.objects.get().pk}/delete/", {"post": "yes"})
    assert calendar().terms == {}


def test_a_step_of_another_workflow_is_refused_in_a_sentence(desk):
    answer = desk.post(ADD, {"kind": "land_verification", "step": "begin", "days": "3", "source": ""})
    assert "This workflow has no step of that name." in answer.content.decode()
    assert not StepTerm.objects.exists()


def test_a_second_term_for_one_step_is_refused_in_a_sentence(desk):
    StepTerm.objects.create(kind="land_verification", step="verify", days=3)
    answer = desk.post(ADD, {"kind": "land_verification", "step": "verify", "days": "4", "source": ""})
    assert "This step has a term of its own already." in answer.content.decode()


def test_holidays_and_runs_are_looked_at_only(desk):
    Holiday.objects.create(day="2026-08-17", name="Kemerdekaan", kind="national", source="SKB")
    ClockRun.objects.create(day="2026-11-24", started_at="2026-11-24T01:00:00Z", failures=[["62", "x", "y"]])
    for name in ("holiday", "clockrun"):
        assert desk.get(f"/admin/workflows/{name}/").status_code == 200
        assert desk.get(f"/admin/workflows/{name}/add/").status_code == 403
