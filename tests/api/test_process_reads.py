"""What the API says of a process: to whom, what may follow, what is in the way, and that its form is the real one."""

import pytest

from sites.models import Site
from workflows.flows.land_verification import LandVerification
from workflows.inbox import queues

pytestmark = pytest.mark.django_db


def test_a_process_says_what_may_follow_and_what_is_in_the_way(program, plot):
    body = program(plot.cast.village_officer).get(f"/processes/{plot.process.pk}").json()
    steps = {step["name"]: step for step in body["steps"]}
    assert list(steps) == [step.name for step in plot.process.steps_from_here()]
    submit = steps["submit"]
    assert submit["objection"] == ""
    assert submit["owners"] == ["Kantor Desa", "Dinas Koperasi Kotim"]
    assert {guard["code"]: guard["waivable"] for guard in submit["guards"]}["areas_agree"] is True
    assert [slot["slot"] for slot in submit["evidence"]] == ["plot_photo", "musdes_minutes", "title_scan"]
    assert submit["evidence"][0]["missing"]
    assert (submit["evidence"][2]["minimum"], submit["evidence"][2]["missing"]) == (0, "")
    assert [reason["value"] for reason in steps["withdraw"]["reasons"]][:2] == ["no_land", "too_small"]


def test_a_process_answers_each_person_for_himself(program, plot):
    plot.submitted()
    field = program(plot.cast.field_officer).get(f"/processes/{plot.process.pk}").json()
    village = program(plot.cast.village_officer).get(f"/processes/{plot.process.pk}").json()

    def objection(body):
        return {step["name"]: step["objection"] for step in body["steps"]}["survey"]

    assert objection(field) == ""
    assert "Field officer" in objection(village)


def test_a_process_says_who_is_awaited_and_why(program, plot):
    """The same answer as on the pages: the owner of the rule that stops a step, not the step's own actor."""
    plot.noted(legal_verdict="blocked", legal_note="Sertipikat ganda.")
    cause = "The legal note blocks this plot: Sertipikat ganda."

    def told(person) -> dict[str, tuple]:
        steps = program(person).get(f"/processes/{plot.process.pk}").json()["steps"]
        return {step["name"]: (step["awaited"], step["turn"]) for step in steps}

    seen = told(plot.cast.dinkop)
    due = Site.objects.get(pk=plot.site.pk).due_on.isoformat()
    accept = {"offices": ["BPKAD Kotim"], "cause": cause, "due": due, "days_late": 0, "escalated": None}
    assert seen["accept"] == ([accept], False)
    assert told(plot.cast.bpkad)["note_legal"] == ([], True)
    site = program(plot.cast.dinkop).get(f"/sites/{plot.site.code}").json()
    (awaited,) = site["processes"][0]["awaits"]
    assert (awaited["step"], awaited["cause"]) == ("accept", "legal_note_not_blocked")
    assert (awaited["due"], awaited["escalated_on"]) == (due, None)
    assert [role["value"] for role in awaited["roles"]] == ["asset_office"]


def test_a_process_gives_its_fields_as_exact_values(program, plot):
    plot.submitted()
    body = program(plot.cast.dinkop).get(f"/processes/{plot.process.pk}").json()
    assert body["fields"]["stated_area_m2"] == "2000.00"
    assert body["fields"]["plot"]["type"] == "Polygon"
    assert body["fields"]["agrinas_date"] is None
    assert any(fact["beside"] == "stated_area_m2" or fact["beside"] == "plot" for fact in body["computed"])
    assert [item["slot"] for item in body["evidence"]] == ["plot_photo"] * 4 + ["musdes_minutes"]


def test_a_waiver_stands_with_its_author_and_reason(program, plot):
    plot.papers()
    caller = program(plot.cast.village_officer)
    version = caller.get(f"/processes/{plot.process.pk}").json()["version"]
    answer = caller.post(
        f"/processes/{plot.process.pk}/steps/submit",
        {
            "version": version,
            "fields": plot.proposal(stated_area_m2="1500"),
            "waivers": {"areas_agree": {"code": "data_inaccurate", "text": "Surat tanah lama."}},
        },
    )
    assert answer.status_code == 200, answer.content
    (waiver,) = program(plot.cast.kodim).get(f"/processes/{plot.process.pk}").json()["waivers"]
    assert (waiver["guard"], waiver["by"], waiver["text"]) == ("areas_agree", "Kades", "Surat tanah lama.")
    assert waiver["reason"] == {"value": "data_inaccurate", "label": "The reference data are inaccurate"}


def test_the_form_is_the_one_that_checks(program, plot):
    caller = program(plot.cast.village_officer)
    body = caller.get(f"/processes/{plot.process.pk}/steps/submit/form").json()
    fields = {field["name"]: field for field in body["fields"]}
    assert {name for name, field in fields.items() if field["required"]} == set(LandVerification.steps["submit"].asks)
    assert (fields["plot"]["type"], fields["stated_area_m2"]["type"]) == ("polygon", "decimal")
    assert fields["owner_kind"]["choices"][0]["value"] == "desa"
    assert fields["title_number"]["max_length"] == 60
    assert body["guards"][3]["waivable_by"][0]["value"] == "village_officer"
    survey = caller.get(f"/processes/{plot.process.pk}/steps/survey/form").json()
    assert {field["type"] for field in survey["fields"]} == {"date", "choice", "integer"}
    assert caller.get(f"/processes/{plot.process.pk}/steps/nothing/form").status_code == 404
    withdraw = caller.get(f"/processes/{plot.process.pk}/steps/withdraw/form").json()
    assert withdraw["fields"] == []
    assert len(withdraw["reasons"]) == 14


def test_what_the_form_gives_it_takes_back(program, plot):
    """A program that changes nothing can send the values it was given."""
    plot.submitted()
    plot.take("send_back", plot.cast.field_officer, reason=("title_problem", "Nomor sertipikat salah."))
    caller = program(plot.cast.village_officer)
    form = caller.get(f"/processes/{plot.process.pk}/steps/submit/form").json()
    version = caller.get(f"/processes/{plot.process.pk}").json()["version"]
    values = {field["name"]: field["value"] for field in form["fields"]}
    answer = caller.post(f"/processes/{plot.process.pk}/steps/submit", {"version": version, "fields": values})
    assert answer.status_code == 200, answer.content


def test_processes_by_kind_state_and_duty(program, plot):
    plot.submitted()
    ids = {plot.process.pk}

    def found(person, **query):
        return {process["id"] for process in program(person).get("/processes", query).json()["items"]}

    cast = plot.cast
    assert found(cast.viewer, kind="land_verification", state="submitted") == ids
    assert found(cast.viewer, state="draft") == set()
    assert found(cast.viewer, region="62.02.01", site=plot.site.code) == ids
    for person in vars(cast).values():
        assert found(person, awaiting="me") == {
            process.pk for queue in queues(person) for process in queue.processes[:99]
        }
    assert found(cast.field_officer, awaiting="me") == ids
