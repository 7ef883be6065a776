"""Steps through the API: the same gate as the pages, refused in the same sentences."""

import datetime
from decimal import Decimal

import pytest
from django.contrib.gis.geos import Point
from django.utils.translation import override

from sites.models import Event, Site
from tests import factories
from tests.api.conftest import problem
from workflows.land import areas
from workflows.land.plots import rectangle
from workflows.models import Process

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today().isoformat()


@pytest.fixture
def address(plot):
    """``address("verify")``: where that step of the plot is taken."""
    return lambda step: f"/processes/{plot.process.pk}/steps/{step}"


def version_of(plot) -> int:
    return Process.objects.get(pk=plot.process.pk).version


def test_a_plot_from_proposal_to_acceptance(program, site, cast):
    """Everything through the API alone, each by the office it concerns, with shapes as GeoJSON and plain numbers."""
    village, field, kodim = program(cast.village_officer), program(cast.field_officer), program(cast.kodim)
    started = village.post(f"/sites/{site.code}/processes", {"kind": "land_verification"})
    assert started.status_code == 201
    process = f"/processes/{started.json()['process']}"
    assert started["Location"] == f"../..{process}"
    photos = village.upload(f"{process}/evidence/plot_photo", [factories.photo(number) for number in range(4)])
    assert [len(photos.json()["files"]), photos.status_code] == [4, 201]
    minutes = village.upload(f"{process}/evidence/musdes_minutes", [factories.pdf(1)])
    x, y = site.position.coords
    fields = {
        "plot_point": {"type": "Point", "coordinates": [x, y]},
        "length_m": 50,
        "width_m": 40.0,
        "stated_area_m2": "2000",
        "owner_kind": "desa",
        "title_kind": "certificate",
        "title_number": "HP 12/2024",
    }
    version = minutes.json()["receipt"]["version"]
    submitted = village.post(f"{process}/steps/submit", {"version": version, "fields": fields})
    assert submitted.status_code == 200, submitted.content
    survey = field.upload(
        f"{process}/evidence/survey_photo",
        [factories.photo(8), factories.photo(9)],
        longitude=x,
        latitude=y,
        source="device",
        accuracy_m=8,
    )
    assert survey.json()["files"][0]["position"] == {
        "longitude": x,
        "latitude": y,
        "source": "device",
        "accuracy_m": 8,
    }
    checklist = {"visited_on": TODAY, **factories.Plot.CHECKLIST, "settlement_distance_m": 300}
    surveyed = field.post(
        f"{process}/steps/survey", {"version": survey.json()["receipt"]["version"], "fields": checklist}
    )
    verified = kodim.post(f"{process}/steps/verify", {"version": surveyed.json()["version"]})
    noted = program(cast.bpkad).post(
        f"{process}/steps/note_legal", {"version": verified.json()["version"], "fields": factories.Plot.LEGAL}
    )
    office = program(cast.dinkop)
    letter = office.upload(f"{process}/evidence/agrinas_letter", [factories.pdf(2)])
    assert noted.status_code == 200, noted.content
    accepted = office.post(
        f"{process}/steps/accept",
        {
            "version": letter.json()["receipt"]["version"],
            "fields": {"agrinas_reference": "AGR-1", "agrinas_date": TODAY},
        },
    )
    assert accepted.status_code == 200, accepted.content
    receipt = accepted.json()
    assert (receipt["state"], receipt["step"], receipt["site"]) == ("accepted", "accept", site.code)
    last = Event.objects.filter(site=site).order_by("seq").last()
    assert receipt["entry"] == {"seq": last.seq, "hash": last.hash}
    assert Site.objects.get(pk=site.pk).states == {"land_verification": "accepted"}


def test_an_old_version_is_told_what_is_new(program, plot, address):
    plot.surveyed()
    old = version_of(plot)
    plot.take("note_legal", plot.cast.bpkad, plot.LEGAL)
    body = problem(program(plot.cast.kodim).post(address("verify"), {"version": old}), 409, "stale")
    assert [(news["step"], news["by"], news["role"]) for news in body["news"]] == [
        ("note_legal", "Bpkad", "asset_office")
    ]
    assert body["version"] == old + 1
    assert plot.state == "surveyed"
    assert program(plot.cast.kodim).post(address("verify"), {"version": body["version"]}).status_code == 200


def test_the_version_may_come_as_if_match(program, plot, address):
    plot.surveyed()
    caller = program(plot.cast.kodim)
    read = caller.get(f"/processes/{plot.process.pk}")["ETag"]
    plot.take("note_legal", plot.cast.bpkad, plot.LEGAL)
    body = problem(caller.post(address("verify"), {}, If_Match=read), 412, "stale")
    assert body["news"][0]["step"] == "note_legal"
    fresh = caller.get(f"/processes/{plot.process.pk}")["ETag"]
    assert caller.post(address("verify"), {}, If_Match="W/" + fresh).status_code == 200


@pytest.mark.parametrize("header", ["*", "abc", '"x"', '"0"', '"9999999999"', '""', '"1", "2"'])
def test_if_match_names_one_version(program, plot, address, header):
    body = problem(program(plot.cast.village_officer).post(address("save_draft"), {}, If_Match=header), 422, "invalid")
    assert list(body["errors"]) == ["If-Match"]


def test_a_decision_without_a_version_is_none(program, plot, address):
    caller = program(plot.cast.village_officer)
    assert list(problem(caller.post(address("save_draft"), {}), 422, "invalid")["errors"]) == ["version"]
    body = problem(caller.post(address("save_draft"), {"version": 2}, If_Match='"1"'), 422, "invalid")
    assert list(body["errors"]) == ["version"]


@pytest.mark.parametrize("language", ["en", "id"])
def test_rules_answer_in_the_gates_own_sentences_in_both_languages(program, plot, address, language):
    plot.papers()
    body = problem(
        program(plot.cast.village_officer, language).post(
            address("submit"), {"version": version_of(plot), "fields": plot.proposal(stated_area_m2="1500")}
        ),
        422,
        "guards_unmet",
    )
    (unmet,) = body["unmet"]
    assert (unmet["code"], unmet["waivable"]) == ("areas_agree", True)
    process = plot.process
    process.refresh_from_db()
    process.stated_area_m2 = 1500
    x, y = plot.site.position.coords
    process.plot_point, process.length_m, process.width_m = Point(x, y, srid=4326), Decimal(50), Decimal(40)
    process.plot = rectangle(process.plot_point, 50, 40)
    with override(language):
        assert unmet["sentence"] == areas.areas_agree.unmet(process)
    # 1,500 m² in English is 1.500 m² in Indonesian: the numbers are written as the reader writes them.
    assert {"en": "1,500", "id": "1.500"}[language] in unmet["sentence"]


def test_a_rule_is_set_aside_with_a_reason_or_not_at_all(program, plot, address):
    plot.papers()
    caller, fields = program(plot.cast.village_officer), plot.proposal(stated_area_m2="1500")

    def submit(waiver):
        body = {"version": version_of(plot), "fields": fields, "waivers": {"areas_agree": waiver}}
        return caller.post(address("submit"), body)

    errors = problem(submit({"code": "because", "text": "Sudah begitu."}), 422, "invalid")["errors"]
    assert list(errors) == ["waivers.areas_agree.code"]
    for nothing in ("ya", "       ", "\u200b" * 7):
        errors = problem(submit({"code": "other", "text": nothing}), 422, "invalid")["errors"]
        assert list(errors) == ["waivers.areas_agree.text"]
    assert submit({"code": "other", "text": "Surat lama dibulatkan."}).status_code == 200
    assert Process.objects.get(pk=plot.process.pk).waived


@pytest.mark.parametrize("code", ["area_agree", "plot_given"])
def test_a_waiver_that_no_rule_of_the_step_takes_is_not_lost_but_refused(program, plot, address, code):
    plot.papers()
    body = {
        "version": version_of(plot),
        "fields": plot.proposal(),
        "waivers": {code: {"code": "other", "text": "Surat lama dibulatkan."}},
    }
    errors = problem(program(plot.cast.village_officer).post(address("submit"), body), 422, "invalid")["errors"]
    assert list(errors) == [f"waivers.{code}"]


def test_a_reason_that_the_step_does_not_ask_for_is_not_lost_but_refused(program, plot, address):
    plot.papers()
    reason = {"code": "other", "text": "Tanah kas desa."}
    body = {"version": version_of(plot), "fields": plot.proposal(), "reason": reason}
    errors = problem(program(plot.cast.village_officer).post(address("submit"), body), 422, "invalid")["errors"]
    assert list(errors) == ["reason"]


def test_evidence_that_lacks_stands_beside_the_rules(program, plot, address):
    body = problem(
        program(plot.cast.village_officer).post(
            address("submit"), {"version": version_of(plot), "fields": plot.proposal()}
        ),
        422,
        "guards_unmet",
    )
    assert [item["code"] for item in body["unmet"]] == ["evidence.plot_photo", "evidence.musdes_minutes"]


def test_fields_get_the_forms_sentences(program, plot, address):
    plot.papers()
    fields = {**plot.proposal(), "owner_kind": "king", "stated_area_m2": "-5", "title_number": ""}
    body = problem(
        program(plot.cast.village_officer).post(address("submit"), {"version": version_of(plot), "fields": fields}),
        422,
        "invalid",
    )
    assert set(body["errors"]) == {"owner_kind", "stated_area_m2", "title_number"}


@pytest.mark.parametrize(
    ("shape", "word"),
    [
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}, "outside"),
        ({"type": "Polygon", "coordinates": [[[-2.5, 112.9], [-2.6, 112.9], [-2.6, 112.8]]]}, "swapped"),
        ({"type": "Polygon", "coordinates": "x"}, "GeoJSON"),
        ({"type": "Point", "coordinates": [112.9, -2.5]}, "one polygon"),
        ("POLYGON((0 0))", "not a pair"),
        (
            {
                "type": "Polygon",
                "coordinates": [[[112.9, -2.5], [112.91, -2.51], [112.91, -2.5], [112.9, -2.51], [112.9, -2.5]]],
            },
            "crosses itself",
        ),
    ],
)
def test_a_shape_that_is_none_gets_its_sentence(program, plot, address, shape, word):
    body = problem(
        program(plot.cast.village_officer).post(
            address("save_draft"), {"version": version_of(plot), "fields": {"plot": shape}}
        ),
        422,
        "invalid",
    )
    assert word in body["errors"]["plot"][0]


def test_what_no_form_would_send_is_refused(program, plot, address):
    caller, version = program(plot.cast.village_officer), version_of(plot)
    body = caller.post(
        address("save_draft"),
        {"version": version, "fields": {"state": "accepted", "titel_number": "x", "title_number": {"a": 1}}},
    )
    assert set(problem(body, 422, "invalid")["errors"]) == {
        "fields.state",
        "fields.titel_number",
        "fields.title_number",
    }
    body = caller.post(address("save_draft"), {"version": version, "fields": {"title_number": ["x"]}})
    assert problem(body, 422, "invalid")["errors"]
    assert plot.state == "draft"


def test_who_may_not_is_told_who_may(program, plot, address):
    body = problem(
        program(plot.cast.viewer).post(address("submit"), {"version": version_of(plot)}), 403, "not_permitted"
    )
    assert body["detail"] == "Only Village officer / Cooperative office of this region may do this."


def test_who_surveyed_does_not_verify(program, plot, address):
    plot.surveyed()
    factories.assign(plot.cast.field_officer, "district_command", "62.02")
    body = problem(
        program(plot.cast.field_officer).post(address("verify"), {"version": version_of(plot)}), 403, "not_permitted"
    )
    assert "Report the survey" in body["detail"]


def test_a_step_in_the_wrong_state(program, plot, address):
    caller = program(plot.cast.kodim)
    body = problem(caller.post(address("verify"), {"version": version_of(plot)}), 409, "wrong_state")
    assert "Draft" in body["detail"]
    problem(caller.post(address("fly"), {"version": version_of(plot)}), 404, "not_found")


def test_only_one_plot_of_a_site_is_accepted(program, plot):
    second = factories.Plot(plot.site, plot.cast).noted().letter()
    plot.accepted()
    body = {"version": second.version, "fields": {"agrinas_reference": "A-2", "agrinas_date": TODAY}}
    problem(program(plot.cast.dinkop).post(f"/processes/{second.process.pk}/steps/accept", body), 422, "guards_unmet")


def test_a_demonstration_account_changes_no_real_record(program, plot, address):
    demo = factories.user("demo", "village_officer", plot.site.code, is_demo=True)
    problem(program(demo).post(address("save_draft"), {"version": version_of(plot)}), 409, "simulation_mixed")


def test_starting_is_for_those_who_may(program, cast, site):
    path = f"/sites/{site.code}/processes"
    problem(program(cast.kodim).post(path, {"kind": "land_verification"}), 403, "not_permitted")
    body = problem(program(cast.dinkop).post(path, {"kind": "marriage"}), 422, "invalid")
    assert "land_verification" in body["errors"]["kind"][0]
    assert not Process.objects.exists()
